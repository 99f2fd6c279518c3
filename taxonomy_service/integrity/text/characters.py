"""Characters that do not belong into a form: what no one can see, what reorders text, white space out of place.

The same character is a fault in one place and spelling in another, so each rule looks at its neighbours: joiners shape
letters in Persian and Hindi, a zero-width space divides words in Thai, direction marks hold Hebrew beside Latin
together, French sets no-break spaces before some punctuation.
"""

import re
import unicodedata
from enum import StrEnum
from typing import Final, NamedTuple

from taxonomy_service.integrity.text.scripts import script_of_letter


class CharacterFault(StrEnum):
    """What is wrong with a character where it stands."""

    UNPRINTABLE = "unprintable"
    INVISIBLE = "invisible"
    BIDI_CONTROL = "bidi-control"
    WHITE_SPACE = "white-space"


class FaultyCharacter(NamedTuple):
    """A character at a place (0 is the first) and its fault."""

    place: int
    char: str
    fault: CharacterFault


_OVERRIDES: Final = "\u202a-\u202e\u2066-\u2069"
_MARKS: Final = "\u200e\u200f\u061c"
_JOINERS: Final = "\u200c\u200d"
_SELECTORS: Final = "\ufe00-\ufe0f\U000e0100-\U000e01ef\u180b-\u180f"
_UNSEEN: Final = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
)
_CONTROLS: Final = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
_SPACES: Final = "\t-\r\x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_BROKEN: Final = "\ud800-\udfff\ue000-\uf8ff\ufffc-\uffff\U000f0000-\U0010ffff"
# Everything that could be at fault, and every space at an edge or beside another, in one pass.
_SUSPECT: Final = re.compile(
    f"[{_OVERRIDES}{_MARKS}{_JOINERS}{_SELECTORS}{_UNSEEN}{_CONTROLS}{_SPACES}{_BROKEN}]|\\A | \\Z| (?= )"
)
_IS: Final = {
    CharacterFault.BIDI_CONTROL: re.compile(f"[{_OVERRIDES}{_MARKS}]"),
    CharacterFault.INVISIBLE: re.compile(f"[{_JOINERS}{_SELECTORS}{_UNSEEN}]"),
    CharacterFault.WHITE_SPACE: re.compile(f"[ {_SPACES}]"),
    CharacterFault.UNPRINTABLE: re.compile(f"[{_CONTROLS}{_BROKEN}]"),
}
_RUN: Final = re.compile(f"[ {_SPACES}]+")
# Scripts whose letters joiners shape, and scripts that write words without spaces (ISO 15924, four letters each).
_JOINED: Final = (
    "Arab Syrc Deva Beng Guru Gujr Orya Taml Telu Knda Mlym Sinh Mong Mymr Khmr Nkoo Adlm Thaa Tibt Bali Java"
)
_UNDIVIDED: Final = "Thai Laoo Khmr Mymr Tibt Java Bali"
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL", "AN"})
_BESIDE_NO_BREAK: Final = re.compile("[0-9«»‹›:;!?%–—/&°]")


def character_faults(form: str) -> tuple[FaultyCharacter, ...]:
    r"""Return the characters at fault in a form, in order of place; of a run of spaces all but the last.

    >>> [(fault.place, fault.fault.value) for fault in character_faults("Lauf\u200bschuh ")]
    [(4, 'invisible'), (10, 'white-space')]
    >>> character_faults("می\u200cخواهم"), character_faults("क्\u200dष"), character_faults("12\u00a0V")
    ((), (), ())
    """
    if form.isascii() and form.isprintable() and "  " not in form and form[:1] != " " != form[-1:]:
        return ()
    found = []
    for hit in _SUSPECT.finditer(form):
        fault = _fault_of(hit[0])
        if not _is_in_place(form, hit.start(), fault):
            found.append(FaultyCharacter(hit.start(), hit[0], fault))
    return tuple(found)


def may_be_at_fault(char: str) -> bool:
    """Say whether a character is at fault in some places; a space is at edges and beside another.

    >>> [may_be_at_fault(char) for char in "a \u200b"]
    [False, False, True]
    """
    return char != " " and _SUSPECT.search(char) is not None


def _fault_of(char: str) -> CharacterFault:
    return next(fault for fault, pattern in _IS.items() if pattern.match(char))


def _is_in_place(form: str, place: int, fault: CharacterFault) -> bool:
    char = form[place]
    before, after = form[:place][-1:], form[place + 1 : place + 2]
    if fault is CharacterFault.INVISIBLE:
        return _shapes_letters(char, before, after)
    if fault is CharacterFault.BIDI_CONTROL:
        return char in _MARKS and _runs_right_to_left(form)
    if fault is CharacterFault.WHITE_SPACE:
        return _divides(char, before, after)
    return False


def _runs_right_to_left(form: str) -> bool:
    return any(char not in _MARKS and unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in form)


def _shapes_letters(char: str, before: str, after: str) -> bool:
    script = _script(before)
    if char in _JOINERS:
        return _is_one_of(script, _JOINED) or (char == "\u200d" and _is_symbol(before) and _is_symbol(after))
    if char == "\u200b":
        return _is_one_of(script, _UNDIVIDED) and _is_one_of(_script(after), _UNDIVIDED)
    if "\ufe00" <= char <= "\ufe0f":
        return _is_symbol(before) or script == "Hani"
    if "\U000e0100" <= char <= "\U000e01ef":
        return script == "Hani"
    return "\u180b" <= char <= "\u180f" and script == "Mong"


def _is_one_of(script: str, scripts: str) -> bool:
    return bool(script) and script in scripts


def _script(char: str) -> str:
    return script_of_letter(char) if char else ""


def _is_symbol(char: str) -> bool:
    return bool(char) and (unicodedata.category(char) in {"So", "Sk", "Sm", "Po", "Nd"} or char == "\ufe0f")


def _divides(char: str, before: str, after: str) -> bool:
    """Say whether a space stands between two things, and is of a kind that is usual there."""
    if not before or not after or before.isspace() or after.isspace():
        return False
    if char == " ":
        return True
    if char == "\u3000":
        return not before.isascii() and not after.isascii()
    return char in "\u00a0\u202f" and bool(_BESIDE_NO_BREAK.match(before) or _BESIDE_NO_BREAK.match(after))


def clean_white_space(form: str) -> str:
    r"""Return the form with its white space mended: none at the edges, single plain spaces between words.

    Spaces that are in their place (a no-break space in *12 V*, an ideographic space) stay. Idempotent.

    >>> clean_white_space(" Peines  para\u00a0acicalar\tcaballos ")
    'Peines para acicalar caballos'
    """

    def mended(run: re.Match[str]) -> str:
        before, after = form[: run.start()][-1:], form[run.end() :][:1]
        if not before or not after:
            return ""
        return run[0] if len(run[0]) == 1 and _divides(run[0], before, after) else " "

    return _RUN.sub(mended, form)


def without_invisible(form: str) -> str:
    r"""Return the form without the invisible characters and bidirectional controls that are out of place.

    >>> without_invisible("Lauf\u200bschuh"), without_invisible("می\u200cخواهم") == "می\u200cخواهم"
    ('Laufschuh', True)
    """
    dropped = {
        fault.place
        for fault in character_faults(form)
        if fault.fault in {CharacterFault.INVISIBLE, CharacterFault.BIDI_CONTROL}
    }
    return "".join(char for place, char in enumerate(form) if place not in dropped)
