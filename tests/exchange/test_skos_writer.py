import io
import random
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import TypeAlias

import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib.compare import isomorphic

from taxonomy_service.domain import terms
from taxonomy_service.domain.concepts import MappingKind, NoteKind
from taxonomy_service.domain.errors import Conflict
from taxonomy_service.domain.languages import UNTAGGED, LanguageTag
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.domain.statements import Literal, Statement, is_blank
from taxonomy_service.domain.stating import concept_statements
from taxonomy_service.exchange.blank_nodes import blank_node_names, renamed
from taxonomy_service.exchange.jsonld import jsonld_chunks
from taxonomy_service.exchange.ntriples import canonical_text
from taxonomy_service.exchange.rdf import RdfFormat, rdf_format, read_statements
from taxonomy_service.exchange.rdfxml import rdfxml_chunks
from taxonomy_service.exchange.skos_reader import KnownScheme, SkosFile, read_skos
from taxonomy_service.exchange.skos_writer import scheme_statements
from taxonomy_service.exchange.turtle import turtle_chunks

Rows: TypeAlias = st.SearchStrategy[Statement]
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


VOCABULARIES = ["unesco-2021.ttl", "unesco-2022.ttl", "gemet-2017.ttl", "inspire-theme.rdf", "shopify-2024-07.ttl"]


def real(shared_data: Path, name: str) -> ConceptScheme:
    with (shared_data / "vocabularies" / name).open("rb") as stream:
        (scheme,) = read_skos(read_statements(stream, name, rdf_format(name), limit=1 << 28), name).schemes
    return scheme


@pytest.mark.parametrize("name", VOCABULARIES)
def test_real_vocabularies_come_out_as_they_went_in(shared_data: Path, name: str) -> None:
    scheme = real(shared_data, name)
    again = reread(scheme, RdfFormat.TURTLE)
    assert again == scheme
    text = canonical_text(scheme_statements(scheme))
    assert canonical_text(scheme_statements(again)) == text
    for format_ in (RdfFormat.RDFXML, RdfFormat.JSONLD, RdfFormat.NTRIPLES):
        data = text if format_ is RdfFormat.NTRIPLES else "".join(WRITERS[format_](scheme))
        rows = read_statements(io.BytesIO(data.encode()), name, format_, limit=1 << 28)
        if len(scheme.concepts) < 10_000:
            assert read_skos(rows, name).schemes == (scheme,)
        else:  # dearer: the statements, which tell the rest
            assert _canonical_tags(rows) == _canonical_tags(scheme_statements(scheme))


@pytest.mark.parametrize("name", ["inspire-theme.rdf", "gemet-2017.ttl", "unesco-2022.ttl"])
def test_an_independent_reader_sees_the_graph_that_was_published(shared_data: Path, name: str) -> None:
    path = shared_data / "vocabularies" / name
    original = rdflib.Graph().parse(path)
    written = rdflib.Graph().parse(data=canonical_text(scheme_statements(real(shared_data, name))), format="nt")
    assert len(written) == len(original)
    assert _ground(written) == _ground(original)  # rdflib compares language tags in lower case
    if len(original) < 10_000:
        assert isomorphic(original, written)


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
    """Return the triples without blank nodes; since RDF 1.1 a text of type xsd:string is a plain one."""
    plain = {
        (subject, predicate, rdflib.Literal(str(target)) if _is_typed_text(target) else target)
        for subject, predicate, target in graph
    }
    return {triple for triple in plain if not any(isinstance(part, rdflib.BNode) for part in triple)}


def _is_typed_text(node: rdflib.Node) -> bool:
    return isinstance(node, rdflib.Literal) and node.datatype == rdflib.XSD.string


def _canonical_tags(statements: Iterable[Statement]) -> set[Statement]:
    """Return statements with language tags in lower case, as most parsers give them."""
    return {
        row._replace(object=row.object._replace(language=LanguageTag(row.object.language.lower())))
        if isinstance(row.object, Literal) and row.object.language
        else row
        for row in statements
    }


