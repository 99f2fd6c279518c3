"""Drifts: whether the words of a label are those of a concept above or below rather than of its own."""

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from taxonomy_service.boundaries.labels import Labels
from taxonomy_service.boundaries.prepared import Prepared
from taxonomy_service.boundaries.renderings import Before, account
from taxonomy_service.boundaries.units import FloatArray, IntArray


def drift_signals(prepared: Prepared, labels: Labels) -> dict[str, FloatArray]:
    """Say by how much the source's labels above and below account better for the words of labels than their own do.

    The best of several counts; 0 where there is none.
    """
    vocabulary, concepts = prepared.vocabulary, labels.concepts.tolist()
    if labels.language == vocabulary.source:
        return {name: np.zeros(len(concepts)) for name in ("accounted-above", "accounted-below")}
    rows = np.arange(len(concepts))
    own = _accounted(prepared, labels, rows, labels.concepts)
    return {
        "accounted-above": _best(prepared, labels, own, [vocabulary.broader[i] for i in concepts]),
        "accounted-below": _best(prepared, labels, own, [vocabulary.narrower[i] for i in concepts]),
    }


def _best(prepared: Prepared, labels: Labels, own: FloatArray, near: Sequence[Sequence[int]]) -> FloatArray:
    rows = np.repeat(np.arange(len(near)), [len(of) for of in near])
    others = np.array([other for of in near for other in of], dtype=np.int64)
    best = np.zeros(len(near))
    if len(rows):
        more = _accounted(prepared, labels, rows, others) - own[rows]
        first = np.nonzero(np.diff(rows, prepend=-1))[0]
        best[rows[first]] = np.maximum.reduceat(more, first)
    return best


def _accounted(prepared: Prepared, labels: Labels, rows: IntArray, others: IntArray) -> FloatArray:
    """Return how well the source's label of another concept accounts for each label, which has no say in it."""
    units, source = labels.units[rows], prepared.units[prepared.vocabulary.source].rows
    concepts = labels.concepts[rows]
    taught: Before = (_as_learned(prepared, labels, rows), source[concepts])
    renderings = prepared.renderings[labels.language, prepared.vocabulary.source]
    shares = account(renderings, units, source[others], taught).share
    sums = np.diff(np.concatenate([[0.0], np.cumsum(shares)])[units.indptr])
    mean: FloatArray = sums / np.maximum(np.diff(units.indptr), 1)
    return mean


def _as_learned(prepared: Prepared, labels: Labels, rows: IntArray) -> sparse.csr_matrix:
    if labels.changed:
        return prepared.units[labels.language].rows[labels.concepts[rows]]
    return labels.units[rows]
