"""Habits of lists: how often a language names several things where the source does, or stops at one of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from taxonomy_service.boundaries.lengths import Measures
from taxonomy_service.boundaries.vocabulary import Vocabulary
from taxonomy_service.domain.languages import LanguageTag

_BELIEVED = 20  # lists that a language must have before half of its own habit is believed


@dataclass(frozen=True, slots=True)
class ListHabit:
    """How a language differs from the mean of the others, -1..1.

    `kept` is the share of the source's lists that are lists in it, `stopped` the share of those not kept whose label
    stands on one of the things listed too.
    """

    kept: float
    stopped: float


def read_habits(vocabulary: Vocabulary, measures: Mapping[LanguageTag, Measures]) -> dict[LanguageTag, ListHabit]:
    """Tell the languages that leave things out of lists from those that have one word for them."""
    judged = [language for language in vocabulary.languages if language != vocabulary.source]
    if not judged:
        return {}
    lists = np.nonzero(measures[vocabulary.source].coordinations[: vocabulary.own] > 0)[0].tolist()
    kept, stopped = {}, {}
    for language in judged:
        keys, parts = vocabulary.keys[language], measures[language].coordinations
        labelled = [concept for concept in lists if keys[concept]]
        single = [concept for concept in labelled if not parts[concept]]
        kept[language] = len(labelled) - len(single), len(labelled)
        stopped[language] = sum(_stands_below(vocabulary, keys, concept) for concept in single), len(single)
    return {language: ListHabit(_beyond(kept, language), _beyond(stopped, language)) for language in judged}


def _stands_below(vocabulary: Vocabulary, keys: Sequence[str], concept: int) -> bool:
    return any(keys[thing] == keys[concept] for thing in vocabulary.narrower[concept])


def _beyond(counts: Mapping[LanguageTag, tuple[int, int]], language: LanguageTag) -> float:
    """Return by how much the share of a language is above the mean of the others, less where it has few lists."""
    shares = {other: part / whole for other, (part, whole) in counts.items() if whole}
    usual = [share for other, share in shares.items() if other != language]
    if not usual or language not in shares:
        return 0.0
    whole = counts[language][1]
    return (shares[language] - sum(usual) / len(usual)) * whole / (whole + _BELIEVED)
