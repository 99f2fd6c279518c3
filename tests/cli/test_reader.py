import pytest

from taxonomy_service.cli.reader import locale_languages, told_in, wanted_languages
from taxonomy_service.domain.errors import InvalidLanguageTag


@pytest.mark.parametrize(
    ("environment", "languages"),
    [
        ({}, []),
        ({"LANG": ""}, []),
        ({"LANG": "de_AT.UTF-8@euro"}, ["de-AT"]),
        ({"LANG": "pl_PL.UTF-8", "LC_MESSAGES": "fr"}, ["fr"]),
        ({"LANG": "pl_PL.UTF-8", "LC_MESSAGES": "fr", "LC_ALL": "es_MX"}, ["es-MX"]),
        ({"LANG": "pl_PL.UTF-8", "LC_ALL": "", "LC_MESSAGES": ""}, ["pl-PL"]),
        ({"LANG": "pl_PL.UTF-8", "LANGUAGE": "pt_BR:C:de"}, ["pt-BR", "en", "de"]),
        ({"LANG": "de", "LANGUAGE": ":zh_Hant_TW::no such"}, ["zh-Hant-TW"]),
        ({"LC_ALL": "C", "LANG": "de_DE", "LANGUAGE": "de"}, []),
        ({"LC_ALL": "C.UTF-8", "LANGUAGE": "de"}, []),
        ({"LANG": "POSIX", "LANGUAGE": "fr"}, []),
    ],
)
def test_the_languages_of_a_locale_are_those_gettext_finds(environment: dict[str, str], languages: list[str]) -> None:
    assert list(locale_languages(environment)) == languages


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
    with pytest.raises(InvalidLanguageTag):
        wanted_languages("no language")
