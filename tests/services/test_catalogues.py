from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.services.catalogues import LOCALES, reader_language, reader_languages, translator


def test_a_sentence_without_a_translation_stays_english() -> None:
    assert translator(LanguageTag("xx"))("no such sentence") == "no such sentence"
    assert translator(LanguageTag("en"))("a sentence") == "a sentence"


def test_a_reader_without_a_catalogue_reads_english() -> None:
    assert reader_languages()[0] == "en"
    assert reader_language([LanguageTag("xx"), LanguageTag("en-GB")]) == "en"
    assert reader_language([]) == "en"


def _sentences() -> set[str]:
    """Every sentence that the package can tell, as `make messages` extracts them."""
    package = LOCALES.parent
    found = extract_from_dir(package, method_map=[("**.py", "python")], keywords={"message": None})
    return {str(sentence) for _, _, sentence, _, _ in found}


def _catalogue(language: str) -> Catalog:
    with (LOCALES / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def _places(sentence: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


@pytest.mark.parametrize("language", ["de", "es", "fr"])
def test_every_sentence_is_translated_and_keeps_its_places(language: str) -> None:
    entries = {str(entry.id): entry for entry in _catalogue(language) if entry.id}
    assert sorted(_sentences() ^ entries.keys()) == [], "run `make messages`, then translate what is new"
    assert sorted(text for text, entry in entries.items() if not entry.string or entry.fuzzy) == [], "not translated"
    wrong = [text for text, entry in entries.items() if _places(text) != _places(str(entry.string))]
    assert wrong == [], "a translation has other places than its sentence"


def test_the_languages_of_the_catalogues_are_those_a_reader_may_ask_for() -> None:
    assert reader_languages() == ("en", "de", "es", "fr")
    assert reader_language([LanguageTag("de-AT"), LanguageTag("fr")]) == "de"
