"""Profiles: a label described by the labels that resemble it, a concept by those of its other languages.

Where the profile of a label agrees better with another concept than with its own, the label may have drifted.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from taxonomy_service.boundaries.resemblance import strongest
from taxonomy_service.boundaries.units import FloatArray, IntArray

_MOST_WITNESSES = 60
_MOST_CANDIDATES = 6


@dataclass(frozen=True, slots=True)
class Witnesses:
    """What the languages but one say of every concept: the mean of their labels' profiles, whole and at length 1."""

    means: sparse.csr_matrix
    pointed: sparse.csc_matrix


@dataclass(frozen=True, slots=True)
class Agreement:
    """How the profiles of some labels agree (0..1) with their own concepts and with the best others.

    `candidates` holds up to six other concepts a row, best first, -1 where there are fewer, `scores` their agreement.
    """

    own: FloatArray
    size: FloatArray
    candidates: IntArray
    scores: FloatArray


def gather_witnesses(total: sparse.csr_matrix, own: sparse.csr_matrix, voices: FloatArray) -> Witnesses:
    """Take a language's profiles from the sum over all languages; `voices` counts the other languages of a concept."""
    rest = sparse.csr_matrix(total - own)
    rest.data[rest.data < 1e-9] = 0
    rest.eliminate_zeros()
    means = sparse.csr_matrix(sparse.diags(1 / np.maximum(voices, 1)) @ rest)
    return Witnesses(means, sparse.csc_matrix(_of_length_one(strongest(means, _MOST_WITNESSES)).T))


def agree(near: sparse.csr_matrix, witnesses: Witnesses, concepts: IntArray) -> Agreement:
    """Compare the profiles `near` of labels, a row for each concept, with what the witnesses say of all concepts."""
    means = witnesses.means[concepts]
    size, lengths = row_lengths(near), row_lengths(means)
    own = np.asarray(near.multiply(means).sum(axis=1)).ravel() / np.maximum(size * lengths, 1e-12)
    scores = sparse.csr_matrix(_of_length_one(near) @ witnesses.pointed)
    candidates, best = _best_others(strongest(scores, _MOST_CANDIDATES + 1), concepts)
    return Agreement(own, size, candidates, best)


def agree_with(near: sparse.csr_matrix, witnesses: Witnesses, concept: int) -> float:
    """Compare the profile of one label with what the witnesses say of any one concept."""
    means = witnesses.means[concept]
    lengths = float(row_lengths(near)[0]) * float(row_lengths(means)[0])
    return float(near.multiply(means).sum()) / max(lengths, 1e-12)


def row_lengths(matrix: sparse.csr_matrix) -> FloatArray:
    """Return the Euclidean length of every row."""
    lengths: FloatArray = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1), dtype=float).ravel())
    return lengths


def _of_length_one(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    return sparse.csr_matrix(sparse.diags(1 / np.maximum(row_lengths(matrix), 1e-12)) @ matrix)


def _best_others(scores: sparse.csr_matrix, concepts: IntArray) -> tuple[IntArray, FloatArray]:
    shape = (scores.shape[0], _MOST_CANDIDATES)
    candidates, best = np.full(shape, -1, dtype=np.int64), np.zeros(shape)
    row = np.repeat(np.arange(shape[0]), np.diff(scores.indptr))
    apart = scores.indices != concepts[row]
    row, found, data = row[apart], scores.indices[apart], scores.data[apart]
    order = np.lexsort((found, -data, row))
    row, found, data = row[order], found[order], data[order]
    rank = np.arange(len(row)) - np.searchsorted(row, row)
    inside = rank < _MOST_CANDIDATES
    candidates[row[inside], rank[inside]] = found[inside]
    best[row[inside], rank[inside]] = data[inside]
    return candidates, best
