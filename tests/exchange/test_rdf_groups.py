from collections.abc import Iterator
from itertools import pairwise

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy_service.domain.errors import UnreadableFile
from taxonomy_service.domain.languages import UNTAGGED, LanguageTag
from taxonomy_service.domain.statements import Literal, Node, TaggedTexts
from taxonomy_service.exchange.rdf_groups import groups_of


def _parsed(statements: str) -> list[ox.Quad]:
    return list(ox.parse(input=statements, format=ox.RdfFormat.TURTLE, lenient=True))


INTEGER = ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")
ODD = _parsed(r"<http://x/a\u003E\u0020\u0022b> <@id> <> .")
IRIS = st.sampled_from([ox.NamedNode("urn:a"), ox.NamedNode("urn:靴"), ODD[0].subject, ODD[0].object])
BLANKS = st.sampled_from(["b0", "b1"]).map(ox.BlankNode)
TEXTS = st.text('aש靴ि"\\\n >|', max_size=4)
TAGGED = st.builds(lambda text, tag: ox.Literal(text, language=tag), TEXTS, st.sampled_from(["en", "he", "zh-hant"]))
LITERALS = TAGGED | TEXTS.map(ox.Literal) | TEXTS.map(lambda text: ox.Literal(text, datatype=INTEGER))
PREDICATES = st.sampled_from([ox.NamedNode("urn:p"), ox.NamedNode("urn:q"), ODD[0].predicate])
QUADS = st.lists(st.builds(ox.Quad, IRIS | BLANKS, PREDICATES, TAGGED | LITERALS | IRIS | BLANKS), max_size=30)


def _node(node: object) -> Node:
    if isinstance(node, ox.BlankNode):
        return f"_:{node.value}"
    if isinstance(node, ox.NamedNode):
        return node.value
    assert isinstance(node, ox.Literal)
    if node.language:
        return Literal(node.value, LanguageTag(node.language))
    return Literal(node.value, UNTAGGED, node.datatype.value if node.datatype == INTEGER else "")


def _flat(quads: list[ox.Quad]) -> Iterator[tuple[str, str, Node]]:
    for subject, predicate, objects in groups_of(quads, "x.ttl"):
        for node in objects:
            yield subject, predicate, node


@given(QUADS)
def test_groups_hold_every_statement_once_and_in_order(quads: list[ox.Quad]) -> None:
    expected = [(_node(quad.subject), quad.predicate.value, _node(quad.object)) for quad in quads]
    assert list(_flat(quads)) == expected


@given(QUADS)
def test_neighbours_do_not_share_both_subject_and_predicate(quads: list[ox.Quad]) -> None:
    places = [(subject, predicate) for subject, predicate, _ in groups_of(quads, "x.ttl")]
    assert all(before != after for before, after in pairwise(places))


def test_texts_with_tags_come_as_columns_and_what_is_mixed_one_by_one() -> None:
    shoe, boot, plain = ox.Literal("नमूना", language="hi"), ox.Literal("Schuh", language="de"), ox.Literal("7")
    subject, labels, mixed = ox.NamedNode("urn:s"), ox.NamedNode("urn:labels"), ox.NamedNode("urn:mixed")
    quads = [ox.Quad(subject, labels, shoe), ox.Quad(subject, labels, boot), ox.Quad(subject, mixed, shoe)]
    columns, others = groups_of([*quads, ox.Quad(subject, mixed, plain)], "x.ttl")
    assert isinstance(columns.objects, TaggedTexts)
    assert (columns.objects.forms, columns.objects.languages) == (["नमूना", "Schuh"], ["hi", "de"])
    assert others.objects == [Literal("नमूना", LanguageTag("hi")), Literal("7")]


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ('<_:x> <urn:p> "" .', "<_:x> is not an IRI"),
        ("<urn:a> <urn:p> <_:x> .", "<_:x> is not an IRI"),
        ('<urn:a> <urn:p> <<( <urn:a> <urn:p> "" )>> .', "triple term"),
    ],
)
def test_what_is_no_plain_rdf_is_refused(statement: str, fault: str) -> None:
    with pytest.raises(UnreadableFile, match=fault):
        list(groups_of(_parsed(statement), "x.ttl"))
