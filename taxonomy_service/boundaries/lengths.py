"""Lengths: how long a label of a language is, by letters, units and coordinated parts, against its other languages."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from taxonomy_service.boundaries.units import FloatArray
from taxonomy_service.boundaries.words import runs
from taxonomy_service.domain.languages import LanguageTag

# "and" and "or" of the languages of the European Union, of its neighbours and of the largest others.
_AND = (
    "and or und oder et ou y e o u i og eller och en of ja tai oraz lub albo a nebo alebo in ali si și sau és vagy "
    "da ve veya и или та або й και ή و أو ו או और या dan atau và hoặc"
)
COORDINATION = re.compile(rf"[&/,;・、,،和與及或]|(?<=\w)[와과]\s|\s및\s|(?<=\w)や|\b(?:{'|'.join(_AND.split())})\b")
_JOINED = re.compile(rf"&|\b(?:{'|'.join(_AND.split())})\b")  # without commas, which part the names of one thing too
_MOST_PARTS = 3
_LEAST_DISTANCE = 0.2  # where all labels are of the length expected, a small distance is no news


@dataclass(frozen=True, slots=True)
class Lengths:
    """How the lengths of a language follow the mean lengths of the others: intercept, slope, usual distance from it."""

    letters: FloatArray
    words: FloatArray


@dataclass(frozen=True, slots=True)
class Measures:
    """Letters (natural logarithm of one more), words and coordinations (at most 3) of some labels."""

    letters: FloatArray
    words: FloatArray
    coordinations: FloatArray


def measure(keys: Sequence[str]) -> Measures:
    """Measure comparison keys.

    >>> measure(["cement, mortar & concrete mixes"]).coordinations
    array([2.])
    """
    return Measures(
        np.log1p(np.array([len(key) for key in keys], dtype=float)),
        np.array([len(runs(key)) for key in keys], dtype=float),
        np.minimum(_MOST_PARTS, np.array([len(COORDINATION.findall(key)) for key in keys], dtype=float)),
    )


def share_of_lists(keys: Sequence[str]) -> float:
    """Return the share (0..1) of the comparison keys that name several things, joined by "and" or "or".

    >>> share_of_lists(["curtains & drapes", "great white shark, white shark", ""])
    0.5
    """
    named = [key for key in keys if key]
    return sum(bool(_JOINED.search(key)) for key in named) / max(1, len(named))


def learn_lengths(own: Measures, others: Measures) -> Lengths:
    """Learn how long the labels of a language are, given the means of the others."""
    both = (own.letters > 0) & (others.letters > 0)
    return Lengths(_line(others.letters[both], own.letters[both]), _line(others.words[both], own.words[both]))


def mean_of_others(measured: Mapping[LanguageTag, Measures], language: LanguageTag) -> Measures:
    """Return the mean measures of a concept's labels in all languages but one; 0 where there are none."""
    others = [of for other, of in measured.items() if other != language]
    nothing = np.zeros(len(measured[language].letters))
    voices = np.maximum(1, sum(((of.letters > 0).astype(float) for of in others), nothing))
    return Measures(
        sum((of.letters for of in others), nothing) / voices,
        sum((of.words for of in others), nothing) / voices,
        sum((of.coordinations for of in others), nothing) / voices,
    )


def beyond(line: FloatArray, others: FloatArray, own: FloatArray) -> FloatArray:
    """Return by how much the own measures exceed what the others make expect, in the language's usual distances."""
    more: FloatArray = (own - line[0] - line[1] * others) / line[2]
    return more


def _line(x: FloatArray, y: FloatArray) -> FloatArray:
    """Fit a line by least squares, flat where x does not vary, with the root of the mean square distance from it."""
    if not len(x):
        return np.array([0.0, 0.0, 1.0])
    spread = float(((x - x.mean()) ** 2).sum())
    slope = float(((x - x.mean()) * (y - y.mean())).sum()) / spread if spread > 1e-9 else 0.0
    start = float(y.mean()) - slope * float(x.mean())
    distance = float(np.sqrt(((y - start - slope * x) ** 2).mean()))
    return np.array([start, slope, max(distance, _LEAST_DISTANCE)])
