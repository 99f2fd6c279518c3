"""Drifts: whether the words of a label are those of its own concept, or of one below or beside it."""

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from taxonomy_service.boundaries.labels import Labels
from taxonomy_service.boundaries.prepared import Prepared
from taxonomy_service.boundaries.renderings import Before, account
from taxonomy_service.boundaries.units import FloatArray, IntArray
from taxonomy_service.boundaries.vocabulary import beside

_MOST_BESIDE = 12
_NAMES = ("unaccounted", "accounted-below", "accounted-beside")


def drift_signals(prepared: Prepared, labels: Labels) -> dict[str, FloatArray]:
    """Say how far the words of labels are not accounted for by their own concepts in the source, but by those near.

    `unaccounted` sums over a label's words what is missing of the usual (at most 0); the others say by how much the
    source's labels below and beside account better for the label than its own does: the best of several counts, 0
    where there is none.
    """
    vocabulary, concepts = prepared.vocabulary, labels.concepts.tolist()
    if labels.language == vocabulary.source:
        return {name: np.zeros(len(concepts)) for name in _NAMES}
    shares = _shares(prepared, labels, np.arange(len(concepts)), labels.concepts)
    own = _sums(shares, labels.units.indptr) / np.maximum(np.diff(labels.units.indptr), 1)
    return {
        "unaccounted": _sums(np.minimum(shares, 0), labels.units.indptr),
        "accounted-below": _best(prepared, labels, own, [vocabulary.narrower[i] for i in concepts]),
        "accounted-beside": _best(prepared, labels, own, [beside(vocabulary, i)[:_MOST_BESIDE] for i in concepts]),
    }


def _best(prepared: Prepared, labels: Labels, own: FloatArray, near: Sequence[Sequence[int]]) -> FloatArray:
    rows = np.repeat(np.arange(len(near)), [len(of) for of in near])
    others = np.array([other for of in near for other in of], dtype=np.int64)
    best = np.zeros(len(near))
    if len(rows):
        starts = labels.units[rows].indptr
        shares = _shares(prepared, labels, rows, others)
        more = _sums(shares, starts) / np.maximum(np.diff(starts), 1) - own[rows]
        first = np.nonzero(np.diff(rows, prepend=-1))[0]
        best[rows[first]] = np.maximum.reduceat(more, first)
    return best


def _shares(prepared: Prepared, labels: Labels, rows: IntArray, others: IntArray) -> FloatArray:
    """Return how well the source's label of a concept accounts for each word of labels, which have no say in it."""
    units, source = labels.units[rows], prepared.units[prepared.vocabulary.source].rows
    taught: Before = (_as_learned(prepared, labels, rows), source[labels.concepts[rows]])
    renderings = prepared.renderings[labels.language, prepared.vocabulary.source]
    return account(renderings, units, source[others], taught).share


def _sums(values: FloatArray, starts: IntArray) -> FloatArray:
    sums: FloatArray = np.diff(np.concatenate([[0.0], np.cumsum(values)])[starts])
    return sums


def _as_learned(prepared: Prepared, labels: Labels, rows: IntArray) -> sparse.csr_matrix:
    if labels.changed:
        return prepared.units[labels.language].rows[labels.concepts[rows]]
    return labels.units[rows]
