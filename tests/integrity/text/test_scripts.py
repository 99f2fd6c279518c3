import pytest

from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.integrity.text.scripts import (
    foreign_words,
    script_of_letter,
    scripts_in,
    scripts_of_language,
    words_of,
)


@pytest.mark.parametrize(
    ("text", "scripts"),
    [
        ("Laufschuh", {"Latn"}),
        ("кроссовки", {"Cyrl"}),
        ("ランニングシューズ靴", {"Kana", "Hani"}),
        ("ﾗﾝﾆﾝｸﾞ Ｔシャツ", {"Kana", "Latn"}),
        ("운동화", {"Hang"}),
        ("दौड़ने के जूते", {"Deva"}),
        ("حذاء ١٢", {"Arab"}),
        ("נעל", {"Hebr"}),
        ("12 µ ½ №", set()),
    ],
)
def test_scripts_are_told_from_letters_alone(text: str, scripts: set[str]) -> None:
    assert scripts_in(text) == scripts


def test_marks_and_shared_signs_belong_to_no_script_but_their_own() -> None:
    assert script_of_letter("\u0301") == ""
    assert script_of_letter("\u094d") == "Deva"
    assert script_of_letter("々") == ""


@pytest.mark.parametrize(
    ("tag", "scripts"),
    [
        ("de", {"Latn"}),
        ("sr", {"Cyrl", "Latn"}),
        ("sr-Latn", {"Latn"}),
        ("ja-Latn", {"Latn"}),
        ("zh-TW", {"Hani", "Bopo"}),
        ("ur", {"Arab"}),
        ("uz-Arab", {"Arab"}),
        ("ku", {"Latn", "Arab", "Cyrl"}),
        ("und", set()),
        ("x-shop", set()),
        ("", set()),
        ("deutsch-deutschland", set()),
    ],
)
def test_a_language_may_have_several_scripts_unless_its_tag_says_which(tag: str, scripts: set[str]) -> None:
    assert scripts_of_language(LanguageTag(tag)) == scripts


@pytest.mark.parametrize(
    ("form", "tag", "words"),
    [
        ("Кроссовки", "de", ("Кроссовки",)),
        ("Laufschuh 靴", "de", ("靴",)),
        ("β-Carotin", "de", ()),
        ("Ελλάδα", "de", ("Ελλάδα",)),
        ("Кабель USB-C", "ru", ()),
        ("PlayStation", "ja", ()),
        ("weed trimmer/", "zh-CN", ("weed", "trimmer")),
        ("ابزار", "he", ("ابزار",)),
        ("patika", "sr", ()),
        ("Schuh", "und", ()),
        ("Handсreme", "de", ()),  # a look-alike letter, which is another fault
        ("靴Schuh", "de", ("靴Schuh",)),
    ],
)
def test_words_in_a_script_of_another_language_are_foreign_but_brands_and_units_are_not(
    form: str, tag: str, words: tuple[str, ...]
) -> None:
    assert foreign_words(form, LanguageTag(tag)) == words


def test_words_are_runs_of_letters() -> None:
    assert words_of("3D-Drucker (grün)_neu") == ["D", "Drucker", "grün", "neu"]
