"""The languages of a POSIX locale: those that whoever runs a command or a job reads."""

from collections.abc import Iterator, Mapping
from contextlib import suppress

from taxonomy_service.domain.errors import InvalidLanguageTag
from taxonomy_service.domain.languages import LanguageTag, parse_language_tag
from taxonomy_service.services.catalogues import SOURCE_LANGUAGE


def locale_languages(environment: Mapping[str, str]) -> Iterator[LanguageTag]:
    """Yield the languages of a locale as gettext finds them: LANGUAGE, before LC_ALL, LC_MESSAGES or LANG.

    In the locale C (POSIX) there is no language, whatever LANGUAGE says.

    >>> list(locale_languages({"LANG": "de_AT.UTF-8", "LANGUAGE": "fr_CA:es"})), list(locale_languages({"LANG": "C"}))
    (['fr-CA', 'es'], [])
    """
    locale = next(filter(None, map(environment.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    if _tag(locale) in {"C", "POSIX"}:
        return
    for name in (environment.get("LANGUAGE") or locale).split(":"):
        if _tag(name) in {"C", "POSIX"}:
            yield SOURCE_LANGUAGE
        with suppress(InvalidLanguageTag):
            yield parse_language_tag(_tag(name))


def _tag(locale: str) -> str:
    """Return a locale's name (`de_AT.UTF-8@euro`) without its encoding and variant, as a tag is written."""
    return locale.partition("@")[0].partition(".")[0].replace("_", "-")
