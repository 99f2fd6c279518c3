import pytest

from taxonomy_service.services.locales import locale_languages


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
