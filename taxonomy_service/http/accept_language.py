"""The languages that a request likes."""

from collections.abc import Iterator
from contextlib import suppress

from taxonomy_service.domain.errors import InvalidLanguageTag
from taxonomy_service.domain.languages import LanguageTag, parse_language_tag
from taxonomy_service.services.catalogues import reader_language

_MOST = 20
"""Languages that are looked at."""


def liked_languages(accept_language: str | None) -> Iterator[LanguageTag]:
    """Yield the languages of an Accept-Language header, best first (RFC 9110 §12.5.4), those that are tags."""
    for part in sorted((accept_language or "").split(",")[:_MOST], key=_quality, reverse=True):
        tag = part.partition(";")[0].strip()
        with suppress(InvalidLanguageTag):
            if tag and tag != "*" and _quality(part) > 0:
                yield parse_language_tag(tag)


def told_in(accept_language: str | None) -> LanguageTag:
    """Return the language in which sentences are told: one that there is a catalogue for, by default English."""
    return reader_language(liked_languages(accept_language))


def _quality(part: str) -> float:
    _, _, quality = part.partition(";q=")
    try:
        return float(quality.strip()) if quality.strip() else 1.0
    except ValueError:
        return 0.0
