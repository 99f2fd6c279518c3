"""Units: what the labels of a language are made of, as a matrix of concepts by word stems."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from taxonomy_service.boundaries.compounds import Splitter
from taxonomy_service.boundaries.words import is_unspaced, words

_STEM = 5  # letters; longer stems would part the cases and numbers of inflected languages

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Units:
    """The units of one language: their numbers by stem, how people are told each, those of every label."""

    numbers: dict[str, int]
    shown: list[str]
    splitter: Splitter
    rows: sparse.csr_matrix


def build_units(keys: Sequence[str]) -> Units:
    """Read the comparison keys of a language, one for each concept, "" where it has none."""
    said = [words(key) for key in keys]
    splitter = Splitter(word for own in dict(zip(keys, said, strict=True)).values() for word in own)
    numbers: dict[str, int] = {}
    times: Counter[str] = Counter()
    own: list[list[int]] = []
    for of in said:
        parts = [part for word in of for part in splitter.split(word)]
        times.update(parts)
        own.append(list(dict.fromkeys(numbers.setdefault(stem(part), len(numbers)) for part in parts)))
    return Units(numbers, _told(numbers, times), splitter, _matrix(own, len(numbers)))


def units_of(units: Units, key: str) -> sparse.csr_matrix:
    """Return the row of a label that need not be in the vocabulary; units nobody has seen are left out."""
    parts = (part for word in words(key) for part in units.splitter.split(word))
    known = dict.fromkeys(units.numbers[stem(part)] for part in parts if stem(part) in units.numbers)
    return _matrix([list(known)], len(units.numbers))


def stem(part: str) -> str:
    """Return what is compared of a word or a part of one.

    >>> stem("schuhen"), stem("跑鞋")
    ('schuh', '跑鞋')
    """
    return part if is_unspaced(part) else part[:_STEM]


def _told(numbers: Mapping[str, int], times: Mapping[str, int]) -> list[str]:
    """Return how people are told each unit: by the word that it mostly is, else by what all its words share.

    The latter ends in an ellipsis where it is no word itself: *leder…* of *lederlampen* and *lederstühle*. Only that,
    as *schwi…* of forty *schwimm* and one *schwinge*, would leave people to guess.
    """
    words: list[list[str]] = [[] for _ in numbers]
    for part in sorted(times, key=lambda part: (-times[part], len(part), part)):
        words[numbers[stem(part)]].append(part)
    return [_told_by(own, times) for own in words]


def _told_by(words: Sequence[str], times: Mapping[str, int]) -> str:
    if 2 * times[words[0]] > sum(times[word] for word in words):
        return words[0]
    shared = _shared(min(words), max(words))  # what these two share, all in between do
    return shared if shared in times else f"{shared}…"


def _shared(one: str, other: str) -> str:
    """Return what both begin with."""
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one[:at]


def _matrix(rows: Sequence[Sequence[int]], width: int) -> sparse.csr_matrix:
    starts = np.cumsum([0, *map(len, rows)])
    numbers = np.array([number for row in rows for number in row], dtype=np.int64)
    return sparse.csr_matrix((np.ones(len(numbers)), numbers, starts), shape=(len(rows), max(1, width)))
