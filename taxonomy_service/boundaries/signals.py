"""Signals: what each kind of evidence says of labels, as numbers that the scorer weighs."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from rapidfuzz.fuzz import ratio

from taxonomy_service.boundaries.collapses import collapse_signals, stated_signals
from taxonomy_service.boundaries.drifts import drift_signals
from taxonomy_service.boundaries.labels import Labels
from taxonomy_service.boundaries.lengths import beyond, measure
from taxonomy_service.boundaries.lexical import knows_both, lexical_signals
from taxonomy_service.boundaries.lexicon import Lexicon
from taxonomy_service.boundaries.lists import list_signals
from taxonomy_service.boundaries.nearness import Nearness, nearness_signals
from taxonomy_service.boundaries.prepared import Prepared
from taxonomy_service.boundaries.profile import Agreement, agree
from taxonomy_service.boundaries.renderings import Accounts, account
from taxonomy_service.boundaries.senses import sense_signals
from taxonomy_service.boundaries.standing import Standing, standing_signals
from taxonomy_service.boundaries.units import FloatArray, IntArray
from taxonomy_service.boundaries.untranslated import untranslated_signals
from taxonomy_service.boundaries.vocabulary import Place, Vocabulary, place_of
from taxonomy_service.domain.languages import LanguageTag


@dataclass(frozen=True, slots=True)
class OutsideWitnesses:
    """What is asked beside the vocabulary: references, and a sentence encoder's vectors.

    `standing` is there where the vocabulary names things.
    """

    lexicon: Lexicon | None = None
    nearness: Nearness | None = None
    standing: Standing | None = None


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


def read_signals(prepared: Prepared, outside: OutsideWitnesses, labels: Labels) -> Signals:
    """Ask every kind of evidence that is there."""
    agreement = agree(labels.near, prepared.witnesses[labels.language], labels.concepts)
    told = _accounted(prepared, labels)
    values = {
        **_agreeing(prepared, labels, agreement),
        **_told(labels, told),
        **_rendered(prepared, labels),
        **_lengths(prepared, labels),
        **_forms(prepared, labels),
        **drift_signals(prepared, labels),
        **collapse_signals(prepared, labels),
        **list_signals(prepared, labels),
        **stated_signals(prepared.vocabulary, labels),
        **untranslated_signals(prepared.vocabulary, labels),
        **_outside(prepared.vocabulary, outside, labels),
        **_of_names(prepared, outside, labels),
    }
    return Signals(labels, values, agreement, told.shares, told.strengths)


def _outside(vocabulary: Vocabulary, outside: OutsideWitnesses, labels: Labels) -> dict[str, FloatArray]:
    if labels.language == vocabulary.source:
        return {}
    sources = [vocabulary.forms[vocabulary.source][i] for i in labels.concepts.tolist()]
    told: dict[str, FloatArray] = {}
    if outside.lexicon is not None:
        told |= lexical_signals(outside.lexicon, labels.forms, labels.language, sources, vocabulary.source)
    if outside.nearness is not None:
        told |= nearness_signals(outside.nearness, vocabulary, labels)
    return told


def _of_names(prepared: Prepared, outside: OutsideWitnesses, labels: Labels) -> dict[str, FloatArray]:
    """Ask what is asked only where the vocabulary names things: with lists it tells nothing, and takes long."""
    vocabulary = prepared.vocabulary
    if not prepared.names_things or labels.language == vocabulary.source:
        return {}
    told: dict[str, FloatArray] = {}
    if outside.lexicon is not None and knows_both(outside.lexicon, labels.language, vocabulary.source):
        told |= sense_signals(outside.lexicon, vocabulary, labels)
    if outside.standing is not None:
        told |= standing_signals(outside.standing, labels)
    return told


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
    return {"agreement": agreement.own, "margin": signed, **apart}


class _Told(NamedTuple):
    """How well the other languages account for each unit of the labels, and in how many labels it was seen there."""

    shares: FloatArray
    strengths: FloatArray


def _accounted(prepared: Prepared, labels: Labels) -> _Told:
    shares, strengths, voices = (np.zeros(labels.units.nnz) for _ in range(3))
    per_label = np.diff(labels.units.indptr)
    for other in prepared.vocabulary.languages:
        if other != labels.language:
            told = _account(prepared, labels, other, reverse=False)
            heard = np.repeat(prepared.present[other][labels.concepts], per_label)
            shares += told.share * heard
            strengths += told.strength * heard
            voices += heard
    return _Told(shares / np.maximum(voices, 1), strengths / np.maximum(voices, 1))


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
    return {
        "accounted": _sums(told.shares, starts) / np.maximum(sizes, 1),
        "accounted-least": _least(told.shares, starts),
        "seen": np.log1p(_least(told.strengths, starts)),
    }


def _rendered(prepared: Prepared, labels: Labels) -> dict[str, FloatArray]:
    """Say how much of what stands in the other languages' labels is rendered in these."""
    mean, least, voices = (np.zeros(len(labels.concepts)) for _ in range(3))
    for other in prepared.vocabulary.languages:
        if other != labels.language:
            starts = prepared.units[other].rows[labels.concepts].indptr
            told = _account(prepared, labels, other, reverse=True)
            heard = prepared.present[other][labels.concepts]
            mean += _sums(told.share, starts) / np.maximum(np.diff(starts), 1) * heard
            least += _least(told.share, starts) * heard
            voices += heard
    return {"rendered": mean / np.maximum(voices, 1), "rendered-least": least / np.maximum(voices, 1)}


def _lengths(prepared: Prepared, labels: Labels) -> dict[str, FloatArray]:
    own, line = measure(labels.keys), prepared.lengths[labels.language]
    others = prepared.expected[labels.language]
    concepts = labels.concepts
    longer = beyond(line.letters, others.letters[concepts], own.letters)
    return {
        "longer": longer,
        "length-apart": np.abs(longer),
        "more-words": beyond(line.words, others.words[concepts], own.words),
        "coordinated-more": own.coordinations - others.coordinations[concepts],
        "coordinated-others": others.coordinations[concepts],
    }


def _forms(prepared: Prepared, labels: Labels) -> dict[str, FloatArray]:
    """Say how alike the forms themselves are to those of the other languages: kin and loans look alike."""
    vocabulary = prepared.vocabulary
    others = [other for other in vocabulary.languages if other != labels.language]
    concepts, keys = labels.concepts.tolist(), labels.keys
    alike = np.zeros((len(keys), len(others)))
    for column, other in enumerate(others):
        there = vocabulary.keys[other]
        alike[:, column] = [
            ratio(key, there[i]) / 100 if there[i] else 0.0 for i, key in zip(concepts, keys, strict=True)
        ]
    return {
        "cognate": alike.max(axis=1, initial=0.0),
        "cognates": alike.mean(axis=1) if others else np.zeros(len(keys)),
        "voices": np.array([float(sum(bool(vocabulary.keys[other][i]) for other in others)) for i in concepts]),
        "leaf": np.array([float(not vocabulary.narrower[i]) for i in concepts]),
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
