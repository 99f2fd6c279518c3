"""Text for SVG: measured roughly, cut into lines that fit, with language and direction."""

import re
import unicodedata
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

from taxonomy_service.domain.languages import LanguageTag, direction
from taxonomy_service.domain.statements import Literal

_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NARROW = frozenset("iIjlt.,:;'|!()[]1 ")
_NOT_FIRST = frozenset(
    "ぁぃぅぇぉっゃゅょァィゥェォッャュョー々、。，．）」』】・：；？！〜"
)  # JIS X 4051: not at a line's start
_WIDE = frozenset("mwMW%@—…")
_VOWEL = "aeiouyàáâãäåæèéêëìíîïòóôõöøœùúûüýąęıőűаеёиоуыэюяіїєαεηιουωάέήίόύώ"
_SYLLABLE = re.compile(
    rf"(?<=[^\W\d_]{{3}})(?:(?=sch[{_VOWEL}])|(?<!s)(?=ch[{_VOWEL}])|(?=sh[{_VOWEL}])"
    rf"|(?<!c)(?=k[{_VOWEL}])|(?<![cpst])(?=h[{_VOWEL}])|(?<![bdfgkptv])(?=[lr][{_VOWEL}])"
    rf"|(?=[^\W\d_hklr{_VOWEL}][{_VOWEL}]))(?=[^\W\d_]{{3}})",
    re.IGNORECASE,
)
"""Where a long word breaks in most languages with vowels: before the last consonant ahead of a vowel, *Lauf-schuh*.

Pictures need no dictionary of hyphenation for that; elsewhere a word breaks where the line is full.
"""


def text_width(text: str, size: float) -> float:
    """Return about how wide a text is in a sans-serif font of a size, both in pixels; rather too wide.

    >>> text_width("靴", 10) > text_width("b", 10) > text_width("i", 10) > text_width("\u0301", 10)
    True
    """
    return size * sum(map(_em, text))


@lru_cache(maxsize=4096)
def _em(sign: str) -> float:
    if unicodedata.combining(sign) or unicodedata.category(sign) in {"Mn", "Me", "Cf"}:
        return 0.0
    if unicodedata.east_asian_width(sign) in "WF":
        return 1.02
    if sign in _NARROW:
        return 0.34
    if sign in _WIDE:
        return 0.9
    return 0.7 if sign.isupper() else 0.56


def wrapped(text: str, width: float, size: float, most_lines: int) -> list[str]:
    """Cut a text into at most so many lines of a width, about alike; an ellipsis ends what does not fit.

    Lines break at spaces and after hyphens, within a word only where it alone is too wide, in alphabets with a hyphen
    and between syllables.
    """
    lines = _filled(text, width, size)
    if len(lines) <= most_lines:
        return _balanced(text, width, size, lines) if len(lines) > 1 else lines
    last = lines[most_lines - 1]
    while last and text_width(last + "…", size) > width:
        last = last[:-1]
    return [*lines[: most_lines - 1], last.rstrip() + "…"]


def _balanced(text: str, width: float, size: float, lines: list[str]) -> list[str]:
    """Return as many lines as there are, no wider than needed for that, so that no letter stands alone at the end."""
    while width > size and len(tried := _filled(text, width - size / 2, size)) == len(lines):
        width, lines = width - size / 2, tried
    return lines


def _filled(text: str, width: float, size: float) -> list[str]:
    """Fill lines, each as far as it goes."""
    lines: list[str] = []
    line = ""
    for piece in _pieces(text, width, size):
        if line and text_width((line + piece).rstrip(), size) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    lines.append(line.rstrip())
    return lines


def _pieces(text: str, width: float, size: float) -> list[str]:
    """Return what a line may end after: words with the space or hyphen behind them, long words in parts."""
    pieces: list[str] = []
    word = ""
    syllables = [found.start() for found in _SYLLABLE.finditer(text)]
    for place, sign in enumerate(text):
        may_break = unicodedata.east_asian_width(sign) in "WF" and sign not in _NOT_FIRST
        hyphen = "-" if word[-1:].isalpha() and sign.lower() != sign.upper() else ""
        too_wide = text_width(word + sign + hyphen, size) > width
        if word and (too_wide or may_break) and not unicodedata.combining(sign):
            begin = place - len(word)
            cut = max((one for one in syllables if hyphen and begin < one <= place), default=place)
            pieces.append(text[begin:cut] + hyphen)
            word = text[cut:place]
        word += sign
        if sign in " -‐/":
            pieces.append(word)
            word = ""
    return [*pieces, word] if word else pieces


def text_element(place: tuple[float, float], literal: Literal, *, kind: str = "", anchor: str = "middle") -> str:
    """Return a `<text>` with its language and direction; `place` is the anchor's x and the baseline's y.

    `anchor` is start, middle or end of the line as it is drawn, whatever the direction of the text.
    """
    x, y = place
    attributes = f' x="{x:g}" y="{y:g}"'
    if literal.language:
        attributes += f" lang={quoteattr(literal.language)} xml:lang={quoteattr(literal.language)}"
    if direction(LanguageTag(literal.language)) == "rtl":
        attributes += ' direction="rtl" unicode-bidi="embed"'
        anchor = {"start": "end", "end": "start"}.get(anchor, anchor)
    return f'<text{attributes} class="{kind}" text-anchor="{anchor}">{xml_text(literal.value)}</text>'


def xml_text(text: str) -> str:
    """Escape a text for XML, without the control characters that XML 1.0 (§2.2) does not allow."""
    return escape(_NOT_XML.sub("", text))
