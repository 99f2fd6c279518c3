import pyoxigraph
from hypothesis import given
from hypothesis import strategies as st

from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.statements import Literal, Statement
from taxonomy_service.exchange.ntriples import canonical_text, line, term


@given(st.text(st.characters(codec="utf-8")), st.sampled_from(["", "ar", "hi"]))
def test_every_text_is_read_back_by_another_parser(value: str, language: str) -> None:
    written = line(Statement("urn:a", "urn:b", Literal(value, LanguageTag(language))))
    (quad,) = pyoxigraph.parse(written, format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert isinstance(quad.object, pyoxigraph.Literal)
    assert (quad.object.value, quad.object.language or "") == (value, language)


def test_terms_are_escaped_as_the_canonical_form_asks() -> None:
    assert term(Literal('a"\\\n\t\x00\x7f é', LanguageTag("pt-BR"))) == '"a\\"\\\\\\n\\t\\u0000\\u007F é"@pt-BR'
    assert term(Literal("1", LanguageTag(""), "urn:int")) == '"1"^^<urn:int>'
    assert term("http://x/a b<") == "<http://x/a\\u0020b\\u003C>"
    assert term("_:c0") == "_:c0"


def test_lines_are_sorted_and_stand_once() -> None:
    rows = [
        Statement("urn:b", "urn:p", "urn:c"),
        Statement("urn:a", "urn:p", "urn:c"),
        Statement("urn:b", "urn:p", "urn:c"),
    ]
    assert canonical_text(rows) == "<urn:a> <urn:p> <urn:c> .\n<urn:b> <urn:p> <urn:c> .\n"
    assert canonical_text([]) == ""