SKOS, X = terms.SKOS, "http://x/"
SCRIPTS = "aß Ως жИ ıİ شِـ אָ ก็ हिं 跑鞋 ランが ﾗ 👟🏽 e\u0301 \u200d\u200f\u00ad"
PLAIN = st.text(SCRIPTS + "\"'\\\n\r\t<>&]@^=%{}|`#:;,. \u2028\x85\u00a0", max_size=10)
WILD = PLAIN | st.text(SCRIPTS + "\x00\x01\x0b\x1f\x7f\x80\ufffe\uffff\ufffd\u202e", max_size=6)
TAGS = st.sampled_from(["", "en", "de-CH", "PT-br", "zh-hant-TW", "sr-Latn", "iw", "x-own", "ar", "toolongtag12", "x"])
PLAIN_LITERALS = st.tuples(WILD, TAGS.map(LanguageTag)).map(lambda pair: Literal(*pair))
ANY_LITERALS = PLAIN_LITERALS | st.tuples(WILD, st.sampled_from([terms.XSD + "integer", X + "type"])).map(
    lambda pair: Literal(pair[0], UNTAGGED, pair[1])
)
CONCEPTS = st.integers(0, 4).map(lambda number: f"{X}c{number}")
SCHEMES = st.sampled_from([X + "s", X + "t"])
GROUPS = st.integers(0, 2).map(lambda number: f"{X}g{number}")
LOOSE = st.integers(0, 3).map(lambda number: f"_:b{number}") | st.sampled_from([X + "агент", X + "a b"])
LABEL_KINDS = st.sampled_from(["prefLabel", "altLabel", "hiddenLabel"])


def rows(subjects: st.SearchStrategy[str], predicates: list[str], objects: st.SearchStrategy[str | Literal]) -> Rows:
    return st.builds(Statement, subjects, st.sampled_from(predicates), objects)


def skos(*names: str) -> list[str]:
    return [SKOS + name for name in names]


STATED = st.one_of(
    st.builds(Statement, CONCEPTS | SCHEMES | GROUPS, LABEL_KINDS.map(SKOS.__add__), PLAIN_LITERALS),
    rows(CONCEPTS | SCHEMES | GROUPS, skos(*NoteKind), ANY_LITERALS | LOOSE),
    rows(CONCEPTS, skos("notation"), ANY_LITERALS),
    rows(CONCEPTS, skos("broader", "narrower", "related", "broaderTransitive", "semanticRelation"), CONCEPTS),
    rows(CONCEPTS | GROUPS, skos("inScheme"), SCHEMES),
    rows(SCHEMES, skos("hasTopConcept"), CONCEPTS),
    rows(CONCEPTS, skos("topConceptOf"), SCHEMES),
    rows(CONCEPTS, skos(*MappingKind), CONCEPTS | st.just("http://elsewhere/靴")),
    rows(GROUPS, skos("member"), CONCEPTS | GROUPS),
    rows(
        CONCEPTS | SCHEMES | GROUPS | LOOSE, [X + "own", X + "名前", terms.REPLACED_BY], LOOSE | ANY_LITERALS | CONCEPTS
    ),
    rows(CONCEPTS, [terms.DEPRECATED], st.just(Literal("true", UNTAGGED, terms.XSD + "boolean"))),
)


@st.composite
def label_nodes(draw: st.DrawFn) -> list[Statement]:
    node = draw(
        st.integers(0, 2).map(lambda number: f"_:l{number}") | st.integers(0, 2).map(lambda number: f"{X}l{number}")
    )
    stated = [
        Statement(draw(CONCEPTS | SCHEMES | GROUPS), terms.SKOSXL + draw(LABEL_KINDS), node),
        Statement(node, terms.LITERAL_FORM, draw(PLAIN_LITERALS)),
    ]
    if draw(st.booleans()):
        stated.append(Statement(node, terms.TYPE, terms.XL_LABEL))
    if draw(st.booleans()):
        stated.append(Statement(node, X + "approvedBy", draw(LOOSE)))
    return stated


