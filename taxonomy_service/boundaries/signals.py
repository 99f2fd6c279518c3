"""Signals: what each kind of evidence says of labels, as numbers that the scorer weighs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from rapidfuzz.fuzz import ratio
from scipy import sparse

from taxonomy_service.boundaries.lengths import beyond, measure
from taxonomy_service.boundaries.prepared import Prepared
from taxonomy_service.boundaries.profile import Agreement, agree
from taxonomy_service.boundaries.renderings import Accounts, account
from taxonomy_service.boundaries.resemblance import resembling, row_of
from taxonomy_service.boundaries.units import FloatArray, IntArray, units_of
from taxonomy_service.boundaries.vocabulary import Place, Vocabulary, place_of
from taxonomy_service.domain.languages import LanguageTag


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels of one language under judgement, a row each: the concepts they stand on, their keys, units and profiles.

    `changed` says that they are not those that the vocabulary was prepared with.
    """

    language: LanguageTag
    concepts: IntArray
    keys: Sequence[str]
    units: sparse.csr_matrix
    near: sparse.csr_matrix
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Signals:
    """The numbers, a row for each label under each name, and what they were read from, for the reasons.

    `shares` and `strengths` tell for every unit of the labels how well the other languages account for it.
    """

    labels: Labels
    values: dict[str, FloatArray]
    agreement: Agreement
    shares: FloatArray
    strengths: FloatArray


def all_labels(prepared: Prepared, language: LanguageTag) -> Labels:
    """Return the labels of a language as the vocabulary has them."""
    vocabulary = prepared.vocabulary
    concepts = np.nonzero(prepared.present[language])[0]
    keys = [vocabulary.keys[language][i] for i in concepts.tolist()]
    return Labels(language, concepts, keys, prepared.units[language].rows[concepts], prepared.near[language][concepts])


def one_label(prepared: Prepared, language: LanguageTag, concept: int, key: str) -> Labels:
    """Return a label that the vocabulary need not have."""
    known, units = prepared.resemblances[language], prepared.units[language]
    near = resembling(known, row_of(known, units, key), np.array([concept]))
    changed = prepared.vocabulary.keys[language][concept] != key
    return Labels(language, np.array([concept]), [key], units_of(units, key), near, changed)


def read_signals(prepared: Prepared, labels: Labels) -> Signals:
    """Ask every kind of evidence that needs nothing but the vocabulary."""
    agreement = agree(labels.near, prepared.witnesses[labels.language], labels.concepts)
    told = _accounted(prepared, labels)
    values = {
        **_agreeing(prepared, labels, agreement),
        **_told(labels, told),
        **_missing(prepared, labels),
        **_lengths(prepared, labels),
        **_forms(prepared, labels),
        **_places(prepared, labels),
    }
    return Signals(labels, values, agreement, told.shares, told.strengths)


def candidate_places(vocabulary: Vocabulary, labels: Labels, agreement: Agreement) -> list[Place | None]:
    """Say where the best candidate of each label stands."""
    return [
        place_of(vocabulary, int(other), int(own)) if other >= 0 else None
        for own, other in zip(labels.concepts, agreement.candidates[:, 0], strict=True)
    ]


def _agreeing(prepared: Prepared, labels: Labels, agreement: Agreement) -> dict[str, FloatArray]:
    margin = np.maximum(agreement.scores[:, 0] - agreement.own, 0)
    places = candidate_places(prepared.vocabulary, labels, agreement)
    apart = {f"margin-{place}": np.where([found is place for found in places], margin, 0.0) for place in Place}
    signed = agreement.scores[:, 0] - agreement.own
    return {"agreement": agreement.own, "margin": signed, **apart, "neighbours": np.log1p(agreement.size)}


class _Told(NamedTuple):
    """How well the other languages account for each unit of the labels, all together and the source alone."""

    shares: FloatArray
    strengths: FloatArray
    source: FloatArray


def _accounted(prepared: Prepared, labels: Labels) -> _Told:
    shares, strengths, voices = (np.zeros(labels.units.nnz) for _ in range(3))
    source = np.zeros(labels.units.nnz)
    per_label = np.diff(labels.units.indptr)
    for other in prepared.vocabulary.languages:
        if other == labels.language:
            continue
        told = _account(prepared, labels, other, reverse=False)
        heard = np.repeat(prepared.present[other][labels.concepts], per_label)
        shares += told.share * heard
        strengths += told.strength * heard
        voices += heard
        if other == prepared.vocabulary.source:
            source = told.share
    return _Told(shares / np.maximum(voices, 1), strengths / np.maximum(voices, 1), source)


