"""A vocabulary prepared for detection: what is learned from all its labels together, once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from taxonomy_service.boundaries.compositions import Patterns, read_patterns
from taxonomy_service.boundaries.lengths import (
    Lengths,
    Measures,
    learn_lengths,
    mean_of_others,
    measure,
    share_of_lists,
)
from taxonomy_service.boundaries.list_habits import ListHabit, read_habits
from taxonomy_service.boundaries.profile import Witnesses, gather_witnesses
from taxonomy_service.boundaries.renderings import Renderings, learn_renderings
from taxonomy_service.boundaries.resemblance import Resemblances, build_resemblances, resembling
from taxonomy_service.boundaries.units import FloatArray, IntArray, Units, build_units
from taxonomy_service.boundaries.vocabulary import Vocabulary
from taxonomy_service.domain.forms import comparison_key
from taxonomy_service.domain.languages import LanguageTag

_LISTS = 0.1  # share of the source's labels that are lists, from which on a vocabulary does not name things


class _WitnessesInTurn(Mapping[LanguageTag, Witnesses]):
    """The witnesses of each language, gathered when they are asked for; the last `most` are kept.

    Those of a language take some 40 MB for 10,000 concepts: together more than all else that is learned.
    """

    def __init__(
        self,
        near: Mapping[LanguageTag, sparse.csr_matrix],
        present: Mapping[LanguageTag, FloatArray],
        *,
        own: int,
        most: int,
    ) -> None:
        size = max((of.shape[0] for of in near.values()), default=0)
        self._near = near
        self._present = present
        self._total = sum(near.values(), sparse.csr_matrix((size, size)))
        self._voices = sum(present.values(), np.zeros(size))
        self._own = own
        self._most = most
        self._gathered: dict[LanguageTag, Witnesses] = {}

    def __getitem__(self, language: LanguageTag) -> Witnesses:
        """Return the witnesses of a language: what all others say."""
        if language not in self._gathered:
            while len(self._gathered) >= self._most:
                del self._gathered[next(iter(self._gathered))]
            others = self._voices - self._present[language]
            gathered = gather_witnesses(self._total, self._near[language], others)
            self._gathered[language] = _pointing_at(gathered, self._own)
        return self._gathered[language]

    def __iter__(self) -> Iterator[LanguageTag]:
        """Yield the languages."""
        return iter(self._near)

    def __len__(self) -> int:
        """Return how many languages there are."""
        return len(self._near)


def _pointing_at(witnesses: Witnesses, own: int) -> Witnesses:
    """Let witnesses point at a vocabulary's own concepts only, not at those that it borrowed."""
    borrowed = witnesses.pointed.shape[1] - own
    if not borrowed:
        return witnesses
    nothing = sparse.csc_matrix((witnesses.pointed.shape[0], borrowed))
    return replace(witnesses, pointed=sparse.hstack([witnesses.pointed[:, :own], nothing], format="csc"))


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was learned, by language, for `renderings` by language and other language; `patterns` of the source.

    `names_things` says that the source names one thing at a time ("running shoe"), not lists of them ("Boots & Shoes").
    """

    vocabulary: Vocabulary
    present: Mapping[LanguageTag, FloatArray]
    units: Mapping[LanguageTag, Units]
    resemblances: Mapping[LanguageTag, Resemblances]
    near: Mapping[LanguageTag, sparse.csr_matrix]
    witnesses: Mapping[LanguageTag, Witnesses]
    renderings: Mapping[tuple[LanguageTag, LanguageTag], Renderings]
    measures: Mapping[LanguageTag, Measures]
    expected: Mapping[LanguageTag, Measures]
    lengths: Mapping[LanguageTag, Lengths]
    places: Mapping[LanguageTag, Mapping[str, tuple[int, ...]]]
    patterns: Patterns
    habits: Mapping[LanguageTag, ListHabit]
    names_things: bool

    @property
    def everything(self) -> IntArray:
        """The numbers of all concepts."""
        return np.arange(self.vocabulary.size)


def prepare(vocabulary: Vocabulary, *, lasting: bool = True) -> Prepared:
    """Learn from all preferred labels of a vocabulary.

    What is not `lasting` is to be asked language by language, each once, and takes half of the memory.
    """
    languages = vocabulary.languages
    present = {language: np.array([bool(key) for key in vocabulary.keys[language]], float) for language in languages}
    units = {language: build_units(vocabulary.keys[language]) for language in languages}
    resemblances = {language: build_resemblances(vocabulary.keys[language], units[language]) for language in languages}
    near = {
        language: resembling(known, known.rows, np.arange(vocabulary.size)) for language, known in resemblances.items()
    }
    measures = {language: measure(vocabulary.keys[language]) for language in languages}
    expected = {language: mean_of_others(measures, language) for language in languages}
    return Prepared(
        vocabulary,
        present,
        units,
        resemblances,
        near,
        _WitnessesInTurn(near, present, own=vocabulary.own, most=len(languages) if lasting else 1),
        {
            (one, other): learn_renderings(units[one].rows, units[other].rows)
            for one in languages
            for other in languages
            if one != other
        },
        measures,
        expected,
        {language: learn_lengths(measures[language], expected[language]) for language in languages},
        {language: _places(vocabulary, language) for language in languages},
        read_patterns(vocabulary),
        read_habits(vocabulary, measures),
        _names_things(vocabulary),
    )


def _names_things(vocabulary: Vocabulary) -> bool:
    return share_of_lists(vocabulary.keys.get(vocabulary.source, ())[: vocabulary.own]) < _LISTS


def with_forms(prepared: Prepared, language: LanguageTag, now: Mapping[int, str]) -> Prepared:
    """Return what was learned, where some concepts have other forms of a language by now, "" for none.

    Only where each form stands is told anew; what the labels taught stays.
    """
    keys, places = prepared.vocabulary.keys[language], dict(prepared.places[language])
    for concept, form in now.items():
        before, after = keys[concept], comparison_key(form, language)
        places[before] = tuple(other for other in places.get(before, ()) if other != concept)
        if after:
            places[after] = tuple(sorted({*places.get(after, ()), concept}))
    return replace(prepared, places={**prepared.places, language: places})


def _places(vocabulary: Vocabulary, language: LanguageTag) -> dict[str, tuple[int, ...]]:
    """Return the own concepts on which each key of a language stands."""
    places: dict[str, list[int]] = {}
    for i, key in enumerate(vocabulary.keys[language][: vocabulary.own]):
        if key:
            places.setdefault(key, []).append(i)
    return {key: tuple(on) for key, on in places.items()}
