"""Collapses: two concepts that one language names alike while the others keep them apart."""

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

import numpy as np
from rapidfuzz.fuzz import ratio

from taxonomy_service.boundaries.labels import Labels
from taxonomy_service.boundaries.lengths import beyond, measure
from taxonomy_service.boundaries.prepared import Prepared
from taxonomy_service.boundaries.profile import agree_with
from taxonomy_service.boundaries.units import FloatArray
from taxonomy_service.boundaries.vocabulary import Place, Vocabulary, place_of
from taxonomy_service.domain.languages import LanguageTag

_MOST_OTHERS = 20  # concepts of one form that are looked at; the rest of a very common form tells nothing new
_NEAREST = tuple(Place)
_SIGNALS = {  # none for far concepts: they share a form by chance, in a shop as often rightly as wrongly
    Place.ABOVE: "collapse-line",
    Place.BELOW: "collapse-line",
    Place.BESIDE: "collapse-beside",
}
_MORE_LETTERS = 2  # what contains the label with fewer letters more is only another spelling of it


class Collapse(NamedTuple):
    """Another concept of the same form: where it stands, and how surely (0..1) the others keep the two apart."""

    other: int
    place: Place
    apart: float


def collapses(prepared: Prepared, language: LanguageTag, concept: int, key: str) -> list[Collapse]:
    """Return the other concepts with a key as preferred label of a language, the nearest first."""
    vocabulary, found = prepared.vocabulary, []
    for other in prepared.places[language].get(key, ())[:_MOST_OTHERS]:
        if other != concept:
            apart = _apart(vocabulary, language, concept, other)
            found.append(Collapse(other, _place(vocabulary, other, concept), apart))
    return sorted(found, key=lambda of: (_NEAREST.index(of.place), -of.apart))


def _place(vocabulary: Vocabulary, other: int, concept: int) -> Place:
    """Say where the other concept stands; those that nothing is broader than stand beside one another."""
    tops = not (vocabulary.broader[other] or vocabulary.broader[concept])
    return Place.BESIDE if tops else place_of(vocabulary, other, concept)


def keeping_apart(vocabulary: Vocabulary, language: LanguageTag, concept: int, other: int) -> list[LanguageTag]:
    """Return the languages but one in which the two concepts have different preferred labels."""
    return [
        tag
        for tag, keys in vocabulary.keys.items()
        if tag != language and keys[concept] and keys[other] and keys[concept] != keys[other]
    ]


def collapse_signals(prepared: Prepared, labels: Labels) -> dict[str, FloatArray]:
    """Return how surely each label collapses with its kin, and by what it seems to belong to the other concept.

    That is what is stated beside the two (`-misfit`), the company that the label keeps (`-drawn`), the forms of the
    two in the other languages (`-kin`), each -1..1, and their lengths (`-length`), in the language's usual distances.
    Of a far concept only what is stated counts.
    """
    names = dict.fromkeys((*_SIGNALS.values(), *_BELONGING, "collapse-above"))
    values = {name: np.zeros(len(labels.concepts)) for name in names}
    for row, (concept, key) in enumerate(zip(labels.concepts.tolist(), labels.keys, strict=True)):
        found = collapses(prepared, labels.language, concept, key)
        for of in found:
            if name := _SIGNALS.get(of.place):
                values[name][row] = max(values[name][row], of.apart)
        if found:
            first = found[0]
            values["collapse-above"][row] = first.apart * (first.place is Place.ABOVE)
            for name, belonging in _BELONGING.items() if first.place in _SIGNALS else _STATED.items():
                values[name][row] = first.apart * belonging(prepared, labels, row, first.other)
    return values


def stated_signals(vocabulary: Vocabulary, labels: Labels) -> dict[str, FloatArray]:
    """Say how unlike (0..1) each label is to the alternative and hidden ones beside it, what share contains it."""
    values = {name: np.zeros(len(labels.concepts)) for name in ("stated", "stated-unlike", "stated-within")}
    stated = vocabulary.stated[labels.language]
    for row, (concept, key) in enumerate(zip(labels.concepts.tolist(), labels.keys, strict=True)):
        if own := stated.get(concept, ()):
            longer = sum(key in other and len(other) > len(key) + _MORE_LETTERS for other in own)
            values["stated"][row] = 1
            values["stated-unlike"][row] = 1 - _likeness(key, own)
            values["stated-within"][row] = longer / len(own)
    return values


def _misfit(prepared: Prepared, labels: Labels, row: int, other: int) -> float:
    """Say by how much a label is liker to what is stated beside another concept than beside its own."""
    stated, key = prepared.vocabulary.stated[labels.language], labels.keys[row]
    own, there = stated.get(int(labels.concepts[row]), ()), stated.get(other, ())
    return _likeness(key, there) - _likeness(key, own) if own and there else 0.0


def _drawn(prepared: Prepared, labels: Labels, row: int, other: int) -> float:
    near, witnesses = labels.near[row], prepared.witnesses[labels.language]
    return agree_with(near, witnesses, other) - agree_with(near, witnesses, int(labels.concepts[row]))


def _kin(prepared: Prepared, labels: Labels, row: int, other: int) -> float:
    """Say by how much a label is liker to the forms of another concept in the other languages than of its own."""
    own, key = int(labels.concepts[row]), labels.keys[row]
    likelier = [
        ratio(key, keys[other]) - ratio(key, keys[own])
        for tag, keys in prepared.vocabulary.keys.items()
        if tag != labels.language and keys[own] and keys[other]
    ]
    return sum(likelier) / len(likelier) / 100 if likelier else 0.0


def _length(prepared: Prepared, labels: Labels, row: int, other: int) -> float:
    """Say by how much the length of a label is farther from what its own concept makes expect than from another's."""
    line, expected = prepared.lengths[labels.language].letters, prepared.expected[labels.language].letters
    both = expected[[int(labels.concepts[row]), other]]
    apart = np.abs(beyond(line, both, measure(labels.keys[row : row + 1]).letters))
    return float(apart[0] - apart[1]) if both.all() else 0.0


_Belonging: TypeAlias = Callable[[Prepared, Labels, int, int], float]
_STATED: dict[str, _Belonging] = {"collapse-misfit": _misfit}
_BELONGING: dict[str, _Belonging] = {
    **_STATED,
    "collapse-drawn": _drawn,
    "collapse-kin": _kin,
    "collapse-length": _length,
}


def _likeness(key: str, stated: tuple[str, ...]) -> float:
    return max(ratio(key, other) for other in stated) / 100


def _apart(vocabulary: Vocabulary, language: LanguageTag, concept: int, other: int) -> float:
    """Return the share of the other languages that keep two concepts apart, less where few can tell."""
    can_tell = sum(bool(keys[concept] and keys[other]) for keys in vocabulary.keys.values()) - 1
    return len(keeping_apart(vocabulary, language, concept, other)) / (max(can_tell, 0) + 1)
