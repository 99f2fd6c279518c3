import json
import time
from collections.abc import Callable
from pathlib import Path

from taxonomy_service.domain.concepts import Concept, ConceptId
from taxonomy_service.domain.labels import Label, LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.scheme_settings import SchemeSettings
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId
from taxonomy_service.domain.stated_languages import stating_languages
from taxonomy_service.domain.statements import Iri
from taxonomy_service.exchange.jskos import jskos_chunks, jskos_lines
from taxonomy_service.exchange.skos_reader import SkosFile

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


def test_the_golden_lines(rich: ConceptScheme) -> None:
    assert "".join(jskos_lines(rich)) == (DATA / "golden" / "vocabulary.ndjson").read_text(encoding="utf-8")


def test_required_fields_are_there_and_empty_ones_are_not(rich: ConceptScheme) -> None:
    items = [json.loads(line) for line in jskos_lines(rich)]
    assert items[0]["@context"] == "https://gbv.github.io/jskos/context.json"
    for item in items:
        assert item["uri"].startswith("http")
        assert len(item["type"]) == 1
        assert item["type"][0].startswith("http://www.w3.org/2004/02/skos/core#")
        assert all(value not in (None, [], {}, "") for value in item.values())
        assert all(isinstance(form, str) for form in item["prefLabel"].values())
        assert all(isinstance(forms, list) for forms in item.get("altLabel", {}).values())
    for concept in items[1:4]:
        assert concept["inScheme"] == [{"uri": rich.iri}]


def test_a_mapping_names_both_ends(rich: ConceptScheme) -> None:
    (mapping,) = json.loads("".join(jskos_chunks(rich)))["concepts"][0]["mappings"]
    assert mapping["type"] == ["http://www.w3.org/2004/02/skos/core#exactMatch"]
    assert mapping["from"]["memberSet"] == [{"uri": "http://example.org/v/a"}]
    assert mapping["to"]["memberSet"] == [{"uri": "http://www.wikidata.org/entity/Q1"}]


def test_what_has_no_uri_is_not_named(read: Callable[..., SkosFile]) -> None:
    (scheme,) = read(
        '<http://x/s> a skos:ConceptScheme ; dct:creator [], <urn:me> ; dct:created "2020"@en, "2021" ; skos:note [] . '
        ":a a skos:Concept ; dct:isReplacedBy [] ; dct:license [] ."
    ).schemes
    text = "".join(jskos_chunks(scheme))
    assert "_:" not in text
    document = json.loads(text)
    assert document["creator"] == [{"uri": "urn:me"}]
    assert document["created"] == "2020"
    assert "note" not in document
    assert document["concepts"][0]["deprecated"] is True


def test_the_languages_of_the_settings_are_said_where_jskos_has_a_place_and_else_by_our_names() -> None:
    settings = SchemeSettings(
        required_languages=(LanguageTag("ar"), LanguageTag("de")), fallbacks=(LanguageTag("pt-BR"), LanguageTag("es"))
    )
    label = Label("鞋", LanguageTag("zh"), LabelKind.PREFERRED)
    shoe = Concept(ConceptId("shoe"), Iri("urn:shoe"), (label,))
    scheme = stating_languages(ConceptScheme(SchemeId("s"), Iri("urn:s"), concepts={shoe.id: shoe}), settings)
    document = json.loads("".join(jskos_chunks(scheme)))
    assert document["languages"] == ["ar", "de", "zh"]
    ours = "https://w3id.org/taxonomy-service/terms#"
    assert document[f"{ours}fallbackLanguages"] == "pt-BR es"
    assert document[f"{ours}requiredLanguage"] == ["ar", "de"]


def test_a_scheme_without_concepts_is_a_document() -> None:
    empty = ConceptScheme(SchemeId("s"), Iri("urn:s"))
    assert json.loads("".join(jskos_chunks(empty)))["concepts"] == []
    assert len(list(jskos_lines(empty))) == 1


def test_a_flat_scheme_of_many_is_written_in_good_time() -> None:
    ids = [ConceptId(str(number)) for number in range(20_000)]
    flat = ConceptScheme(SchemeId("s"), Iri("urn:s"), concepts={own: Concept(own, Iri(f"urn:{own}")) for own in ids})
    start = time.process_time()
    assert sum(1 for _ in jskos_lines(flat)) == 20_001
    assert time.process_time() - start < 5
