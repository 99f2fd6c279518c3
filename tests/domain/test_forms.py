import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy_service.domain.forms import FormFault, comparison_key, form_fault, has_invisible, variant_key
from taxonomy_service.domain.languages import LanguageTag

ANY_TEXT = st.text(st.characters(), max_size=60)
LANGUAGES = st.sampled_from(["en", "de", "tr", "ar", "he", "ja", "zh", "hi", "el", "pl", "az", ""]).map(LanguageTag)


def key(form: str, language: str) -> str:
    return comparison_key(form, LanguageTag(language))


def variant(form: str, language: str) -> str:
    return variant_key(key(form, language), LanguageTag(language))


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("de", "GROẞE STRAẞE", "große strasse"),
        ("de", "Lauf\u00adschuh", "Laufschuh"),
        ("tr", "IŞIK", "ışık"),
        ("tr", "İZMİR", "izmir"),
        ("az", "QIRMIZI", "qırmızı"),
        ("el", "ΟΔΌΣ", "οδός"),
        ("en", "ＲＵＮＮＩＮＧ　ｓｈｏｅ", "running shoe"),
        ("ja", "ﾗﾝﾆﾝｸﾞ", "ランニング"),
        ("fr", "cafe\u0301", "café"),
        ("fr", "chaussure  d\u2019eau", "chaussure d'eau"),
        ("ar", "حِذَاءٌ", "حذاء"),
        ("ar", "حـــذاء", "حذاء"),
        ("he", "נַעַל", "נעל"),
        ("zh", "\uf914", "\u6a02"),
        ("hi", "जू\u200dता", "जूता"),
        ("fa", "می\u200cروم", "میروم"),
        ("en", " running\t shoe\n", "running shoe"),
        ("en", "\ufeffshoe\u200e", "shoe"),
    ],
)
def test_what_a_reader_calls_the_same_word_has_one_key(language: str, one: str, other: str) -> None:
    assert key(one, language) == key(other, language)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("tr", "ISIK", "isik"),
        ("pl", "łódź", "lodz"),
        ("hi", "काम", "कम"),
        ("hi", "कि", "की"),
        ("ja", "ハハ", "パパ"),
        ("ja", "か", "が"),
        ("es", "año", "ano"),
        ("de", "Masse", "Maße "[:4] + "n"),
        ("th", "ที่", "ที"),
    ],
)
def test_other_words_have_other_keys(language: str, one: str, other: str) -> None:
    assert key(one, language) != key(other, language)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("pl", "but do biegania łódź", "BUT DO BIEGANIA LODZ"),
        ("de", "Schlüssel", "Schluessel"),
        ("en", "running-shoe", "runningshoe"),
        ("en", "T-shirt", "tshirt"),
        ("fr", "chaussure-de-sport", "chaussure de sport"),
        ("ar", "أحذية", "احذيه"),
        ("ru", "ёлка", "елка"),
        ("ja", "スポーツ・シューズ", "スポーツシューズ"),
        ("sv", "skor på", "skor pa"),
    ],
)
def test_spellings_that_are_let_pass_have_one_variant_key(language: str, one: str, other: str) -> None:
    assert variant(one, language) == variant(other, language)


@pytest.mark.parametrize(("language", "one", "other"), [("hi", "कि", "की"), ("ja", "は", "ぱ"), ("th", "ที่", "ที")])
def test_marks_that_make_other_words_stay_in_the_variant_key(language: str, one: str, other: str) -> None:
    assert variant(one, language) != variant(other, language)


def test_the_variant_key_of_separators_alone_is_not_empty() -> None:
    assert variant("---", "en") == "---"


@pytest.mark.parametrize(
    ("form", "fault"),
    [
        ("", FormFault.EMPTY),
        ("  \u3000\n", FormFault.EMPTY),
        ("\u200b\ufeff", FormFault.EMPTY),
        ("x" * 1001, FormFault.TOO_LONG),
        ("a\x00b", FormFault.CONTROL_CHARACTER),
        ("شو\u202eز", FormFault.CONTROL_CHARACTER),
        ("a\u2066b", FormFault.CONTROL_CHARACTER),
        ("a\ud800", FormFault.BROKEN_TEXT),
        ("a\ufffd", FormFault.BROKEN_TEXT),
        ("靴\n", None),
        ("حذاء\u200f", None),
    ],
)
def test_a_form_that_cannot_be_a_label_says_why(form: str, fault: FormFault | None) -> None:
    assert form_fault(form) is fault


def test_invisible_characters_are_seen() -> None:
    assert has_invisible("a\u200bb")
    assert not has_invisible("plain")
    assert not has_invisible("जूता")


@given(ANY_TEXT, LANGUAGES)
def test_a_key_is_its_own_key(form: str, language: LanguageTag) -> None:
    made = comparison_key(form, language)
    assert comparison_key(made, language) == made


@given(ANY_TEXT, LANGUAGES)
def test_the_ways_of_composing_a_text_have_one_key(form: str, language: LanguageTag) -> None:
    assert comparison_key(unicodedata.normalize("NFD", form), language) == comparison_key(
        unicodedata.normalize("NFC", form), language
    )


@given(ANY_TEXT, LANGUAGES)
def test_a_variant_key_is_made_of_any_text(form: str, language: LanguageTag) -> None:
    made = comparison_key(form, language)
    assert bool(variant_key(made, language)) == bool(made)
