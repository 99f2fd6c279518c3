import pytest

from taxonomy_service.domain.findings import Severity
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.services.catalogues import translator
from taxonomy_service.services.integrity_words import SEVERITIES, WORDS, counted, told_words


@pytest.mark.parametrize(("language", "findings"), [("de", "Befunde"), ("es", "hallazgos"), ("fr", "constats")])
def test_the_words_are_those_of_the_reader(language: str, findings: str) -> None:
    told = told_words(translator(LanguageTag(language)))
    assert told.keys() == WORDS.keys()
    assert told["findings"] == findings


def test_each_severity_has_a_word_and_is_counted_under_it() -> None:
    assert set(SEVERITIES) == set(Severity)
    assert {str(counted(severity, "1,234")) for severity in Severity} == {
        "errors: 1,234",
        "warnings: 1,234",
        "info: 1,234",
    }
