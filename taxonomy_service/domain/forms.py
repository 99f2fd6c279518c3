"""The written form of a label: what is wrong with it, and the keys by which two forms are held to be the same.

Two ladders of keys, each in its language: `comparison_key` for what a reader would call the same word (case, width,
white space, invisible characters), `variant_key` for spellings that are let pass (diacritics, hyphens, compounds).
"""

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache

from taxonomy_service.domain.languages import LanguageTag

LONGEST_FORM = 1000  # characters


class FormFault(StrEnum):
    """Why a form cannot be a label."""

    EMPTY = "empty"
    TOO_LONG = "too-long"
    CONTROL_CHARACTER = "control-character"
    BROKEN_TEXT = "broken-text"
    INVALID_LANGUAGE_TAG = "invalid-language-tag"


# C0 and C1 controls but for tab and line ends (which are white space), and the characters that only reorder text:
# a label that overrides the reading direction shows one thing and is another (Unicode TR 36 §3.2, CVE-2021-42574).
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")
_BROKEN = re.compile("[\ud800-\udfff\ufffd\ufffe\uffff]")
# Invisible and without meaning for identity: soft hyphen, zero-width space and joiners, direction marks, word joiner,
# byte order mark, variation selectors. ZWJ and ZWNJ shape letters in Persian and Hindi but do not tell two words apart.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff]"
)
# Arabic vowel signs and Quranic marks, superscript alef, tatweel; Hebrew points and accents: pronunciation, not spelling.
_ARABIC_MARKS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]")
_HEBREW_MARKS = re.compile("[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]")
_SPACE = re.compile(r"\s+")
_APOSTROPHES = str.maketrans({"\u2019": "'", "\u02bc": "'", "\u2018": "'", "\u02b9": "'", "\uff07": "'"})
_HYPHENS = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-"))
_TURKIC = str.maketrans({"I": "ı", "İ": "i"})
_SEPARATORS = re.compile(r"[\s\-_/'·・.]+")
_STROKES = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_ARABIC_LETTERS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ی": "ي", "ک": "ك"})
_UMLAUT_LANGUAGES = frozenset({"de", "gsw", "nds", "lb"})
_TURKIC_LANGUAGES = frozenset({"tr", "az", "crh", "tt", "gag"})


def form_fault(form: str) -> FormFault | None:
    """Return why the form cannot be a label, or None.

    Line ends and tabs count as white space. Bidirectional overrides and isolates are faults; direction marks, zero-width
    joiners and soft hyphens are let pass and ignored by the keys.

    >>> form_fault(" "), form_fault("a\\u202eb"), form_fault("Lauf\\u00adschuh")
    (<FormFault.EMPTY: 'empty'>, <FormFault.CONTROL_CHARACTER: 'control-character'>, None)
    """
    if len(form) > LONGEST_FORM:
        return FormFault.TOO_LONG
    if _CONTROLS.search(form):
        return FormFault.CONTROL_CHARACTER
    if _BROKEN.search(form):
        return FormFault.BROKEN_TEXT
    if not _INVISIBLE.sub("", form).strip():
        return FormFault.EMPTY
    return None


def has_invisible(form: str) -> bool:
    """Say whether the form holds characters that nobody sees and the keys ignore."""
    return not form.isascii() and _INVISIBLE.search(form) is not None


@lru_cache(maxsize=512)
def _primary(language: LanguageTag) -> str:
    return language.partition("-")[0]


def comparison_key(form: str, language: LanguageTag) -> str:
    """Return the form under which labels of a language are compared; the same key means the same label.

    NFKC, invisible characters dropped, white space folded, typographic apostrophes and hyphens made plain, full case
    folding (Unicode §3.13 D145: ß = ss, ς = σ; in Turkic languages I = ı and İ = i), Arabic vowel signs and tatweel
    and Hebrew points dropped, NFC. Letters keep their diacritics.

    >>> comparison_key("LAUFSCHUHE  Größe", LanguageTag("de")) == comparison_key("laufschuhe GRÖSSE", LanguageTag("de"))
    True
    >>> comparison_key("IŞIK", LanguageTag("tr")) == comparison_key("ışık", LanguageTag("tr"))
    True
    >>> comparison_key("IŞIK", LanguageTag("tr")) == comparison_key("işik", LanguageTag("tr"))
    False
    """
    if form.isascii():
        text = form
    else:
        text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", form)).translate(_APOSTROPHES).translate(_HYPHENS)
    if _primary(language) in _TURKIC_LANGUAGES:
        text = unicodedata.normalize("NFC", text).translate(_TURKIC)
    folded = text.casefold()
    if not folded.isascii():
        folded = _HEBREW_MARKS.sub("", _ARABIC_MARKS.sub("", folded))
        folded = unicodedata.normalize("NFC", folded)
        folded = unicodedata.normalize("NFKC", folded.casefold())
    return _SPACE.sub(" ", folded).strip()


def variant_key(key: str, language: LanguageTag) -> str:
    """Return the key under which spellings are let pass, from a comparison key.

    Drops diacritics, strokes and separators, so that *chaussure de-sport*, *running-shoe* and *runningshoe* meet; in German
    the transcriptions ae, oe, ue meet the umlauts. Arabic alef, yeh and teh marbuta forms are one. Vowel signs of the
    Indic scripts and the voicing marks of kana stay, since they make other words.

    >>> variant_key("zdjęcie łódź", LanguageTag("pl")), variant_key("grüße", LanguageTag("de"))
    ('zdjecielodz', 'gruesse')
    """
    text = key
    if not text.isascii():
        if _primary(language) in _UMLAUT_LANGUAGES:
            text = text.replace("ß", "ss").translate(_UMLAUTS)
        text = text.translate(_STROKES).translate(_ARABIC_LETTERS).translate(_BASE_LETTERS)
    return _SEPARATORS.sub("", text) or key


def _base_letters() -> dict[int, str | None]:
    """Map the accented letters of Latin, Greek and Cyrillic to their base letters, and combining accents to nothing."""
    table: dict[int, str | None] = dict.fromkeys(range(0x0300, 0x0370))
    for code in (*range(0x00C0, 0x0530), *range(0x1E00, 0x2000)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base != chr(code):
            table[code] = base
    return table


_BASE_LETTERS = _base_letters()
