"""What a release states of the settings of its scheme: as much of them as changes an answer.

No vocabulary has words for the languages that labels fall back to, in order, nor for those that a scheme must have; so
both are statements about the scheme in our namespace. Where nothing is set nothing is stated.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import msgspec

from taxonomy_service.domain import terms
from taxonomy_service.domain.errors import InvalidLanguageTag
from taxonomy_service.domain.languages import LanguageTag, parse_language_tag
from taxonomy_service.domain.scheme_settings import SchemeSettings
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.domain.statements import Literal, Property
from taxonomy_service.domain.stating import properties_in_order

MOST_LANGUAGES = 200
"""Languages that are read of what a file states."""
_STATING = frozenset({terms.FALLBACK_LANGUAGES, terms.REQUIRED_LANGUAGE})


class StatedLanguages(NamedTuple):
    """The languages a scheme must have, in code point order, and those that its labels fall back to, best first."""

    required_languages: tuple[LanguageTag, ...] = ()
    fallbacks: tuple[LanguageTag, ...] = ()


def languages_to_state(settings: SchemeSettings) -> StatedLanguages:
    """Return what a release states of settings."""
    return StatedLanguages(tuple(sorted(set(settings.required_languages))), settings.fallbacks)


def stating_languages(scheme: ConceptScheme, settings: SchemeSettings) -> ConceptScheme:
    """Return the scheme as a release states it: with its settings, in place of what it stated of them."""
    stated = languages_to_state(settings)
    bare = without_languages(scheme)
    if stated == StatedLanguages():
        return bare
    return replace(bare, properties=properties_in_order([*bare.properties, *_properties(stated)]))


def _properties(stated: StatedLanguages) -> Iterator[Property]:
    for language in stated.required_languages:
        yield Property(terms.REQUIRED_LANGUAGE, Literal(language))
    if stated.fallbacks:
        yield Property(terms.FALLBACK_LANGUAGES, Literal(" ".join(stated.fallbacks)))


def without_languages(scheme: ConceptScheme) -> ConceptScheme:
    """Return the scheme without what it states of its settings: as the draft has it."""
    kept = tuple(own for own in scheme.properties if own.predicate not in _STATING)
    return scheme if len(kept) == len(scheme.properties) else replace(scheme, properties=kept)


def stated_languages(scheme: ConceptScheme) -> StatedLanguages | None:
    """Return the settings that a scheme states, None where it states none; a tag that is none is passed over."""
    if not any(own.predicate in _STATING for own in scheme.properties):
        return None
    required, fallbacks = (
        _languages(scheme, predicate) for predicate in (terms.REQUIRED_LANGUAGE, terms.FALLBACK_LANGUAGES)
    )
    return StatedLanguages(tuple(sorted(required)), fallbacks)


def with_stated(settings: SchemeSettings, stated: StatedLanguages | None) -> SchemeSettings:
    """Return settings with what a file states in place of their own; those of a file that states none stay."""
    if stated is None or stated == languages_to_state(settings):
        return settings
    return msgspec.structs.replace(settings, **stated._asdict())


def _languages(scheme: ConceptScheme, predicate: str) -> tuple[LanguageTag, ...]:
    """Return the languages of one kind that are stated, in the order stated, each once."""
    nodes = (own.object for own in scheme.properties if own.predicate == predicate)
    texts = [node.value for node in nodes if isinstance(node, Literal)]
    found: dict[LanguageTag, None] = {}
    for tag in " ".join(texts).split()[:MOST_LANGUAGES]:
        try:
            found[parse_language_tag(tag)] = None
        except InvalidLanguageTag:
            continue
    return tuple(found)
