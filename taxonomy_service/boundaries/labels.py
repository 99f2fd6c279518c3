"""The labels under judgement: those of a vocabulary, or one that it need not have."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from taxonomy_service.boundaries.prepared import Prepared
from taxonomy_service.boundaries.resemblance import resembling, row_of
from taxonomy_service.boundaries.units import IntArray, units_of
from taxonomy_service.domain.forms import comparison_key
from taxonomy_service.domain.languages import LanguageTag


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
    """Return the labels of a language as the vocabulary has them."""
    vocabulary = prepared.vocabulary
    concepts = np.nonzero(prepared.present[language])[0]
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


def beside_edited(prepared: Prepared, edited: Labels, concepts: IntArray) -> Labels:
    """Return the labels of other concepts, as like or unlike the edited label as they are now."""
    language, at = edited.language, int(edited.concepts[0])
    vocabulary, known = prepared.vocabulary, prepared.resemblances[language]
    near = prepared.near[language][concepts].toarray()
    new = row_of(known, prepared.units[language], edited.keys[0])
    near[:, at] = (known.rows[concepts] @ new.T).toarray().ravel()
    return Labels(
        language,
        concepts,
        [vocabulary.forms[language][i] for i in concepts.tolist()],
        [vocabulary.keys[language][i] for i in concepts.tolist()],
        prepared.units[language].rows[concepts],
        sparse.csr_matrix(near),
    )
