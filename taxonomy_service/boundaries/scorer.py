"""The scorer: signals weighed to one confidence and one relation.

The weights are data, learned by `benchmarks/boundary_training.py`: a sum of log-odds, so that what each kind of
evidence adds can be told.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from taxonomy_service.boundaries.units import FloatArray
from taxonomy_service.domain.boundaries import BoundaryRelation, EvidenceKind

_PARAMETERS = Path(__file__).with_name("scorer.json")


@dataclass(frozen=True, slots=True)
class Line:
    """A linear form over standardised signals: (signal - centre) / scale, clipped, weighed, plus an intercept."""

    names: tuple[str, ...]
    centre: FloatArray
    scale: FloatArray
    weights: FloatArray
    intercept: FloatArray

    def parts(self, signals: Mapping[str, FloatArray]) -> FloatArray:
        """Return the standardised signals, a row for each label."""
        values = np.stack([signals[name] for name in self.names], axis=1)
        return np.clip((values - self.centre) / self.scale, -_CLIP, _CLIP)


VOICES = 13
IN_LIST = "in-list"
"""The signal of labels whose form stands on a list and on one of its things."""
_OWN = (EvidenceKind.STRUCTURE, EvidenceKind.PROFILE)
_ON_LISTS = (*_OWN, EvidenceKind.REFERENCE)
_CLIP = 4.0  # standard deviations; beyond them a signal says no more


@dataclass(frozen=True, slots=True)
class Weighing:
    """What was learned for some kinds of evidence together: log-odds, and which kind each signal is of.

    `bound` are the log-odds that no sum of evidence reaches: how sure its surest findings proved to be.
    """

    mismatch: Line
    kinds: tuple[EvidenceKind, ...]
    bound: float = np.inf

    def bounded(self, odds: FloatArray) -> FloatArray:
        """Draw log-odds above 0 towards the bound, in the same order."""
        above: FloatArray = np.maximum(odds, 0.0)
        return odds - above + above / (1 + above / self.bound)


@dataclass(frozen=True, slots=True)
class Scorer:
    """What was learned: weighings of the mismatch and of its relation, those that need most evidence first.

    `weighings` were learned from a shop's categories, often lists; `of_names` are for vocabularies that name things.
    `lists` takes the place of what the vocabulary says where a form stands on a list and on one of its things
    (`boundaries.lists`). Each of `relation` gives one score for each of `relations`. A finding is flagged from
    `threshold` up.
    """

    weighings: tuple[Weighing, ...]
    relation: tuple[Line, ...]
    relations: tuple[BoundaryRelation, ...]
    threshold: float
    of_names: tuple[Weighing, ...] = ()
    lists: Weighing | None = None


@dataclass(frozen=True, slots=True)
class Scores:
    """For each label: the confidence (0..1), what each kind of evidence adds to the log-odds, the best relation."""

    confidence: FloatArray
    weights: Mapping[EvidenceKind, FloatArray]
    relations: list[BoundaryRelation]


@lru_cache(maxsize=1)
def load_scorer() -> Scorer:
    """Read the parameters that ship with the program."""
    stored = json.loads(_PARAMETERS.read_text(encoding="utf-8"))
    return Scorer(
        tuple(read_weighing(of) for of in stored["weighings"]),
        tuple(read_line(of) for of in stored["relation"]),
        tuple(BoundaryRelation(one) for one in stored["relations"]),
        float(stored["threshold"]),
        tuple(read_weighing(of) for of in stored["of_names"]),
        read_weighing(stored["lists"]),
    )


def score(scorer: Scorer, signals: Mapping[str, FloatArray], weighings: tuple[Weighing, ...] | None = None) -> Scores:
    """Weigh the signals of labels by the richest weighing for which all are there, of those given or the shop's."""
    weighing = next(of for of in weighings or scorer.weighings if signals.keys() >= set(of.mismatch.names))
    weights = _weigh(weighing, signals)
    odds = weighing.bounded(_sum(weights, weighing))
    if scorer.lists is not None and signals.keys() >= {IN_LIST, *scorer.lists.mismatch.names}:
        on_list = signals[IN_LIST] > 0
        known = _of_lists(scorer.lists, weighing, signals, weights)
        odds = np.where(on_list, scorer.lists.bounded(_sum(known, weighing)), odds)
        weights = {kind: np.where(on_list, known[kind], own) for kind, own in weights.items()}
    relation = next(line for line in scorer.relation if signals.keys() >= set(line.names))
    likely = relation.parts(signals) @ relation.weights.T + relation.intercept
    return Scores(1 / (1 + np.exp(-odds)), weights, [scorer.relations[best] for best in likely.argmax(axis=1)])


def heard_parts(weighing: Weighing, signals: Mapping[str, FloatArray]) -> FloatArray:
    """Return the standardised signals, what the vocabulary says in proportion to the other languages that say it.

    It was learned from labels with `VOICES` of them, and fewer are less to be relied on.
    """
    own = np.isin(np.array(weighing.kinds), _OWN)
    return weighing.mismatch.parts(signals) * np.where(own, _heard(signals)[:, None], 1.0)


def _weigh(weighing: Weighing, signals: Mapping[str, FloatArray]) -> dict[EvidenceKind, FloatArray]:
    kinds, parts = np.array(weighing.kinds), heard_parts(weighing, signals) * weighing.mismatch.weights
    return {kind: parts[:, kinds == kind].sum(axis=1) for kind in dict.fromkeys(weighing.kinds)}


def _heard(signals: Mapping[str, FloatArray]) -> FloatArray:
    return np.minimum(signals["voices"] / VOICES, 1.0)


def _sum(weights: Mapping[EvidenceKind, FloatArray], weighing: Weighing) -> FloatArray:
    total: FloatArray = sum(weights.values(), np.zeros(1)) + weighing.mismatch.intercept
    return total


def _of_lists(
    lists: Weighing, usual: Weighing, signals: Mapping[str, FloatArray], weights: Mapping[EvidenceKind, FloatArray]
) -> dict[EvidenceKind, FloatArray]:
    """Return what each kind of evidence adds where a label's form is on a list.

    By the structure such a label is suspected more than another from the start. A sentence encoder tells nothing there.
    """
    found = _weigh(lists, signals)
    suspected = (lists.mismatch.intercept - usual.mismatch.intercept) * _heard(signals)
    found[EvidenceKind.STRUCTURE] = found[EvidenceKind.STRUCTURE] + suspected
    return {kind: found.get(kind, own) if kind in _ON_LISTS else np.zeros(len(own)) for kind, own in weights.items()}


def read_weighing(stored: Mapping[str, Any]) -> Weighing:
    """Read one weighing from the parameters."""
    bound = float(stored.get("bound", np.inf))
    return Weighing(read_line(stored), tuple(map(EvidenceKind, stored["kinds"])), bound)


def read_line(stored: Mapping[str, object]) -> Line:
    """Read one linear form from the parameters."""
    names = stored["names"]
    assert isinstance(names, list)
    numbers = (np.array(stored[part], dtype=float) for part in ("centre", "scale", "weights", "intercept"))
    return Line(tuple(names), *numbers)
