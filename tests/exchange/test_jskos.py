import json
from pathlib import Path

from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.exchange.jskos import jskos_chunks, jskos_lines

DATA = Path(__file__).parents[1] / "data" / "skos"


def test_the_golden_file(rich: ConceptScheme) -> None:
    assert "".join(jskos_chunks(rich)) == (DATA / "golden" / "vocabulary.json").read_text(encoding="utf-8")


def test_concepts_stand_in_the_scheme_with_their_relations_both_ways(rich: ConceptScheme) -> None:
    scheme = json.loads("".join(jskos_chunks(rich)))
    assert scheme["uri"] == "http://example.org/v"
    assert scheme["topConcepts"] == [{"uri": "http://example.org/v/a"}]
    a, b, c = scheme["concepts"]
    assert a["narrower"] == [{"uri": "http://example.org/v/b"}]
    assert a["prefLabel"]["und"] == "plain"
    assert b["broader"] == [{"uri": "http://example.org/v/a"}]
    assert (c["deprecated"], c["replacedBy"]) == (True, [{"uri": "http://example.org/v/a"}])
    assert c["related"] == [{"uri": "http://example.org/v/a"}]


def test_lines_hold_a_resource_each(rich: ConceptScheme) -> None:
    items = [json.loads(line) for line in "".join(jskos_lines(rich)).splitlines()]
    assert [item["type"][0].rpartition("#")[2] for item in items] == [
        "ConceptScheme",
        "Concept",
        "Concept",
        "Concept",
        "Collection",
        "OrderedCollection",
    ]
    assert len(items[-1]["memberList"]) == 4
