"""Forms that differ by so little that they may be one name written twice (RapidFuzz is used here alone)."""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import pairwise, takewhile
from typing import Final, NamedTuple

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from taxonomy_service.domain.forms import variant_key
from taxonomy_service.domain.languages import LanguageTag

MOST_EDITS: Final = 2
_CHUNK: Final = 512  # forms compared at once with all of similar length: a matrix of some megabytes
_SHORTEST: Final = 4  # letters; below that nearly all forms are close to one another
_SHORTEST_TO_MISSPELL: Final = 8  # letters; in a shorter word another letter mostly makes another word
_WORD: Final = re.compile(r"[^\W\d_]+(?:[^\W\d_]|[\u0300-\u036f\u0900-\u0dff])*")
_NUMBERS: Final = re.compile(r"\d+")
# Han and kana: a sign is a word or a syllable, so that another sign is another word.
_SIGNS: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]")
_LITTLE_SIGNS: Final = str.maketrans(
    "ァィゥェォッャュョヮぁぃぅぇぉっゃゅょ", "アイウエオツヤユヨワあいうえおつやゆよ", "ーの的之"
)


class Likeness(StrEnum):
    """How two forms are alike."""

    SPELLING = "spelling"
    """Apart from separators, diacritics and the like they are one."""
    WORD_ORDER = "word-order"
    """The same words in another order."""
    INFLECTION = "inflection"
    """The same words with other endings: singular and plural, cases."""
    MISSPELLING = "misspelling"
    """A letter doubled, dropped, added, changed or two swapped."""


class NearPair(NamedTuple):
    """Two comparison keys, in code point order, and how they are alike."""

    one: str
    other: str
    likeness: Likeness


def near_pairs(keys: Sequence[str], language: LanguageTag) -> list[NearPair]:
    """Return the pairs of distinct comparison keys of a language that may be one name, in code point order.

    Numbers are never alike. Han and kana are compared by what is left without small signs, since each sign counts.
    """
    found: dict[tuple[str, str], Likeness] = {}
    for likeness, skeleton in _skeletons(language).items():
        for alike_keys in _grouped(keys, skeleton):
            pairs = pairwise(sorted(alike_keys))
            found |= {pair: likeness for pair in pairs if _numbers(pair[0]) == _numbers(pair[1])}
    words = Counter(word for key in keys for word in set(_WORD.findall(key)))
    wordy = [key for key in keys if len(key) >= _SHORTEST and not _SIGNS.search(key)]
    for group in _grouped(wordy, _numbers):
        for one, other in close_pairs(group):
            pair = (min(one, other), max(one, other))
            alike = None if pair in found else _likeness(*pair, words)
            if alike:
                found[pair] = alike
    return [NearPair(*pair, found[pair]) for pair in sorted(found)]


def _skeletons(language: LanguageTag) -> dict[Likeness, Callable[[str], str]]:
    return {
        Likeness.WORD_ORDER: lambda key: " ".join(sorted(key.split())),
        Likeness.SPELLING: lambda key: variant_key(key, language).translate(_LITTLE_SIGNS) or key,
    }


def _grouped(keys: Iterable[str], by: Callable[[str], Hashable]) -> Iterator[list[str]]:
    """Yield the keys that have something in common."""
    groups: dict[Hashable, list[str]] = {}
    for key in keys:
        groups.setdefault(by(key), []).append(key)
    return (group for group in groups.values() if len(group) > 1)


def close_pairs(forms: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of distinct forms at most two edits apart (insert, drop, change, swap neighbours).

    Every pair is looked at, but only beside forms of similar length and in chunks: some 100 million a CPU second.
    """
    ordered = sorted(set(forms), key=lambda form: (len(form), form))
    lengths = np.array([len(form) for form in ordered])
    for start in range(0, len(ordered), _CHUNK):
        chunk = ordered[start : start + _CHUNK]
        end = int(np.searchsorted(lengths, len(chunk[-1]) + MOST_EDITS, side="right"))
        others = ordered[start:end]
        edits = process.cdist(chunk, others, scorer=OSA.distance, score_cutoff=MOST_EDITS, dtype=np.uint8)
        rows, columns = np.nonzero(edits <= MOST_EDITS)
        yield from ((chunk[row], others[column]) for row, column in zip(rows, columns, strict=True) if row < column)


def _likeness(one: str, other: str, counts: Counter[str]) -> Likeness | None:
    """Return how two close forms are alike: word by word, where each has the other's words or words akin to them."""
    words, its = _WORD.findall(one), _WORD.findall(other)
    if len(words) != len(its):
        return None
    apart = [pair for pair in zip(words, its, strict=True) if pair[0] != pair[1]]
    if apart and all(_is_inflected(*pair) for pair in apart):
        return Likeness.INFLECTION
    if len(apart) == 1 and _is_misspelt(*apart[0], counts):
        return Likeness.MISSPELLING
    return None


def _numbers(form: str) -> tuple[str, ...]:
    return tuple(_NUMBERS.findall(form))


def _is_inflected(one: str, other: str) -> bool:
    """Say whether only the endings differ: one has up to two letters more, or the last letter is another."""
    stem = _shared_beginning(one, other)
    ending, its = one[stem:], other[stem:]
    if not ending or not its:
        return (stem >= 4 and len(ending + its) <= 2) or (stem == 3 and ending + its == "s")
    return stem >= 5 and len(ending) == len(its) == 1


def _shared_beginning(one: str, other: str) -> int:
    same = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return sum(1 for _ in same)


def _is_misspelt(one: str, other: str, counts: Counter[str]) -> bool:
    """Say whether one word may be the other misspelt: a long one that stands in no second label, one edit inside it."""
    if min(len(one), len(other)) < _SHORTEST_TO_MISSPELL or min(counts[one], counts[other]) > 1:
        return False
    stem = _shared_beginning(one, other)
    return stem >= 3 and OSA.distance(one, other) == 1
