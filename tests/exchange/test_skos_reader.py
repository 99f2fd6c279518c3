from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.errors import NothingToImport
from taxonomy_service.domain.findings import ImportCode
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId
from taxonomy_service.domain.statements import Iri, Statement
from taxonomy_service.exchange.rdf import rdf_format, read_statements
from taxonomy_service.exchange.skos_reader import KnownScheme, SkosFile, read_skos

Read = Callable[..., SkosFile]


def test_a_rich_file_is_understood(rich: ConceptScheme) -> None:
    concept = rich.concepts[ConceptId("a")]
    assert (rich.id, rich.iri) == ("rich", "http://example.org/v")
    assert len(concept.labels) == 14
    assert [notation.value for notation in concept.notations] == ["7", "A-1"]
    assert {note.kind.value for note in concept.notes} == {"definition", "note", "scopeNote"}
    assert [mapping.kind.value for mapping in concept.mappings] == ["exactMatch"]
    assert [label.plain for label in rich.concepts[ConceptId("b")].labels] == [True, False]
    assert all(label.resource for label in rich.concepts[ConceptId("b")].labels)


def test_rdf_without_skos_is_nothing_to_import(read: Read) -> None:
    with pytest.raises(NothingToImport, match="no SKOS"):
        read("<urn:a> <urn:b> <urn:c> .")


def test_known_schemes_and_concepts_keep_their_ids(read: Read) -> None:
    text = b"<http://x/s> a <http://www.w3.org/2004/02/skos/core#ConceptScheme> . <http://x/a> <http://www.w3.org/2004/02/skos/core#inScheme> <http://x/s> ; a <http://www.w3.org/2004/02/skos/core#Concept> ."
    known = {Iri("http://x/s"): KnownScheme(SchemeId("mine"), {Iri("http://x/a"): ConceptId("first")})}
    (scheme,) = read_skos(
        read_statements(BytesIO(text), "f.ttl", rdf_format("f.ttl"), limit=9999), "f.ttl", known=known
    ).schemes
    assert (scheme.id, list(scheme.concepts)) == ("mine", ["first"])


def test_one_id_cannot_name_two_schemes(read: Read) -> None:
    kind = "http://www.w3.org/2004/02/skos/core#ConceptScheme"
    rows = [Statement(iri, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", kind) for iri in ("urn:a", "urn:b")]
    with pytest.raises(NothingToImport, match="2 schemes"):
        read_skos(rows, "f", scheme_id="mine")
    assert [scheme.id for scheme in read_skos(rows, "f").schemes] == ["urn-a", "urn-b"]


def test_a_label_node_has_one_literal_form(read: Read) -> None:
    found = read(
        '<http://x/s> a skos:ConceptScheme ; skos:hasTopConcept :a . :a a skos:Concept ; skosxl:prefLabel :l, :m . :l skosxl:literalForm "b"@en, "a"@en .'
    )
    (concept,) = found.schemes[0].concepts.values()
    assert [label.form for label in concept.labels] == ["a"]
    assert [finding.code for finding in found.findings] == [ImportCode.XL_LABEL_FORM, ImportCode.XL_LABEL_FORM]
    assert {stated.object for stated in concept.properties} == {"http://x/m"}


def test_a_cycle_is_imported_and_reported(read: Read) -> None:
    found = read(
        "<http://x/s> a skos:ConceptScheme . :a a skos:Concept ; skos:broader :b . :b a skos:Concept ; skos:broader :a ."
    )
    (finding,) = found.findings
    assert (finding.code, finding.severity) == (ImportCode.HIERARCHY_CYCLE, "warning")
    assert "a, b" in finding.message


def test_a_hierarchy_deeper_than_the_stack_is_read(read: Read) -> None:
    chain = "".join(f":c{n} a skos:Concept ; skos:broader :c{n + 1} .\n" for n in range(30_000))
    (scheme,) = read("<http://x/s> a skos:ConceptScheme . " + chain).schemes
    assert len(scheme.concepts) == 30_000


@pytest.mark.parametrize(
    ("name", "concepts", "collections"),
    [
        ("unesco-2022.ttl", 4420, 95),
        ("gemet-2017.ttl", 5520, 0),
        ("inspire-theme.rdf", 34, 0),
        ("shopify-2024-07.ttl", 10281, 0),
        ("unesco-2021.ttl", 4414, 95),
    ],
)
def test_real_vocabularies_are_read_without_loss(
    shared_data: Path, canonical: Callable[..., str], name: str, concepts: int, collections: int
) -> None:
    path = shared_data / "vocabularies" / name
    with path.open("rb") as stream:
        statements = list(read_statements(stream, name, rdf_format(name), limit=1 << 28))
    found = read_skos(statements, name)
    (scheme,) = found.schemes
    assert (len(scheme.concepts), len(scheme.collections)) == (concepts, collections)
    assert canonical(scheme).count("\n") == len(set(statements))
    assert not [finding for finding in found.findings if finding.severity == "error"]
