"""The scripts in which a form is written (Unicode UAX #24, UTS #39), told from the names of its characters."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from taxonomy_service.domain.errors import InvalidLanguageTag
from taxonomy_service.domain.languages import LanguageTag, parse_language_tag, primary_subtag, script_of

LATIN: Final = "Latn"
ALPHABETS: Final = frozenset({LATIN, "Cyrl", "Grek", "Armn"})
"""Scripts whose letters look alike."""
_NAMES: Final = """
    LATIN=Latn CYRILLIC=Cyrl GREEK=Grek ARMENIAN=Armn GEORGIAN=Geor HEBREW=Hebr ARABIC=Arab SYRIAC=Syrc THAANA=Thaa
    DEVANAGARI=Deva BENGALI=Beng GURMUKHI=Guru GUJARATI=Gujr ORIYA=Orya TAMIL=Taml TELUGU=Telu KANNADA=Knda
    MALAYALAM=Mlym SINHALA=Sinh THAI=Thai LAO=Laoo TIBETAN=Tibt MYANMAR=Mymr KHMER=Khmr ETHIOPIC=Ethi CHEROKEE=Cher
    MONGOLIAN=Mong CANADIAN=Cans HANGUL=Hang HIRAGANA=Hira KATAKANA=Kana BOPOMOFO=Bopo CJK=Hani NKO=Nkoo
    TIFINAGH=Tfng ADLAM=Adlm YI=Yiii VAI=Vaii JAVANESE=Java BALINESE=Bali COPTIC=Copt
"""
_BY_FIRST_WORD: Final = dict(pair.split("=") for pair in _NAMES.split())
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
# Languages that are also written in another script than CLDR thinks likely, where the tag does not say which.
_ALSO: Final = {
    "Latn": "sr kk ky tg tt ug kok tzm shi",
    "Cyrl": "sh bs cnr uz az tk crh ug ku ro",
    "Arab": "az kk ky ku kmr pa ms ha",
    "Mong": "mn",
    "Deva": "sd ks sat",
    "Beng": "mni sat",
}
_LIKE_A_WORD: Final = re.compile("[a-zà-öø-ÿ]{3}")
_WORD: Final = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*")


@lru_cache(maxsize=20_000)
def script_of_letter(char: str) -> str:
    """Return the ISO 15924 code of the script of a letter or of a mark that only one script has (a virama).

    Empty for what is neither, is shared by several scripts, or is of a script not known here.

    >>> [script_of_letter(char) for char in ("a", "с", "ﾊ", "्", "々", "7")]
    ['Latn', 'Cyrl', 'Kana', 'Deva', '', '']
    """
    if char in _COMMON or not (char.isalpha() or unicodedata.category(char)[0] == "M"):
        return ""
    first, _, rest = unicodedata.name(char, "").partition(" ")
    if first in _WIDTHS:
        first = rest.partition(" ")[0]
    return _BY_FIRST_WORD.get(first.partition("-")[0], "")


@lru_cache(maxsize=1024)
def scripts_of_language(language: LanguageTag) -> frozenset[str]:
    """Return the scripts in which a language is written; empty where the tag does not tell, or is none.

    >>> sorted(scripts_of_language(LanguageTag("ja"))), sorted(scripts_of_language(LanguageTag("sr-Latn")))
    (['Hani', 'Hira', 'Kana'], ['Latn'])
    """
    try:
        script = script_of(parse_language_tag(language)) if language else "Zyyy"
    except InvalidLanguageTag:
        script = "Zyyy"
    if script == "Zyyy":
        return frozenset()
    usual = _PARTS.get(script, frozenset({script}))
    if any(len(subtag) == 4 and subtag.isalpha() for subtag in language.split("-")[1:]):
        return usual
    own = primary_subtag(language)
    return usual | {other for other, languages in _ALSO.items() if own in languages.split()}


def words_of(form: str) -> list[str]:
    """Return the runs of letters in a form.

    >>> words_of("USB-C кабель, 2 м")
    ['USB', 'C', 'кабель', 'м']
    """
    return _WORD.findall(form)


def scripts_in(text: str) -> frozenset[str]:
    """Return the scripts of the letters of a text."""
    return frozenset(map(script_of_letter, set(text))) - {""}


def foreign_words(form: str, language: LanguageTag) -> tuple[str, ...]:
    """Return the words of a form in scripts that its language is not written in, without repetition.

    Latin words are normal in every language (brands, units, codes), and single Greek letters in every script; so are
    all scripts where the tag does not tell one. A form wholly in Latin letters is all foreign where its language has
    another script and it reads like words: two or more of them with three small letters.

    >>> foreign_words("Кроссовки Nike", LanguageTag("ru")), foreign_words("Niddy Noddies", LanguageTag("zh-CN"))
    ((), ('Niddy', 'Noddies'))
    >>> foreign_words("α-Liponsäure", LanguageTag("de")), foreign_words("鞋 Schuh", LanguageTag("de"))
    ((), ('鞋',))
    """
    usual = scripts_of_language(language)
    scripts = scripts_in(form)
    if not usual or scripts <= usual:
        return ()
    words = words_of(form)
    if scripts == {LATIN}:
        return tuple(words) if sum(bool(_LIKE_A_WORD.search(word)) for word in words) > 1 else ()
    foreign = scripts - usual - {LATIN}
    return tuple(dict.fromkeys(word for word in words if _is_foreign(word, usual, foreign)))


def _is_foreign(word: str, usual: frozenset[str], foreign: frozenset[str]) -> bool:
    scripts = scripts_in(word)
    if scripts == {"Grek"} and len(word) == 1:
        return False
    if scripts <= ALPHABETS and scripts & usual:
        return False  # a letter that slipped in, which is another fault (`text.look_alikes`)
    return bool(scripts & foreign)
