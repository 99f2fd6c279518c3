import pytest

from taxonomy_service.cli.reader import told_in, wanted_languages
from taxonomy_service.domain.errors import TaxonomyError


@pytest.mark.parametrize(("locale", "language"), [("de_CH.UTF-8", "de"), ("es", "es"), ("fr_CA", "fr"), ("tlh", "en")])
def test_people_are_told_in_their_locale_and_programs_in_english(
    monkeypatch: pytest.MonkeyPatch, locale: str, language: str
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    assert told_in(None) == language
    assert told_in(None, machine=True) == "en"
    assert told_in("fr-BE") == told_in("fr-BE", machine=True) == "fr"


def test_a_stated_language_goes_before_the_locale_and_must_be_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "de")
    assert wanted_languages("he") == ["he"]
    with pytest.raises(TaxonomyError):
        wanted_languages("no language")
