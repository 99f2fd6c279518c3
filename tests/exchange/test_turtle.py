from collections.abc import Callable
from pathlib import Path

import pytest

from taxonomy_service.domain.concepts import Concept, ConceptId
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId
from taxonomy_service.domain.statements import Iri, Statement
from taxonomy_service.domain.stating import concept_statements
from taxonomy_service.exchange.rdf import RdfFormat
from taxonomy_service.exchange.skos_reader import SkosFile
from taxonomy_service.exchange.turtle import concept_turtle, namespace_of, statements_turtle, turtle_chunks

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


def test_our_own_turtle_is_its_own_turtle(rich: ConceptScheme, read: Callable[..., SkosFile]) -> None:
    text = "".join(turtle_chunks(rich))
    assert "".join(turtle_chunks(read(text.encode(), name="rich.ttl").schemes[0])) == text


def test_prefixes_follow_the_order_of_names_and_types_need_none(read: Callable[..., SkosFile]) -> None:
    (scheme,) = read(
        "<http://x/s> a skos:ConceptScheme . <http://y#a> a skos:Concept ; skos:inScheme <http://x/s> ."
    ).schemes
    assert "".join(turtle_chunks(scheme)) == (
        "@prefix : <http://y#> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n\n"
        "<http://x/s> a skos:ConceptScheme .\n\n:a a skos:Concept ;\n    skos:inScheme <http://x/s> .\n"
    )


@pytest.mark.parametrize(
    ("local", "written"),
    [
        ("a-1_b", ":a-1_b"),
        ("007", ":007"),
        ("", "<http://x/>"),
        ("a.b", "<http://x/a.b>"),
        ("a-", "<http://x/a->"),
        ("-a", "<http://x/-a>"),
        ("靴", "<http://x/靴>"),
        ("a%20b", "<http://x/a%20b>"),
        ("a b", "<http://x/a\\u0020b>"),
        ("a\n", "<http://x/a\\u000A>"),
    ],
)
def test_only_plain_names_are_shortened(local: str, written: str) -> None:
    iri = Iri(f"http://x/{local}")
    scheme = ConceptScheme(SchemeId("s"), Iri("urn:s"), concepts={ConceptId("a"): Concept(ConceptId("a"), iri)})
    text = "".join(turtle_chunks(scheme))
    assert f"\n{written} a skos:Concept .\n" in text
    assert ("@prefix :" in text) == written.startswith(":")


def test_objects_are_in_order_of_language_then_text(read: Callable[..., SkosFile]) -> None:
    (scheme,) = read(
        '<http://x/s> a skos:ConceptScheme ; dct:title "б"@ru, "a"@ru, "z", "ק"@he ; dct:relation "1", <urn:z>, <urn:a> .'
    ).schemes
    text = "".join(turtle_chunks(scheme))
    assert 'dct:title "z",\n        "ק"@he,\n        "a"@ru,\n        "б"@ru' in text
    assert 'dct:relation <urn:a>,\n        <urn:z>,\n        "1"' in text


def test_a_scheme_without_concepts_has_no_namespace() -> None:
    assert namespace_of(ConceptScheme(SchemeId("s"), Iri("urn:s"))) == ""


def test_any_statements_are_written_in_their_order_with_the_prefixes_of_their_file() -> None:
    rows = [
        Statement("http://x/z", "http://x/p", "http://x/a"),
        Statement("http://x/a", "http://x/p", "http://y/b"),
        Statement("http://x/z", "http://x/p", "http://x/b"),
    ]
    text = "".join(statements_turtle(rows, {"ex": "http://x/"}))
    assert text == "@prefix ex: <http://x/> .\n\nex:z ex:p ex:a,\n        ex:b .\n\nex:a ex:p <http://y/b> .\n"
    assert "".join(statements_turtle(rows)).startswith("@prefix : <http://x/> .")


def test_a_prefix_of_a_file_wins_over_a_well_known_one() -> None:
    rows = [Statement("http://x/a", "http://purl.org/dc/terms/subject", "http://x/b")]
    text = "".join(statements_turtle(rows, {"dcterms": "http://purl.org/dc/terms/", "skos": "http://x/"}))
    assert "dcterms:subject" in text
    assert "skos:a" in text
