from dataclasses import replace

import pytest

from taxonomy_service.domain import terms
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.scheme_settings import SchemeSettings
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId
from taxonomy_service.domain.stated_languages import (
    MOST_LANGUAGES,
    StatedLanguages,
    stated_languages,
    stating_languages,
    without_languages,
)
from taxonomy_service.domain.statements import Iri, Literal, Property

DE, FR, PT, ES = map(LanguageTag, ("de", "fr", "pt-BR", "es"))
LICENSE = Property(terms.DCT + "license", "urn:cc0")
SCHEME = ConceptScheme(SchemeId("s"), Iri("urn:s"), properties=(LICENSE,))


def test_fallbacks_keep_their_order_and_required_languages_have_none() -> None:
    stating = stating_languages(SCHEME, SchemeSettings(required_languages=(FR, DE), fallbacks=(PT, ES)))
    assert stated_languages(stating) == StatedLanguages((DE, FR), (PT, ES))
    assert stating.properties == (
        LICENSE,
        Property(terms.FALLBACK_LANGUAGES, Literal("pt-BR es")),
        Property(terms.REQUIRED_LANGUAGE, Literal("de")),
        Property(terms.REQUIRED_LANGUAGE, Literal("fr")),
    )
    assert without_languages(stating) == SCHEME


def test_settings_take_the_place_of_what_was_stated_and_where_nothing_is_set_nothing_is_stated() -> None:
    before = stating_languages(SCHEME, SchemeSettings(fallbacks=(ES,)))
    assert stated_languages(stating_languages(before, SchemeSettings(fallbacks=(PT,)))) == StatedLanguages((), (PT,))
    assert stating_languages(before, SchemeSettings()) == SCHEME
    assert stated_languages(SCHEME) is None


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("ES  pt-br", (ES, PT)),
        ("es not_a_tag es", (ES,)),
        ("", ()),
        (" ".join(["es"] * MOST_LANGUAGES + ["fr"]), (ES,)),
    ],
)
def test_what_a_file_states_is_read_as_far_as_it_is_language_tags(text: str, read: tuple[LanguageTag, ...]) -> None:
    stating = replace(SCHEME, properties=(Property(terms.FALLBACK_LANGUAGES, Literal(text)),))
    assert stated_languages(stating) == StatedLanguages((), read)
