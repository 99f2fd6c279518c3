"""Resemblance: which labels of a language share rare words, parts of words and letters, and how much."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from taxonomy_service.boundaries.units import FloatArray, IntArray, Units, units_of
from taxonomy_service.boundaries.words import is_unspaced, runs

_LETTERS = (3, 4, 5)
_UNIT_WEIGHT = 3  # a whole word or part counts as much as so many of its letters
_BLOCK = 2000  # rows at a time, for memory
MOST_NEIGHBOURS = 50
_LEAST = 0.05
_COMMON = 0.03  # a piece in more of the labels than this says nothing and costs most
_COMMON_IN_SMALL = 30

_Piece = str | int
"""Letters, or the number of a unit."""


@dataclass(frozen=True, slots=True)
class Resemblances:
    """The labels of one language as weighted pieces (rows of at most length 1), and the pieces' numbers and weights."""

    numbers: dict[_Piece, int]
    weights: FloatArray
    kept: FloatArray
    rows: sparse.csr_matrix
    columns: sparse.csc_matrix


def build_resemblances(keys: Sequence[str], units: Units) -> Resemblances:
    """Weigh the pieces of all labels of a language: the rarer, the more it counts, but what stands once, nothing."""
    numbers: dict[_Piece, int] = {}
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for i, key in enumerate(keys):
        for piece, count in _pieces(key, _row(units.rows, i)).items():
            rows.append(i)
            columns.append(numbers.setdefault(piece, len(numbers)))
            values.append(count**0.5)
    shape = (len(keys), max(1, len(numbers)))
    raw = sparse.csr_matrix((np.array(values), (rows, columns)), shape=shape)
    labels = sum(map(bool, keys))
    seen = np.bincount(raw.indices, minlength=shape[1])
    weights = np.where(seen < 2, 0.0, np.maximum(np.log((labels + 1) / (seen + 0.5)), 0))
    kept = (seen <= max(_COMMON_IN_SMALL, _COMMON * labels)).astype(float)
    own = _weighed(raw, weights, kept)
    return Resemblances(numbers, weights, kept, own, own.T.tocsc())


def resembling(known: Resemblances, rows: sparse.csr_matrix, concepts: IntArray) -> sparse.csr_matrix:
    """Return for each row, which stands for the concept of the same place, its 50 most similar labels (0..1).

    The label of the concept itself is never among them.
    """
    blocks = []
    for start in range(0, rows.shape[0], _BLOCK):
        near = (rows[start : start + _BLOCK] @ known.columns).tocoo()
        apart = (near.col != concepts[start + near.row]) & (near.data >= _LEAST)
        block = sparse.csr_matrix((near.data[apart], (near.row[apart], near.col[apart])), shape=near.shape)
        blocks.append(strongest(block, MOST_NEIGHBOURS))
    return sparse.vstack(blocks).tocsr() if blocks else sparse.csr_matrix((0, known.rows.shape[0]))


def row_of(known: Resemblances, units: Units, key: str) -> sparse.csr_matrix:
    """Return the row of a label that need not be in the vocabulary."""
    pieces = _pieces(key, _row(units_of(units, key), 0))
    found = {known.numbers[piece]: count**0.5 for piece, count in pieces.items() if piece in known.numbers}
    raw = sparse.csr_matrix((list(found.values()), (np.zeros(len(found), int), list(found))), (1, len(known.weights)))
    return _weighed(raw, known.weights, known.kept)


def strongest(matrix: sparse.csr_matrix, most: int) -> sparse.csr_matrix:
    """Keep the largest entries of every row, at most so many."""
    kept = list(_strongest(matrix, most))
    starts = np.cumsum([0, *(len(places) for places in kept)])
    places = np.concatenate(kept) if kept else np.zeros(0, dtype=np.int64)
    return sparse.csr_matrix((matrix.data[places], matrix.indices[places], starts), shape=matrix.shape)


def _strongest(matrix: sparse.csr_matrix, most: int) -> Iterator[IntArray]:
    for start, end in zip(matrix.indptr[:-1], matrix.indptr[1:], strict=True):
        if end - start <= most:
            yield np.arange(start, end)
        else:
            yield start + np.sort(np.argpartition(matrix.data[start:end], end - start - most)[end - start - most :])


def _row(matrix: sparse.csr_matrix, i: int) -> IntArray:
    numbers: IntArray = matrix.indices[matrix.indptr[i] : matrix.indptr[i + 1]]
    return numbers


def _weighed(raw: sparse.csr_matrix, weights: FloatArray, kept: FloatArray) -> sparse.csr_matrix:
    weighed = raw @ sparse.diags(weights)
    lengths = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
    own = sparse.csr_matrix(sparse.diags(1 / np.maximum(lengths, 1e-12)) @ weighed @ sparse.diags(kept))
    own.eliminate_zeros()
    return own


def _pieces(key: str, units: Iterable[int]) -> Counter[_Piece]:
    """Count the letters of each word three, four and five at a time, in scripts without spaces one and two."""
    pieces: Counter[_Piece] = Counter()
    for run in runs(key):
        if is_unspaced(run):
            for letter in run:
                pieces[letter] += 1
            pieces.update(run[i : i + 2] for i in range(len(run) - 1))
        else:
            ended = f"^{run}$"
            for length in _LETTERS:
                pieces.update(ended[i : i + length] for i in range(max(1, len(ended) - length + 1)))
    for unit in units:
        pieces[int(unit)] += _UNIT_WEIGHT
    return pieces
