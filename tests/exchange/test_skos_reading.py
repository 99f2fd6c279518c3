from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy_service.domain.findings import ImportCode
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.statements import Literal
from taxonomy_service.exchange.rdf import RdfFormat
from taxonomy_service.exchange.skos_reader import SkosFile
from taxonomy_service.exchange.skos_reading import Reading, is_iri

Read = Callable[..., SkosFile]
SCHEME = "<http://x/s> a skos:ConceptScheme . :c a skos:Concept ; skos:inScheme <http://x/s> ; "


@pytest.mark.parametrize(
    ("text", "expected"), [("http://x/靴", True), ("urn:a", True), ("a/b", False), ("http://x/a b", False), ("", False)]
)
def test_an_iri_is_absolute_and_without_forbidden_characters(text: str, expected: bool) -> None:
    assert is_iri(text) is expected


@pytest.mark.parametrize(
    ("raw", "read_as"), [("en_US", "en-US"), ("PT_br", "pt-BR"), ("zh Hans", "zh-Hans"), ("1x", "x-1x"), (" ", "und")]
)
def test_a_tag_that_only_some_syntaxes_let_pass_is_mended_and_reported(
    read: Read, canonical: Callable[..., str], raw: str, read_as: str
) -> None:
    text = f"""{{"@id": "http://x/c", "@type": "http://www.w3.org/2004/02/skos/core#Concept",
      "http://www.w3.org/2004/02/skos/core#prefLabel": {{"@value": "靴", "@language": "{raw}"}}}}"""
    found = read(text.encode(), RdfFormat.JSONLD)
    (concept,) = found.schemes[0].concepts.values()
    assert [(label.form, label.language) for label in concept.labels] == [("靴", read_as)]
    (finding,) = [finding for finding in found.findings if finding.code is ImportCode.INVALID_LANGUAGE_TAG]
    assert f"read as {read_as}" in finding.message
    assert finding.severity == "error"
    (again,) = read(canonical(found.schemes[0]).encode()).schemes
    assert again.concepts == found.schemes[0].concepts


@pytest.mark.parametrize("raw", ["Deutschlandia", "a b", "x", "en-", "q'\\\"<", "日本語", "e" * 200])
def test_no_tag_whatsoever_spoils_an_export(read: Read, canonical: Callable[..., str], raw: str) -> None:
    skos = "http://www.w3.org/2004/02/skos/core#"
    text = (
        f'{{"@id": "http://x/c", "@type": "{skos}Concept", "{skos}prefLabel": {{"@value": "靴", "@language": "{raw}"}},'
        f'"{skos}note": {{"@value": "n", "@language": "{raw}"}}, "urn:own": {{"@value": "o", "@language": "{raw}"}}}}'
    )
    found = read(text.encode(), RdfFormat.JSONLD)
    assert ImportCode.INVALID_LANGUAGE_TAG in {finding.code for finding in found.findings}
    again = read(canonical(found.schemes[0]).encode())
    assert canonical(again.schemes[0]) == canonical(found.schemes[0])
    assert again.schemes[0].concepts == found.schemes[0].concepts


@given(
    st.lists(
        st.sampled_from(
            ["en", "EN-gb", "pt-br", "zh-hant-TW", "iw", "i-klingon", "sgn-be-fr", "zh-cmn", "a-b", "de_DE"]
        )
    )
)
def test_canonical_tags_are_their_own_canonical_form(raw_tags: list[str]) -> None:
    reading, again = Reading(10), Reading(10)
    for raw in raw_tags:
        literal = Literal("x", LanguageTag(raw))
        once = reading.canonical("urn:a", "urn:b", literal)
        assert again.canonical("urn:a", "urn:b", once) == once
