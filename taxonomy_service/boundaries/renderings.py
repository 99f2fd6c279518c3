"""Renderings: which words of one language stand for which of another, learned from the vocabulary's own labels.

A vocabulary in several languages is a small parallel text: each concept's labels say the same. Counts of words that
render one another come from expectation maximisation (Brown et al. 1993, model 1). What a label is judged by never
includes what was learned from that very label.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import sparse

from taxonomy_service.boundaries.units import FloatArray, IntArray

Before: TypeAlias = tuple[sparse.csr_matrix, sparse.csr_matrix]

_ROUNDS = 4
_DOUBT = 1.0  # occurrences that a word must have before half of what it shows is believed


@dataclass(frozen=True, slots=True)
class Renderings:
    """How often the units of one language are rendered by those of another.

    `pairs` holds unit * width + other unit, sorted; `chances` (0..1) that the first is rendered by the second, `counts`
    in how many labels, `totals` in how many the first is rendered at all; `usual` is the share that a unit of a label
    finds of its renderings there, over the whole vocabulary.
    """

    width: int
    pairs: IntArray
    chances: FloatArray
    counts: FloatArray
    totals: FloatArray
    usual: float


@dataclass(frozen=True, slots=True)
class Accounts:
    """For each unit of each label: how much of what renders it elsewhere is in the other language's label.

    `share` is 0..1 less what is usual, about 0 where nothing is known; `strength` in how many other labels it was seen.
    """

    share: FloatArray
    strength: FloatArray


@dataclass(frozen=True, slots=True)
class _Entries:
    """Every unit of a label beside every unit of the other label: the concept, where the two stand, which they are."""

    row: IntArray
    first: IntArray
    second: IntArray
    pairs: IntArray
    units: IntArray


def learn_renderings(own: sparse.csr_matrix, other: sparse.csr_matrix) -> Renderings:
    """Learn from two languages' units of the same concepts."""
    entries = _entries(own, other)
    width = other.shape[1]
    pairs, inverse = np.unique(entries.pairs, return_inverse=True)
    units = pairs // width
    chances = np.ones(len(pairs))
    counts: FloatArray = np.zeros(0)
    totals: FloatArray = np.zeros(0)
    for _ in range(_ROUNDS + 1):
        counts = _sums(inverse, _shares(entries, chances[inverse]), length=len(pairs))
        totals = _sums(units, counts, length=own.shape[1])
        chances = counts / np.maximum(totals[units], 1e-12)
    learned = Renderings(width, pairs, chances, counts, totals, 0.0)
    hits, seen = _hits(learned, entries, own.nnz, None)
    usual = float(hits.sum() / max(seen.sum(), 1e-12))
    return Renderings(width, pairs, chances, counts, totals, usual)


def account(
    learned: Renderings, own: sparse.csr_matrix, other: sparse.csr_matrix, before: Before | None = None
) -> Accounts:
    """Say for each unit of `own` how well `other` accounts for it.

    `before` are the same labels as they were learned from, where they have changed since.
    """
    hits, seen = _hits(learned, _entries(own, other), own.nnz, before and _entries(*before))
    return Accounts((hits + _DOUBT * learned.usual) / (seen + _DOUBT) - learned.usual, seen)


def usual_rendering(learned: Renderings, unit: int) -> tuple[int, float, float]:
    """Return the commonest rendering of a unit, its share of all, and how often the unit is rendered; -1 if never."""
    start, end = np.searchsorted(learned.pairs, [unit * learned.width, (unit + 1) * learned.width])
    if start == end:
        return -1, 0.0, 0.0
    best = start + int(np.argmax(learned.counts[start:end]))
    total = float(learned.totals[unit])
    return int(learned.pairs[best] % learned.width), float(learned.counts[best]) / max(total, 1e-12), total