def _account(prepared: Prepared, labels: Labels, other: LanguageTag, *, reverse: bool) -> Accounts:
    """Account for the labels' units by another language's, or in reverse."""
    there = prepared.units[other].rows[labels.concepts]
    was = prepared.units[labels.language].rows[labels.concepts] if labels.changed else labels.units
    if reverse:
        before = (there, was) if labels.changed else None
        return account(prepared.renderings[other, labels.language], there, labels.units, before)
    before = (was, there) if labels.changed else None
    return account(prepared.renderings[labels.language, other], labels.units, there, before)


def _told(labels: Labels, told: _Told) -> dict[str, FloatArray]:
    starts, sizes = labels.units.indptr, np.diff(labels.units.indptr)
    contradicted = told.shares * np.log1p(told.strengths)
    return {
        "accounted": _sums(told.shares, starts) / np.maximum(sizes, 1),
        "accounted-least": _least(told.shares, starts),
        "accounted-source-least": _least(told.source, starts),
        "contradicted": _least(contradicted, starts),
        "seen": np.log1p(_least(told.strengths, starts)),
    }


def _missing(prepared: Prepared, labels: Labels) -> dict[str, FloatArray]:
    """Say how much of what stands in the other languages' labels is rendered in these."""
    rows = len(labels.concepts)
    mean, least, voices, source, source_least = (np.zeros(rows) for _ in range(5))
    for other in prepared.vocabulary.languages:
        if other == labels.language:
            continue
        starts = prepared.units[other].rows[labels.concepts].indptr
        told = _account(prepared, labels, other, reverse=True)
        heard = prepared.present[other][labels.concepts]
        own_mean = _sums(told.share, starts) / np.maximum(np.diff(starts), 1)
        own_least = _least(told.share, starts)
        mean, least, voices = mean + own_mean * heard, least + own_least * heard, voices + heard
        if other == prepared.vocabulary.source:
            source, source_least = own_mean, own_least
    voices = np.maximum(voices, 1)
    return {
        "rendered": mean / voices,
        "rendered-least": least / voices,
        "rendered-source": source,
        "rendered-source-least": source_least,
    }


def _lengths(prepared: Prepared, labels: Labels) -> dict[str, FloatArray]:
    own, line = measure(labels.keys), prepared.lengths[labels.language]
    others = prepared.expected[labels.language]
    concepts = labels.concepts
    longer = beyond(line.letters, others.letters[concepts], own.letters)
    return {
        "longer": longer,
        "length-apart": np.abs(longer),
        "more-words": beyond(line.words, others.words[concepts], own.words),
        "words-of-others": others.words[concepts],
        "coordinated-more": own.coordinations - others.coordinations[concepts],
        "coordinated-others": others.coordinations[concepts],
    }


def _forms(prepared: Prepared, labels: Labels) -> dict[str, FloatArray]:
    vocabulary, language = prepared.vocabulary, labels.language
    others = [other for other in vocabulary.languages if other != language]
    places = prepared.places[language]
    near = np.array(
        [
            [ratio(key, vocabulary.keys[other][i]) / 100 if vocabulary.keys[other][i] else 0.0 for other in others]
            for i, key in zip(labels.concepts, labels.keys, strict=True)
        ]
    ).reshape(len(labels.keys), len(others))
    source = vocabulary.keys[vocabulary.source]
    return {
        "untranslated": np.array(
            [float(source[i] == key) for i, key in zip(labels.concepts, labels.keys, strict=True)]
        ),
        "shared": np.log1p(
            [len(set(places.get(key, ())) - {i}) for i, key in zip(labels.concepts, labels.keys, strict=True)]
        ),
        "as-above": np.array(
            [
                float(any(vocabulary.keys[language][above] == key for above in vocabulary.broader[i]))
                for i, key in zip(labels.concepts, labels.keys, strict=True)
            ]
        ),
        "cognate": near.max(axis=1, initial=0.0),
        "cognates": near.mean(axis=1) if others else np.zeros(len(labels.keys)),
        "cognate-source": near[:, others.index(vocabulary.source)]
        if vocabulary.source in others
        else np.zeros(len(labels.keys)),
    }


def _places(prepared: Prepared, labels: Labels) -> dict[str, FloatArray]:
    vocabulary = prepared.vocabulary
    return {
        "leaf": np.array([float(not vocabulary.narrower[i]) for i in labels.concepts]),
        "siblings": np.log1p(
            [
                max((len(vocabulary.narrower[above]) for above in vocabulary.broader[i]), default=0)
                for i in labels.concepts
            ]
        ),
    }


def _sums(values: FloatArray, starts: IntArray) -> FloatArray:
    return np.diff(np.concatenate([[0.0], np.cumsum(values)])[starts])


def _least(values: FloatArray, starts: IntArray) -> FloatArray:
    """Return the least value of each row, 0 where the row is empty."""
    least = np.zeros(len(starts) - 1)
    filled = np.diff(starts) > 0
    if filled.any():
        least[filled] = np.minimum.reduceat(values, starts[:-1][filled])
    return least
