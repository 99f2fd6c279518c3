"""The written form of a label: what is wrong with it, and the keys by which two forms are held to be the same.

Two ladders of keys, each in its language: `comparison_key` for what a reader would call the same word (case, width,
white space, invisible characters), `variant_key` for spellings that are let pass (diacritics, hyphens, compounds).
"""

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

from taxonomy_service.domain.languages import LanguageTag, primary_subtag

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
# Invisible and without meaning for identity (Default_Ignorable_Code_Point, which NFKC_Casefold drops too, but for the
# controls above): soft hyphen, zero-width space and joiners, direction marks, word joiner, byte order mark, variation
# selectors, fillers, tags. ZWJ and ZWNJ shape letters in Persian and Hindi but do not tell two words apart.
_INVISIBLES = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u2065\u206a-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_INVISIBLE = re.compile(f"[{_INVISIBLES}]")
# Pronunciation, not spelling: Arabic vowel and Quranic signs, superscript alef, tatweel; Hebrew points and accents.
_MARKS = (
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
)
_MARK = re.compile(f"[{_MARKS}]")
# What has the empty comparison key; the ranges at the end are Arabic vowel signs on a space or a tatweel (NFKC).
_NOTHING_IN = rf"[\s{_INVISIBLES}{_MARKS}\ufc5e-\ufc63\ufcf2-\ufcf4\ufe70-\ufe72\ufe74\ufe76-\ufe7f]*"
_NOTHING = re.compile(_NOTHING_IN)
_NOTHING_BETWEEN = re.compile(rf"\|{_NOTHING_IN}(?:\||\Z)")
_SURELY_SHORT = 500  # characters of many forms together, or of the longest
# Typographic apostrophes and the Hebrew geresh; hyphens, en dash, minus and the Hebrew maqaf.
_PLAIN = str.maketrans(
    dict.fromkeys("\u2018\u2019\u02b9\u02bc\u05f3", "'") | dict.fromkeys("\u2010\u2011\u2012\u2013\u2212\u05be", "-")
)
_TURKIC = str.maketrans({"I": "ı", "İ": "i"})
# Most letters of living scripts; of a form that holds no others, case folding alone makes the comparison key, which all
# other steps would leave as it is: see `folds_alone`, which the tests ask about every one of them.
_FOLDING_ALONE = re.compile(
    "[ -~\u00bf-\u012f\u014a-\u017e\u03b1-\u03cf\u0400-\u0482\u048a-\u052f\u05d0-\u05ea\u0620-\u063f\u0641-\u064a"
    "\u0679-\u06d5\u0904-\u0939\u0e01-\u0e30\u3001-\u3029\u3041-\u3096\u30a1-\u30fe\u3400-\ua48c\uac00-\ud7a3]+"
)
_SEPARATORS = re.compile(r"[\s\-_/'·・.]+")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_UMLAUT_LANGUAGES = frozenset({"de", "gsw", "nds", "lb"})
_TURKIC_LANGUAGES = frozenset({"tr", "az", "crh", "tt", "gag"})


def form_fault(form: str) -> FormFault | None:
    r"""Return why the form cannot be a label, or None: too long, a control character, broken text, or empty.

    Line ends and tabs count as white space. Bidirectional overrides and isolates are faults; direction marks,
    zero-width joiners and soft hyphens are let pass and ignored by the keys. A form is empty where its key would be:
    white space, invisible characters, a tatweel or vowel signs alone.

    >>> form_fault(" "), form_fault("a\u202eb"), form_fault("Lauf\u00adschuh")
    (<FormFault.EMPTY: 'empty'>, <FormFault.CONTROL_CHARACTER: 'control-character'>, None)
    """
    if len(form) > LONGEST_FORM:
        return FormFault.TOO_LONG
    if _CONTROLS.search(form):
        return FormFault.CONTROL_CHARACTER
    if _BROKEN.search(form):
        return FormFault.BROKEN_TEXT
    if _NOTHING.fullmatch(form):
        return FormFault.EMPTY
    return None


def surely_usable(forms: Sequence[str]) -> bool:
    r"""Say whether none of many forms has a `form_fault`; False also where that takes a closer look at each.

    >>> surely_usable(["Laufschuh", "כלב"]), surely_usable(["Laufschuh", "\u05b8"]), surely_usable(["Lauf\ufffdschuh"])
    (True, False, False)
    """
    joined = "|" + "|".join(forms)
    if not joined.isprintable() or _NOTHING_BETWEEN.search(joined) or (not joined.isascii() and _BROKEN.search(joined)):
        return False
    return len(joined) < _SURELY_SHORT or max(map(len, forms)) < _SURELY_SHORT


