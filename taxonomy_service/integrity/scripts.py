"""The scripts in which a form is written (Unicode UAX #24, UTS #39), told from the names of its characters."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from taxonomy_service.domain.languages import LanguageTag, primary_subtag, script_of

LATIN: Final = "Latn"
_BY_FIRST_WORD: Final = {
    # fmt: off
    "LATIN": "Latn", "CYRILLIC": "Cyrl", "GREEK": "Grek", "ARMENIAN": "Armn", "GEORGIAN": "Geor", "HEBREW": "Hebr",
    "ARABIC": "Arab", "SYRIAC": "Syrc", "THAANA": "Thaa", "DEVANAGARI": "Deva", "BENGALI": "Beng", "GURMUKHI": "Guru",
    "GUJARATI": "Gujr", "ORIYA": "Orya", "TAMIL": "Taml", "TELUGU": "Telu", "KANNADA": "Knda", "MALAYALAM": "Mlym",
    "SINHALA": "Sinh", "THAI": "Thai", "LAO": "Laoo", "TIBETAN": "Tibt", "MYANMAR": "Mymr", "KHMER": "Khmr",
    "ETHIOPIC": "Ethi", "CHEROKEE": "Cher", "MONGOLIAN": "Mong", "CANADIAN": "Cans", "HANGUL": "Hang",
    "HIRAGANA": "Hira", "KATAKANA": "Kana", "BOPOMOFO": "Bopo", "CJK": "Hani", "NKO": "Nkoo", "TIFINAGH": "Tfng",
    "ADLAM": "Adlm", "YI": "Yiii", "VAI": "Vaii", "JAVANESE": "Java", "BALINESE": "Bali", "COPTIC": "Copt",
    # fmt: on
}
_WIDTHS: Final = frozenset({"FULLWIDTH", "HALFWIDTH"})
# What several scripts share though its name sounds like one of them.
_COMMON: Final = frozenset("ªºµΩKÅ々〇ー゛゜・")
_PARTS: Final = {
    "Jpan": frozenset({"Hira", "Kana", "Hani"}),
    "Hrkt": frozenset({"Hira", "Kana"}),
    "Kore": frozenset({"Hang", "Hani"}),
    "Hans": frozenset({"Hani", "Bopo"}),
    "Hant": frozenset({"Hani", "Bopo"}),
    "Aran": frozenset({"Arab"}),
}
# Languages that are written in more than the one script that CLDR thinks likely, where the tag does not say which.
_SEVERAL: Final = {
    # fmt: off
    "sr": "Latn", "sh": "Cyrl", "bs": "Cyrl", "cnr": "Cyrl", "uz": "Cyrl", "az": "Cyrl Arab", "kk": "Latn Arab",
    "ky": "Latn Arab", "tk": "Cyrl", "tg": "Latn", "tt": "Latn", "crh": "Cyrl", "ug": "Latn Cyrl", "mn": "Mong",
    "ku": "Arab Cyrl", "kmr": "Arab", "pa": "Arab", "sd": "Deva", "ks": "Deva", "ms": "Arab", "ha": "Arab",
    "kok": "Latn", "mni": "Beng", "sat": "Deva Beng", "ro": "Cyrl", "zh": "Latn", "tzm": "Latn", "shi": "Latn",
    # fmt: on
}
_WORD: Final = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*")


@lru_cache(maxsize=20_000)
def script_of_letter(char: str) -> str:
    """Return the ISO 15924 code of the script of a letter; empty for what is none, is shared, or is not known here.

    >>> [script_of_letter(char) for char in ("a", "с", "ﾊ", "々", "7")]
    ['Latn', 'Cyrl', 'Kana', '', '']
    """
    if not char.isalpha() or char in _COMMON:
        return ""
    first, _, rest = unicodedata.name(char, "").partition(" ")
    if first in _WIDTHS:
        first = rest.partition(" ")[0]
    return _BY_FIRST_WORD.get(first.partition("-")[0], "")


@lru_cache(maxsize=1024)
def scripts_of_language(language: LanguageTag) -> frozenset[str]:
    """Return the scripts in which a language is written; empty where the tag does not tell.

    >>> sorted(scripts_of_language(LanguageTag("ja"))), sorted(scripts_of_language(LanguageTag("sr-Latn")))
    (['Hani', 'Hira', 'Kana'], ['Latn'])
    """
    script = script_of(language)
    if script == "Zyyy":
        return frozenset()
    usual = _PARTS.get(script, frozenset({script}))
    if any(len(subtag) == 4 and subtag.isalpha() for subtag in language.split("-")[1:]):
        return usual
    return usual | frozenset(_SEVERAL.get(primary_subtag(language), "").split())


def words_of(form: str) -> list[str]:
    """Return the runs of letters in a form.

    >>> words_of("USB-C кабель, 2 м")
    ['USB', 'C', 'кабель', 'м']
    """
    return _WORD.findall(form)


def scripts_in(text: str) -> frozenset[str]:
    """Return the scripts of the letters of a text."""
    return frozenset(map(script_of_letter, set(text))) - {""}