def likeness(learned: Renderings, one: int, other: int) -> float | None:
    """Return what share (0..1) of their renderings two units have in common; None where either is seldom rendered.

    One label of each is left out, which may be that of a concept that names both.

    >>> learned = learn_renderings(sparse.csr_matrix([[1, 0], [1, 0], [0, 1], [0, 1]]), sparse.csr_matrix([[1.0]] * 4))
    >>> likeness(learned, 0, 1)
    1.0
    """
    first, second = _usual_shares(learned, one), _usual_shares(learned, other)
    if not first or not second:
        return None
    return sum(min(share, second[unit]) for unit, share in first.items() if unit in second)


def _usual_shares(learned: Renderings, unit: int) -> dict[int, float]:
    """Return what renders a unit in more than one label, with the share of its labels but one."""
    start, end = np.searchsorted(learned.pairs, [unit * learned.width, (unit + 1) * learned.width])
    rest = float(learned.totals[unit]) - 1
    if start == end or rest < 1:
        return {}
    others, counts = learned.pairs[start:end] % learned.width, learned.counts[start:end] - 1
    return {int(at): float(count) / rest for at, count in zip(others, counts, strict=True) if count > 0}


def _entries(own: sparse.csr_matrix, other: sparse.csr_matrix) -> _Entries:
    here, there = np.diff(own.indptr), np.diff(other.indptr)
    both = np.nonzero((here > 0) & (there > 0))[0]
    sizes = (here[both] * there[both]).astype(np.int64)
    row = np.repeat(both, sizes)
    offset = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    first = own.indptr[row] + offset // there[row]
    second = other.indptr[row] + offset % there[row]
    units = own.indices[first].astype(np.int64)
    return _Entries(row, first, second, units * other.shape[1] + other.indices[second], units)


def _shares(entries: _Entries, chances: FloatArray) -> FloatArray:
    """Divide each unit of the other label among the units of this one that may have called for it."""
    whole = _sums(entries.second, chances)
    return chances / np.maximum(whole[entries.second], 1e-12) if len(chances) else chances


def _hits(learned: Renderings, entries: _Entries, units: int, before: _Entries | None) -> tuple[FloatArray, FloatArray]:
    """Return, for each unit of each label, in how many other labels it was rendered as here, and rendered at all."""
    hits, seen = np.zeros(units), np.zeros(units)
    if not len(entries.pairs) or not len(learned.pairs):
        return hits, seen
    at, found = _find(learned, entries)
    own_share, own_total = _own_part(learned, entries, before or entries)
    counts = np.maximum(np.where(found, learned.counts[at], 0.0) - own_share, 0)
    seen[entries.first] = np.maximum(learned.totals[entries.units] - own_total, 0)
    return _sums(entries.first, counts, length=units), seen


def _find(learned: Renderings, entries: _Entries) -> tuple[IntArray, npt.NDArray[np.bool_]]:
    at = np.minimum(np.searchsorted(learned.pairs, entries.pairs), len(learned.pairs) - 1)
    return at, learned.pairs[at] == entries.pairs


def _own_part(learned: Renderings, entries: _Entries, before: _Entries) -> tuple[FloatArray, FloatArray]:
    """Return what the labels themselves taught: of each entry's count, and of its unit's total."""
    if not len(before.pairs):
        return np.zeros(len(entries.pairs)), np.zeros(len(entries.pairs))
    at, found = _find(learned, before)
    taught = np.where(found, _shares(before, learned.chances[at]), 0.0)
    whole = _sums(before.first, taught)
    if before is entries:
        return taught, whole[entries.first]
    span = int(max(entries.pairs.max(), before.pairs.max())) + 1
    share = _look_up(entries.row * span + entries.pairs, before.row * span + before.pairs, taught)
    total = _look_up(entries.row * span + entries.units, before.row * span + before.units, whole[before.first])
    return share, total


def _look_up(wanted: IntArray, keys: IntArray, values: FloatArray) -> FloatArray:
    order = np.argsort(keys, kind="stable")
    at = np.minimum(np.searchsorted(keys[order], wanted), len(keys) - 1)
    return np.where(keys[order][at] == wanted, values[order][at], 0.0)


def _sums(places: IntArray, values: FloatArray, length: int = 0) -> FloatArray:
    return np.asarray(np.bincount(places, values, minlength=length), dtype=float)
