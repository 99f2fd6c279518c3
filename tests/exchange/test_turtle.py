from collections.abc import Callable
from pathlib import Path

import pytest

from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.exchange.rdf import RdfFormat
from taxonomy_service.exchange.skos_reader import SkosFile
from taxonomy_service.exchange.skos_writer import concept_statements
from taxonomy_service.exchange.turtle import concept_turtle, turtle_chunks

DATA = Path(__file__).parents[1] / "data" / "skos"
VOCABULARIES = Path(__file__).parents[2] / "vocabularies"


def test_the_golden_file(rich: ConceptScheme) -> None:
    assert "".join(turtle_chunks(rich)) == (DATA / "golden" / "vocabulary.ttl").read_text(encoding="utf-8")


def test_only_prefixes_that_are_used_are_declared(rich: ConceptScheme) -> None:
    head = [line.split()[1] for line in "".join(turtle_chunks(rich)).splitlines() if line.startswith("@prefix")]
    assert head == [":", "dct:", "foaf:", "owl:", "rdf:", "skos:", "skosxl:", "xsd:"]


def test_one_concept_is_a_document_of_its_own(rich: ConceptScheme) -> None:
    text = concept_turtle(rich, concept_statements(rich.concepts["c"]))  # type: ignore[index]
    assert ":c a skos:Concept ;" in text
    assert ":a a" not in text


@pytest.mark.parametrize("path", sorted(VOCABULARIES.glob("*.ttl")), ids=lambda path: path.stem)
def test_our_own_vocabularies_are_in_canonical_order(path: Path, read: Callable[..., SkosFile]) -> None:
    found = read(path.read_bytes(), RdfFormat.TURTLE, path.name)
    assert found.findings == ()
    assert "".join(turtle_chunks(found.schemes[0])) == path.read_text(encoding="utf-8")
