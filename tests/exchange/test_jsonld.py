import json
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from rdflib.compare import isomorphic

from taxonomy_service.domain.errors import Conflict
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.domain.stating import concept_statements
from taxonomy_service.exchange.jsonld import jsonld_chunks, statements_jsonld
from taxonomy_service.exchange.rdf import RdfFormat
from taxonomy_service.exchange.skos_reader import SkosFile

DATA = Path(__file__).parents[1] / "data" / "skos"


def test_the_golden_file(rich: ConceptScheme) -> None:
    assert "".join(jsonld_chunks(rich)) == (DATA / "golden" / "vocabulary.jsonld").read_text(encoding="utf-8")


def test_labels_are_language_maps(rich: ConceptScheme) -> None:
    document = json.loads("".join(jsonld_chunks(rich)))
    concept = next(node for node in document["@graph"] if node["@id"] == "http://example.org/v/a")
    assert concept["prefLabel"]["ar"] == ["حِذاء جري"]
    assert concept["prefLabel"]["@none"] == ["plain"]


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # within rdflib
def test_two_readers_see_one_graph_also_where_labels_are_doubled_or_no_texts(read: Callable[..., SkosFile]) -> None:
    (scheme,) = read(
        '<http://x/s> a skos:ConceptScheme . :a a skos:Concept ; skos:prefLabel "a"@pl, "b"@pl, "c", 5, <urn:x> .'
    ).schemes
    text = "".join(jsonld_chunks(scheme))
    one = rdflib.Graph().parse(data=text, format="json-ld")
    other = rdflib.Graph()
    for quad in pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.JSON_LD):
        other.parse(data=f"{quad.triple} .", format="nt")
    assert isomorphic(one, other)
    assert len(one) == 7


def test_one_concept_is_a_document_of_its_own(rich: ConceptScheme) -> None:
    document = json.loads(statements_jsonld(concept_statements(rich.concepts["c"])))  # type: ignore[index]
    assert [node["@id"] for node in document["@graph"]] == ["http://example.org/v/c"]


def test_an_iri_that_begins_like_a_prefix_stays_as_it_is(read: Callable[..., SkosFile]) -> None:
    (scheme,) = read(
        "<http://x/s> a skos:ConceptScheme, <skos:Concept> ; <dc:title> <rdf:x> ; dct:title <owl:靴>, 'x' ; skos:note <xsd:n> ."
    ).schemes
    text = "".join(jsonld_chunks(scheme))
    assert read(text.encode(), RdfFormat.JSONLD).schemes == (scheme,)
    assert set(json.loads(text)["@context"]).isdisjoint({"skos", "dc", "rdf", "owl", "xsd"})


def test_a_type_that_is_named_like_a_term_stays_as_it_is(read: Callable[..., SkosFile]) -> None:
    (scheme,) = read("<http://x/s> a skos:ConceptScheme, <note> ; skos:hasTopConcept <definition> .").schemes
    assert read("".join(jsonld_chunks(scheme)).encode(), RdfFormat.JSONLD).schemes == (scheme,)


def test_a_predicate_that_a_reader_would_drop_is_refused(read: Callable[..., SkosFile]) -> None:
    (scheme,) = read("<http://x/s> a skos:ConceptScheme ; <note> 5 .").schemes
    with pytest.raises(Conflict, match="<note> cannot be written in JSON-LD"):
        "".join(jsonld_chunks(scheme))


def test_each_resource_is_a_line(rich: ConceptScheme) -> None:
    head, _, *resources = "".join(jsonld_chunks(rich)).splitlines()
    assert json.loads(head.removesuffix(",") + "}")["@context"]["altLabel"]["@container"] == "@language"
    assert resources.pop() == "]}"
    assert next(json.loads(line.removesuffix(","))["@id"] for line in resources) == rich.iri


def test_nothing_makes_an_empty_graph() -> None:
    assert json.loads(statements_jsonld([]))["@graph"] == []
