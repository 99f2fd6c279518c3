"""The labels under judgement: those of a vocabulary, or one that it need not have."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from taxonomy_service.boundaries.prepared import Prepared
from taxonomy_service.boundaries.resemblance import resembling, row_of
from taxonomy_service.boundaries.units import IntArray, units_of
from taxonomy_service.domain.forms import comparison_key
from taxonomy_service.domain.languages import LanguageTag

_BLOCK = 500  # labels at a time, for memory


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels of one language under judgement, a row each: their concepts, forms, keys, units and profiles.

    `changed` says that they are not those that the vocabulary was prepared with.
    """

    language: LanguageTag
    concepts: IntArray
    forms: Sequence[str]
    keys: Sequence[str]
    units: sparse.csr_matrix
    near: sparse.csr_matrix
    changed: bool = False


def all_labels(prepared: Prepared, language: LanguageTag) -> Labels:
    """Return the labels of a language as the vocabulary has them, without those borrowed."""
    vocabulary = prepared.vocabulary
    concepts = np.nonzero(prepared.present[language][: vocabulary.own])[0]
    keys = [vocabulary.keys[language][i] for i in concepts.tolist()]
    forms = [vocabulary.forms[language][i] for i in concepts.tolist()]
    units, near = (_rows(of, concepts) for of in (prepared.units[language].rows, prepared.near[language]))
    return Labels(language, concepts, forms, keys, units, near)


def _rows(matrix: sparse.csr_matrix, wanted: IntArray) -> sparse.csr_matrix:
    """Return the rows wanted, in ascending order; the matrix itself, not a copy, where these are all."""
    return matrix if len(wanted) == matrix.shape[0] else matrix[wanted]


def one_label(prepared: Prepared, language: LanguageTag, concept: int, form: str) -> Labels:
    """Return a label that the vocabulary need not have."""
    key = comparison_key(form, language)
    known, units = prepared.resemblances[language], prepared.units[language]
    near = resembling(known, row_of(known, units, key), np.array([concept]))
    changed = prepared.vocabulary.keys[language][concept] != key
    return Labels(language, np.array([concept]), [form], [key], units_of(units, key), near, changed)


def labels_now(
    prepared: Prepared, language: LanguageTag, concepts: Iterable[int], now: Mapping[int, str]
) -> list[Labels]:
    """Return the labels of concepts as like or unlike one another as they are now: those that changed, then the others.

    `now` holds the present forms of concepts, "" for none, where they may not be those that the vocabulary was prepared
    with. What has no label is left out.
    """
    keys = prepared.vocabulary.keys[language]
    new = {i: comparison_key(form, language) for i, form in now.items()}
    moved = {i: key for i, key in new.items() if key != keys[i]}
    wanted = [i for i in concepts if new.get(i, keys[i])]
    groups = [i for i in wanted if i in moved], [i for i in wanted if i not in moved]
    return [
        _as_now(prepared, language, group[start : start + _BLOCK], now, moved)
        for group in groups
        for start in range(0, len(group), _BLOCK)
    ]


def _as_now(
    prepared: Prepared, language: LanguageTag, concepts: list[int], now: Mapping[int, str], moved: Mapping[int, str]
) -> Labels:
    """Return labels all of which changed, or none; `moved` holds the new keys of all labels that changed."""
    vocabulary, known, units = prepared.vocabulary, prepared.resemblances[language], prepared.units[language]
    rows = {i: row_of(known, units, key) for i, key in moved.items()}
    pieces = sparse.vstack([rows[i] if i in rows else known.rows[i] for i in concepts]).tocsr()
    changed = concepts[0] in moved
    at = np.array(concepts)
    near = (resembling(known, pieces, at) if changed else prepared.near[language][at]).toarray()
    for other, row in rows.items():
        near[:, other] = np.where(at == other, 0.0, (pieces @ row.T).toarray().ravel())
    return Labels(
        language,
        at,
        [now.get(i, vocabulary.forms[language][i]) for i in concepts],
        [moved.get(i, vocabulary.keys[language][i]) for i in concepts],
        sparse.vstack([units_of(units, moved[i]) if i in moved else units.rows[i] for i in concepts]).tocsr(),
        sparse.csr_matrix(near),
        changed,
    )
