"""A vocabulary prepared for detection: what is learned from all its labels together, once."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from taxonomy_service.boundaries.lengths import Lengths, Measures, learn_lengths, mean_of_others, measure
from taxonomy_service.boundaries.profile import Witnesses, gather_witnesses
from taxonomy_service.boundaries.renderings import Renderings, learn_renderings
from taxonomy_service.boundaries.resemblance import Resemblances, build_resemblances, resembling
from taxonomy_service.boundaries.units import FloatArray, IntArray, Units, build_units
from taxonomy_service.boundaries.vocabulary import Vocabulary
from taxonomy_service.domain.languages import LanguageTag


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was learned, by language, and for `renderings` by language and other language."""

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

    @property
    def everything(self) -> IntArray:
        """The numbers of all concepts."""
        return np.arange(self.vocabulary.size)


def prepare(vocabulary: Vocabulary) -> Prepared:
    """Learn from all preferred labels of a vocabulary."""
    languages = vocabulary.languages
    present = {language: np.array([bool(key) for key in vocabulary.keys[language]], float) for language in languages}
    units = {language: build_units(vocabulary.keys[language]) for language in languages}
    resemblances = {language: build_resemblances(vocabulary.keys[language], units[language]) for language in languages}
    near = {
        language: resembling(known, known.rows, np.arange(vocabulary.size)) for language, known in resemblances.items()
    }
    measures = {language: measure(vocabulary.keys[language]) for language in languages}
    expected = {language: mean_of_others(measures, language) for language in languages}
    voices = sum(present.values(), np.zeros(vocabulary.size))
    total = sum(near.values(), sparse.csr_matrix((vocabulary.size, vocabulary.size)))
    return Prepared(
        vocabulary,
        present,
        units,
        resemblances,
        near,
        {language: gather_witnesses(total, near[language], voices - present[language]) for language in languages},
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
    )


def _places(vocabulary: Vocabulary, language: LanguageTag) -> dict[str, tuple[int, ...]]:
    """Return the concepts on which each key of a language stands."""
    places: dict[str, list[int]] = {}
    for i, key in enumerate(vocabulary.keys[language]):
        if key:
            places.setdefault(key, []).append(i)
    return {key: tuple(on) for key, on in places.items()}