@st.composite
def ordered_collections(draw: st.DrawFn) -> list[Statement]:
    group, members = draw(GROUPS), draw(st.lists(CONCEPTS | GROUPS, max_size=4))
    nodes = [f"_:{group[-2:]}x{place}" for place in range(len(members))] + [terms.RDF + "nil"]
    stated = [Statement(group, terms.MEMBER_LIST, nodes[0])]
    for node, rest, member in zip(nodes, nodes[1:], members, strict=False):
        stated += [Statement(node, terms.RDF + "first", member), Statement(node, terms.RDF + "rest", rest)]
    return stated


FILES = st.tuples(
    st.lists(STATED, max_size=25), st.lists(label_nodes(), max_size=3), st.lists(ordered_collections(), max_size=2)
).map(lambda parts: [*parts[0], *(row for part in (*parts[1], *parts[2]) for row in part)])
TYPED = [Statement(X + own, terms.TYPE, terms.CONCEPT_SCHEME) for own in "st"]
TYPED += [Statement(f"{X}c{number}", terms.TYPE, terms.CONCEPT) for number in range(5)]


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(FILES)
def test_every_scheme_of_any_file_comes_out_whole_in_every_format(stated: list[Statement]) -> None:
    found = read_skos([*TYPED, *stated], "x.nt")
    assert [scheme.iri for scheme in found.schemes] == [X + "s", X + "t"]
    for scheme in found.schemes:
        text = canonical_text(scheme_statements(scheme))
        known = {scheme.iri: KnownScheme(scheme.id, {})}
        for format_, write in WRITERS.items():
            try:
                data = "".join(write(scheme)).encode()
            except Conflict as conflict:
                if format_ is not RdfFormat.RDFXML or not re.search(r"U\+00[01]|U\+FFF[EF]", str(conflict)):
                    raise
                continue
            (again,) = read_skos(
                read_statements(io.BytesIO(data), "x", format_, limit=1 << 20), "x", known=known
            ).schemes
            assert canonical_text(scheme_statements(again)) == text
            assert again == scheme


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(FILES)
def test_each_statement_of_any_file_is_in_one_of_its_schemes(stated: list[Statement]) -> None:
    stated = [row for row in stated if row.predicate != terms.MEMBER_LIST and "x" not in row.subject[:6]]
    found = read_skos([*TYPED, *stated], "x.nt")
    written = {(row.predicate, row.object) for scheme in found.schemes for row in scheme_statements(scheme)}
    for row in stated:
        is_plain = not row.object.language if isinstance(row.object, Literal) else not is_blank(row.object)
        assert not is_plain or (row.predicate, row.object) in written


@given(st.integers(0, 1_000))
def test_a_relabelled_file_gives_the_same_scheme_and_text(rich: ConceptScheme, seed: int) -> None:
    statements = list(scheme_statements(rich))
    rng = random.Random(seed)
    names = {name: f"_:n{rng.random()}" for name in blank_node_names(statements)}
    rng.shuffle(statements)
    assert read_skos([renamed(row, names) for row in statements], "rich.ttl").schemes == (rich,)


def test_subjects_follow_one_another_but_for_label_nodes(rich: ConceptScheme) -> None:
    runs = [subject for subject, _ in groupby(scheme_statements(rich), key=lambda row: row.subject)]
    twice = {subject for subject in runs if runs.count(subject) > 1}
    assert twice == {str(label.resource) for concept in rich.concepts.values() for label in concept.labels} & twice
    assert runs[0] == rich.iri


def test_one_concept_is_written_with_its_label_nodes(rich: ConceptScheme) -> None:
    concept = rich.concepts["b"]  # type: ignore[index]
    subjects = [row.subject for row in concept_statements(concept)]
    assert subjects[0] == concept.iri
    assert "http://example.org/v/b-label" in subjects
