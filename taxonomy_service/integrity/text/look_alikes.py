"""Letters of one script that stand in a word of another, where a reader cannot see it (UTS #39 §4)."""

import re
from typing import Final

from taxonomy_service.integrity.text.scripts import ALPHABETS, script_of_letter, scripts_in, words_of

# What each letter looks like in Latin, from the confusables that share a shape in common typefaces.
_LATIN_SHAPES: Final = dict(
    zip(
        "АВЕЅІЈКМНОРСТХҮԌԚԜасеорхуіјѕһԁԛԝӏ"  # Cyrillic
        "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοινϲϳ"  # Greek
        "օսոհցզ",  # Armenian
        "ABESIJKMHOPCTXYGQWaceopxyijshdqwlABEZHIKMNOPTYXoivcjounhgq",
        strict=True,
    )
)
# Latin letters that look like one of those.
_SEEN_AS_LATIN: Final = frozenset(_LATIN_SHAPES.values())
# One-letter words of Cyrillic languages (and, with, about, at, I …) that Latin has letters for.
_SMALL_WORDS: Final = re.compile("(?<![^ ])[aceoyi](?![^ ])")


def look_alikes(form: str) -> tuple[str, ...]:
    r"""Return the words of a form that mix look-alike letters of two scripts, as they stand, without repetition.

    A word counts where one of its letters could be taken for one of the other script; *kΩ* and *βTCP* do not, nor do
    Latin words beside others. In a Cyrillic form, a lower-case Latin letter that stands alone as a word counts too.

    >>> [look_alikes(form) for form in ("Hand\u0441reme", "кофе c молоком", "витамин C", "USB-кабель")]
    [('Handсreme',), ('c',), (), ()]
    """
    if form.isascii():
        return ()
    scripts = scripts_in(form)
    if len(scripts & ALPHABETS) < 2:
        return ()
    found = [word for word in words_of(form) if _is_mixed(word)]
    if "Cyrl" in scripts:
        found += _SMALL_WORDS.findall(form)
    return tuple(dict.fromkeys(found))


def _is_mixed(word: str) -> bool:
    return len(scripts_in(word) & ALPHABETS) > 1 and any(_may_be_taken(char) for char in slipped_in(word))


def _may_be_taken(char: str) -> bool:
    return char in _LATIN_SHAPES or char in _SEEN_AS_LATIN


def slipped_in(word: str) -> str:
    """Return the letters of a word whose script has at most half of it, or the one letter that is the word.

    >>> slipped_in("Cети"), slipped_in("c")
    ('C', 'c')
    """
    scripts = [script_of_letter(char) for char in word]
    rare = {script for script in scripts if script and 2 * scripts.count(script) <= len(word)}
    return "".join(char for char, script in zip(word, scripts, strict=True) if script in rare or len(word) == 1)
