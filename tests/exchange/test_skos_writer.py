import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib.compare import isomorphic

from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.exchange.jsonld import jsonld_chunks
from taxonomy_service.exchange.ntriples import canonical_text
from taxonomy_service.exchange.rdf import RdfFormat, rdf_format, read_statements
from taxonomy_service.exchange.rdfxml import rdfxml_chunks
from taxonomy_service.exchange.skos_reader import SkosFile, read_skos
from taxonomy_service.exchange.skos_writer import scheme_statements
from taxonomy_service.exchange.turtle import turtle_chunks

Write = Callable[[ConceptScheme], Iterator[str]]
WRITERS: dict[RdfFormat, Write] = {
    RdfFormat.TURTLE: turtle_chunks,
    RdfFormat.RDFXML: rdfxml_chunks,
    RdfFormat.JSONLD: jsonld_chunks,
    RdfFormat.NTRIPLES: lambda scheme: iter([canonical_text(scheme_statements(scheme))]),
}
NAMES = {RdfFormat.TURTLE: "turtle", RdfFormat.RDFXML: "xml", RdfFormat.JSONLD: "json-ld", RdfFormat.NTRIPLES: "nt"}


def reread(scheme: ConceptScheme, format_: RdfFormat) -> ConceptScheme:
    data = "".join(WRITERS[format_](scheme)).encode()
    (again,) = read_skos(
        read_statements(io.BytesIO(data), f"{scheme.id}.x", format_, limit=1 << 28), f"{scheme.id}.x"
    ).schemes
    return again


@pytest.mark.parametrize("format_", list(WRITERS))
def test_what_is_written_is_read_back_equal(rich: ConceptScheme, format_: RdfFormat) -> None:
    assert reread(rich, format_) == rich


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # within rdflib
@pytest.mark.parametrize("format_", list(WRITERS))
def test_an_independent_reader_sees_the_graph_that_was_imported(rich: ConceptScheme, format_: RdfFormat) -> None:
    original = rdflib.Graph().parse(Path(__file__).parents[1] / "data" / "skos" / "vocabulary.ttl")
    written = rdflib.Graph().parse(data="".join(WRITERS[format_](rich)), format=NAMES[format_])
    assert isomorphic(original, written)


@pytest.mark.parametrize(
    "name", ["unesco-2021.ttl", "unesco-2022.ttl", "gemet-2017.ttl", "inspire-theme.rdf", "shopify-2024-07.ttl"]
)
def test_real_vocabularies_come_out_as_they_went_in(shared_data: Path, name: str) -> None:
    with (shared_data / "vocabularies" / name).open("rb") as stream:
        (scheme,) = read_skos(read_statements(stream, name, rdf_format(name), limit=1 << 28), name).schemes
    text = canonical_text(scheme_statements(scheme))
    for format_ in WRITERS:
        again = reread(scheme, format_)
        assert canonical_text(scheme_statements(again)) == text
        assert again.concepts == scheme.concepts


def test_an_independent_reader_sees_the_same_inspire_themes(shared_data: Path) -> None:
    path = shared_data / "vocabularies" / "inspire-theme.rdf"
    with path.open("rb") as stream:
        (scheme,) = read_skos(read_statements(stream, path.name, RdfFormat.RDFXML, limit=1 << 28), path.name).schemes
    written = rdflib.Graph().parse(data=canonical_text(scheme_statements(scheme)), format="nt")
    assert isomorphic(rdflib.Graph().parse(path), written)


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)
LITERALS = st.builds(
    lambda text, tag: rdflib.Literal(text, lang=tag),
    TEXTS,
    st.sampled_from(["en", "ar", "ja", "hi", "he", "pt-br", None]),
)
NODES = st.integers(0, 4).map(lambda number: rdflib.URIRef(f"http://x/n{number}"))
BLANKS = st.integers(0, 3).map(lambda number: rdflib.BNode(f"b{number}"))
SKOS_NAMES = [
    "prefLabel",
    "altLabel",
    "hiddenLabel",
    "note",
    "definition",
    "broader",
    "narrower",
    "related",
    "inScheme",
    "topConceptOf",
    "hasTopConcept",
    "member",
    "notation",
    "exactMatch",
]
PREDICATES = st.sampled_from(
    [rdflib.SKOS[name] for name in SKOS_NAMES] + [rdflib.URIRef("http://x/own"), rdflib.DCTERMS.title]
)
TRIPLES = st.tuples(NODES | BLANKS, PREDICATES, NODES | LITERALS | BLANKS)


@settings(suppress_health_check=list(HealthCheck), deadline=None)
@given(st.lists(TRIPLES, max_size=25))
def test_no_statement_of_any_graph_is_lost_or_made_up(
    read: Callable[..., SkosFile], triples: list[tuple[rdflib.Node, ...]]
) -> None:
    graph = rdflib.Graph()
    graph.add((rdflib.URIRef("http://x/scheme"), rdflib.RDF.type, rdflib.SKOS.ConceptScheme))
    for triple in triples:
        graph.add(triple)  # type: ignore[arg-type]
    text = graph.serialize(format="nt").encode()
    schemes = read(text, RdfFormat.NTRIPLES, "x.nt").schemes
    written = rdflib.Graph()
    for scheme in schemes:
        again = reread(scheme, RdfFormat.NTRIPLES) if len(schemes) == 1 else scheme
        assert canonical_text(scheme_statements(again)) == canonical_text(scheme_statements(scheme))
        written.parse(data=canonical_text(scheme_statements(scheme)), format="nt")
    entailed = {rdflib.SKOS.ConceptScheme, rdflib.SKOS.Concept, rdflib.SKOS.Collection}
    assert _ground(graph) <= _ground(written)
    assert {t for t in _ground(written) - _ground(graph) if t[2] not in entailed} == set()


def _ground(graph: rdflib.Graph) -> set[tuple[rdflib.Node, ...]]:
    return {triple for triple in graph if not any(isinstance(part, rdflib.BNode) for part in triple)}
