"""The message catalogues: sentences in the reader's language (gettext PO files in `taxonomy_service/locale`)."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from taxonomy_service.domain.languages import LanguageTag, lookup_chain
from taxonomy_service.domain.messages import Reader
from taxonomy_service.domain.readers import reader_of

LOCALES = Path(__file__).parents[1] / "locale"
SOURCE_LANGUAGE = LanguageTag("en")


@lru_cache(maxsize=1)
def reader_languages() -> tuple[LanguageTag, ...]:
    """Return the languages in which messages can be told, English first."""
    return (SOURCE_LANGUAGE, *sorted(LanguageTag(path.stem) for path in LOCALES.glob("*.po")))


def reader_language(wanted: Iterable[LanguageTag]) -> LanguageTag:
    """Return the first of the wanted languages, down its lookup chain (RFC 4647 §3.4), that has a catalogue."""
    known = reader_languages()
    return next((tag for one in wanted for tag in lookup_chain(one) if tag in known), SOURCE_LANGUAGE)


@lru_cache(maxsize=16)
def translator(language: LanguageTag) -> Reader:
    """Return who is told in a language, for `domain.messages.tell`; what has no translation stays English."""
    sentences = _sentences(language)
    return reader_of(language, lambda text: sentences.get(text, text))


def _sentences(language: LanguageTag) -> dict[str, str]:
    path = LOCALES / f"{language}.po"
    if language == SOURCE_LANGUAGE or language not in reader_languages():
        return {}
    from babel.messages.pofile import read_po  # noqa: PLC0415  0.1 s that only a translation should cost

    with path.open("rb") as file:
        catalogue = read_po(file, locale=str(language))
    return {str(entry.id): str(entry.string) for entry in catalogue if entry.id and entry.string and not entry.fuzzy}
