import io
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy_service.domain.languages import UNTAGGED, LanguageTag
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.domain.statements import Literal, Statement
from taxonomy_service.exchange.ntriples import canonical_text, iri_term, line, literal_text, term
from taxonomy_service.exchange.rdf import RdfFormat, read_statements

A, P, B = "https://example.org/a", "https://example.org/p", "https://example.org/b"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("跑鞋", '"跑鞋"'),
        ("حذاء الجري", '"حذاء الجري"'),
        ('say "ab"', '"say \\"ab\\""'),
        ("a\\b", '"a\\\\b"'),
        ("\b\t\n\f\r", '"\\b\\t\\n\\f\\r"'),
        ("\x00\x0b\x1f\x7f", '"\\u0000\\u000B\\u001F\\u007F"'),
        ("\ufffe\uffff", '"\\uFFFE\\uFFFF"'),
        ("\x85\u2028\u00a0👟", '"\x85\u2028\u00a0👟"'),
        ("", '""'),
    ],
)
def test_texts_are_escaped_as_the_canonical_form_asks(value: str, text: str) -> None:
    assert literal_text(value) == text


def test_terms_of_every_kind() -> None:
    assert term(A) == f"<{A}>"
    assert term("_:b0") == "_:b0"
    assert term(Literal("нос", LanguageTag("ru"))) == '"нос"@ru'
    assert term(Literal("3", datatype="https://example.org/count")) == '"3"^^<https://example.org/count>'
    assert term(Literal("3")) == '"3"'


def test_characters_forbidden_in_iris_are_escaped() -> None:
    assert iri_term("http://example.org/a b<c>\n靴") == "<http://example.org/a\\u0020b\\u003Cc\\u003E\\u000A靴>"


def test_a_statement_is_a_line() -> None:
    assert line(Statement(A, P, Literal("a\nb"))) == f'<{A}> <{P}> "a\\nb" .'


def test_lines_are_sorted_by_code_point_and_each_stands_once() -> None:
    statements = [Statement(A, P, Literal(text)) for text in ("ü", "z", "Z", "跑", "z")]
    assert canonical_text(statements) == "".join(f'<{A}> <{P}> "{text}" .\n' for text in ("Z", "z", "ü", "跑"))


def test_nothing_gives_an_empty_text() -> None:
    assert canonical_text([]) == ""


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
iris = texts.map(lambda text: f"https://example.org/{text}")
tags = st.sampled_from(["en", "pt-BR", "zh-Hans", "ar"]).map(LanguageTag)
literals = st.one_of(
    texts.map(Literal),
    st.tuples(texts, tags).map(lambda pair: Literal(*pair)),
    st.tuples(texts, iris).map(lambda pair: Literal(pair[0], UNTAGGED, pair[1])),
)


@given(st.lists(st.builds(Statement, iris, iris, iris | literals), min_size=1))
def test_any_statements_are_read_back_as_they_were(statements: list[Statement]) -> None:
    read = list(
        read_statements(io.BytesIO(canonical_text(statements).encode()), "x", RdfFormat.NTRIPLES, limit=1 << 40)
    )
    canonical = [
        row._replace(object=row.object._replace(language=LanguageTag(row.object.language.lower())))
        if isinstance(row.object, Literal)
        else row
        for row in statements
    ]
    assert set(read) == set(canonical)
    assert len(read) == len(set(statements))


@given(st.builds(Statement, st.just(A), st.just(P), literals))
def test_a_strict_parser_reads_the_lines(statement: Statement) -> None:
    if isinstance(statement.object, Literal) and statement.object.datatype:
        statement = statement._replace(object=statement.object._replace(datatype=B))
    quads = list(ox.parse(line(statement), format=ox.RdfFormat.N_TRIPLES))
    assert [quad.object.value for quad in quads if isinstance(quad.object, ox.Literal)] == [statement.object[0]]


def test_the_canonical_text_is_its_own_canonical_text() -> None:
    text = canonical_text([Statement(A, P, Literal('\x01"\\\n\u2028', LanguageTag("ja"))), Statement("_:c0", P, B)])
    again = canonical_text(read_statements(io.BytesIO(text.encode()), "a.nt", RdfFormat.NTRIPLES, limit=10_000))
    assert again.count("\n") == 2
    assert '"\\u0001\\"\\\\\\n\u2028"@ja' in again
    assert again == text


def test_the_golden_file(rich: ConceptScheme, canonical: Callable[[ConceptScheme], str]) -> None:
    golden = Path(__file__).parents[1] / "data" / "skos" / "golden" / "vocabulary.nt"
    assert canonical(rich) == golden.read_text(encoding="utf-8")
