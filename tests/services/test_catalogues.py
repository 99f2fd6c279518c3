from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.services.catalogues import reader_language, reader_languages, translator


def test_a_sentence_without_a_translation_stays_english() -> None:
    assert translator(LanguageTag("xx"))("no such sentence") == "no such sentence"
    assert translator(LanguageTag("en"))("a sentence") == "a sentence"


def test_a_reader_without_a_catalogue_reads_english() -> None:
    assert reader_languages()[0] == "en"
    assert reader_language([LanguageTag("xx"), LanguageTag("en-GB")]) == "en"
    assert reader_language([]) == "en"