def visible(text: str) -> str:
    r"""Return a text to be shown in which what would steer a terminal or reorder the line stands by its number.

    >>> visible("boot\u202etoob \x1b[31m")
    'boot⟨U+202E⟩toob ⟨U+001B⟩[31m'
    """
    return _CONTROLS.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text)


def has_invisible(form: str) -> bool:
    """Say whether the form holds characters that nobody sees and the keys ignore."""
    return not form.isascii() and _INVISIBLE.search(form) is not None


def comparison_key(form: str, language: LanguageTag) -> str:
    """Return the form under which labels of a language are compared; the same key means the same label.

    NFKC, invisible characters dropped, white space folded, typographic apostrophes and hyphens made plain, full case
    folding (Unicode §3.13 D145: ß = ss, ς = σ; in Turkic languages I = ı and İ = i), Arabic vowel signs and tatweel
    and Hebrew points dropped, NFKC. Letters keep their diacritics. Idempotent; empty where `form_fault` says so.

    >>> comparison_key("LAUFSCHUHE  Größe", LanguageTag("de")) == comparison_key("laufschuhe GRÖSSE", LanguageTag("de"))
    True
    >>> [comparison_key("IŞIK", LanguageTag(tag)) for tag in ("tr", "de")]
    ['ışık', 'işik']
    """
    turkic = is_turkic(language)
    if form.isascii() or (not turkic and _FOLDING_ALONE.fullmatch(form)):
        folded = form.translate(_TURKIC).casefold() if turkic else form.casefold()
        return " ".join(folded.split())
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", form)).translate(_PLAIN)
    if turkic:
        text = unicodedata.normalize("NFC", text).translate(_TURKIC)
    folded = text.casefold()
    if not folded.isascii():
        folded = unicodedata.normalize("NFC", _MARK.sub("", folded))
        folded = unicodedata.normalize("NFKC", folded.casefold())
    return " ".join(folded.split())


@lru_cache(maxsize=100_000)
def folds_alone(char: str) -> bool:
    """Say whether case folding alone makes the comparison key of any form of such characters."""
    folded = char.casefold()
    return (
        (char == " " or not char.isspace())
        and not any(unicodedata.category(part)[0] in "MC" or "\u1100" <= part <= "\u11ff" for part in char + folded)
        and unicodedata.is_normalized("NFKC", char)
        and unicodedata.is_normalized("NFKC", folded)
        and not (_INVISIBLE.search(char) or _MARK.search(folded) or ord(char) in _PLAIN)
    )


@lru_cache(maxsize=512)
def is_turkic(language: LanguageTag) -> bool:
    """Say whether a language is written with a dotted and a dotless i, each with its own capital."""
    return primary_subtag(language) in _TURKIC_LANGUAGES


def variant_key(key: str, language: LanguageTag) -> str:
    """Return the key under which spellings are let pass, from a comparison key.

    Drops diacritics, strokes and separators, so that *running shoe*, *running-shoe* and *runningshoe* meet; in German
    the transcriptions ae, oe, ue meet the umlauts. Arabic alef, yeh and teh marbuta forms are one. Vowel signs of the
    Indic scripts and the voicing marks of kana stay, since they make other words.

    >>> variant_key("zdjęcie łódź", LanguageTag("pl")), variant_key("grüße", LanguageTag("de"))
    ('zdjecielodz', 'gruesse')
    """
    text = key
    if not text.isascii():
        if primary_subtag(language) in _UMLAUT_LANGUAGES:
            text = text.translate(_UMLAUTS)
        text = text.translate(_LETTERS)
    return _SEPARATORS.sub("", text) or key


def _letters() -> dict[int, str | None]:
    """Map accented Latin, Greek and Cyrillic letters and Arabic ones to plain ones, combining accents to nothing."""
    plain = {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ŧ": "t",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ß": "ss",
    }
    arabic = {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ی": "ي", "ک": "ك"}
    table: dict[int, str | None] = {ord(letter): base for letter, base in (plain | arabic).items()}
    for code in (*range(0x00C0, 0x0530), *range(0x1E00, 0x2000)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base != chr(code):
            table[code] = plain.get(base, base)
    return table | dict.fromkeys(range(0x0300, 0x0370))


_LETTERS = _letters()
