import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy_service.domain import forms
from taxonomy_service.domain.forms import (
    FormFault,
    comparison_key,
    folds_alone,
    form_fault,
    has_invisible,
    variant_key,
)
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
        ("ja", "葛\U000e0100", "葛"),
        ("ar", "ﺣﺬﺍء", "حذاء"),
        ("he", "ג׳ירפה", "ג'ירפה"),
        ("he", "נעל־ספורט", "נעל-ספורט"),
        ("hi", "\u095b\u0930\u093e", "ज\u093cरा"),
        ("pl", "BUTÓW DO BIEGANIA", "butów do biegania"),
        ("ru", "ОБУВЬ", "обувь"),
        ("el", "ΣΊΣΥΦΟΣ", "σίσυφος"),
        ("zh", "Ｎ９５口罩", "N95口罩"),
        ("ko", "\u110b\u116e\u11ab동화", "운동화"),
        ("de", "Türschloß", "TÜRSCHLOSS"),
        ("tr", "I\u0307ZMI\u0307R", "izmir"),
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
        ("hi", "ज़रा", "जरा"),
        ("ja", "ハハ", "ババ"),
        ("de", "schon", "schön"),
        ("ar", "أحذية", "احذية"),
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
        ("da", "ǽ Ǿre", "ae ore"),
        ("el", "ΠΑΠΟΥΤΣΙ", "παπούτσι"),
        ("tr", "kosu ayakkabisi", "KOŞU AYAKKABISI"),
        ("de", "Fußball-Schuh", "Fussballschuh"),
    ],
)
def test_spellings_that_are_let_pass_have_one_variant_key(language: str, one: str, other: str) -> None:
    assert variant(one, language) == variant(other, language)


@pytest.mark.parametrize(
    ("language", "one", "other"), [("hi", "कि", "की"), ("hi", "ज़रा", "जरा"), ("ja", "は", "ぱ"), ("th", "ที่", "ที")]
)
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
        (f"a{chr(0xD800)}", FormFault.BROKEN_TEXT),
        ("ـ", FormFault.EMPTY),
        ("\u064b\u0651", FormFault.EMPTY),
        ("\ufe70", FormFault.EMPTY),
        ("\u3164 \uffa0", FormFault.EMPTY),
        ("\U000e0041", FormFault.EMPTY),
        ("\u202e", FormFault.CONTROL_CHARACTER),
        ("running\x1fshoe", FormFault.CONTROL_CHARACTER),
        (" " * 1001, FormFault.TOO_LONG),
        ("x" * 1000, None),
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
    assert variant_key(variant_key(made, language), language) == variant_key(made, language)


@given(ANY_TEXT, LANGUAGES)
def test_a_form_is_empty_just_where_its_key_is(form: str, language: LanguageTag) -> None:
    fault = form_fault(form)
    if fault in {None, FormFault.EMPTY}:
        assert (comparison_key(form, language) == "") == (fault is FormFault.EMPTY)


def test_letters_that_are_said_to_fold_alone_do() -> None:
    """A key made the short way is then that of the long way, in which each of the other steps changes nothing."""
    letters = [char for char in map(chr, range(0x20, 0x11000)) if forms._FOLDING_ALONE.fullmatch(char)]
    assert len(letters) > 40_000
    assert [char for char in letters if not folds_alone(char)] == []


@given(st.from_regex(forms._FOLDING_ALONE, fullmatch=True), LANGUAGES)
def test_a_key_is_the_same_the_short_way_and_the_long(form: str, language: LanguageTag) -> None:
    short = comparison_key(form, language)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(forms, "_FOLDING_ALONE", re.compile("(?!)"))
        assert comparison_key(form, language) == short


def test_no_single_character_breaks_the_laws_of_keys() -> None:
    language = LanguageTag("de")
    for form in map(chr, (*range(0x3000), *range(0xA640, 0xAC00), *range(0xD7B0, 0x10000), *range(0xE0000, 0xE0200))):
        made = comparison_key(form, language)
        assert comparison_key(made, language) == made
        assert made or form_fault(form) in {FormFault.EMPTY, FormFault.CONTROL_CHARACTER}, ascii(form)
        assert form_fault(form) is not FormFault.EMPTY or not made, ascii(form)


def _keeps_its_case(char: str) -> bool:
    """Leave out the dotless i, whose capital is I, and the iota subscript, whose capital moves the marks after it."""
    return char != "ı" and "\u0345" not in unicodedata.normalize("NFD", char)


CASED_TEXT = st.text(st.characters(categories=["Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Zs"]).filter(_keeps_its_case))


@given(CASED_TEXT)
def test_all_cases_of_a_text_have_one_key(form: str) -> None:
    assert len({key(cased, "en") for cased in (form, form.upper(), form.lower(), form.title(), form.swapcase())}) == 1


@given(st.text("abcçdefgğhıijklmnoöprsştuüvyz "))
def test_the_turkish_cases_of_a_text_have_one_key(form: str) -> None:
    upper = form.replace("i", "İ").replace("ı", "I").upper()
    assert key(upper, "tr") == key(form, "tr") == " ".join(form.split())


@given(
    st.lists(
        st.text(st.sampled_from("aא |\u05b8\u0640\u00ad\u3164\ufffd\ufe76\t\n\u202e"), max_size=3),
        min_size=1,
        max_size=4,
    )
)
def test_what_is_surely_usable_has_no_fault_in_any_form(many: list[str]) -> None:
    if forms.surely_usable(many):
        assert not any(map(form_fault, many))


@pytest.mark.parametrize(
    "form", ["", " ", "\u05b8", "\u0640\u0640", "\u3164", "\ufffd", "a\ufffdb", "a\u202eb", "x" * 1001]
)
def test_no_form_with_a_fault_is_surely_usable_among_others(form: str) -> None:
    assert forms.surely_usable(["Laufschuh", "נעל ריצה", "ランニングシューズ"])
    assert not forms.surely_usable(["Laufschuh", form, "ランニングシューズ"])
    assert not forms.surely_usable([form])
