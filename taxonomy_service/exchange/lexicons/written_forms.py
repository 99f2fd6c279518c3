"""The forms in a line of a dictionary, without the marks that editors put round them."""

import re
from collections.abc import Iterable

LONGEST = 80  # characters; what is longer explains and does not name
MOST_WORDS = 7
_GROUPS = re.compile(r"\[[^\[\]]*\]|<[^<>]*>|\{[^{}]*\}|(?<!\w)\([^()]*\)|\([^()]*\)(?!\w)|\([^()]*\s[^()]*\)")
_OPENING = re.compile(r"[\[<{(]")
_OPTIONAL = re.compile(r"\((\w+)\)")
_PRONOUNCED = re.compile(r"\s*/{1,2}[^/]*/{1,2}\s*")
_SPLITS = re.compile(r"\s*[;,،、；，]\s*")
_EDGES = ' \t.·:!?…"“”„»«=~*'


def bare(text: str) -> str:
    """Return the text without what stands in brackets, however nested.

    >>> bare("y(o)ustone <n> [min.] (noun (common))")
    'y(o)ustone'
    """
    found = 1 if _OPENING.search(text) else 0
    while found:
        text, found = _GROUPS.subn(" ", text)
    return " ".join(text.split())


def listed_forms(text: str) -> tuple[str, ...]:
    """Return the forms that a line lists, in its order, without repetition.

    >>> listed_forms("nephrite <n>, y(o)ustone <n>, 1")
    ('nephrite', 'yustone', 'youstone', '1')
    """
    return usable_forms(_SPLITS.split(bare(text)))


def headword_forms(text: str) -> tuple[str, ...]:
    """Return the headwords of an entry's first line, which separates them by their pronunciations.

    >>> headword_forms("[news1] 粗大ごみ /sodaigomi/, 粗大ゴミ /sodaigomi/"), headword_forms("Laufschuh /…/ <n, masc>")
    (('粗大ごみ', '粗大ゴミ'), ('Laufschuh',))
    """
    return usable_forms(part.strip(" ,") for part in _PRONOUNCED.split(bare(text)))


def usable_forms(parts: Iterable[str]) -> tuple[str, ...]:
    """Return what can name something: neither empty nor an explanation; optional letters with and without."""
    forms: dict[str, None] = {}
    for part in parts:
        form = part.strip(_EDGES)
        if form and len(form) <= LONGEST and form.count(" ") < MOST_WORDS:
            if "(" in form and _OPTIONAL.search(form):
                forms[_OPTIONAL.sub("", form)] = None
                form = _OPTIONAL.sub(r"\1", form)
            forms[form] = None
    return tuple(forms)
