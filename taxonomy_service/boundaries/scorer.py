"""The scorer: signals weighed to one confidence and one relation.

The weights are data, learned by `benchmarks/boundary_training.py`: a sum of log-odds, so that what each kind of
evidence adds can be told.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

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


_ROUNDS = 100
_HELD = 400  # labels that the usual share counts as much as
_CLIP = 4.0  # standard deviations; beyond them a signal says no more


@dataclass(frozen=True, slots=True)
class Weighing:
    """What was learned for some kinds of evidence together: log-odds, and which kind each signal is of."""

    mismatch: Line
    kinds: tuple[EvidenceKind, ...]


@dataclass(frozen=True, slots=True)
class Scorer:
    """What was learned: a weighing for each set of evidence, the richest first, and one for the relation.

    `relation` gives one score for each of `relations`. A finding is flagged from `threshold` up. `usual` is the share
    of mismatches among the labels that it was learned from.
    """

    weighings: tuple[Weighing, ...]
    relation: Line
    relations: tuple[BoundaryRelation, ...]
    threshold: float
    usual: float


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
        tuple(Weighing(_line(of), tuple(map(EvidenceKind, of["kinds"]))) for of in stored["weighings"]),
        _line(stored["relation"]),
        tuple(BoundaryRelation(one) for one in stored["relation"]["relations"]),
        float(stored["threshold"]),
        float(stored["usual"]),
    )


def score(scorer: Scorer, signals: Mapping[str, FloatArray], shift: float = 0.0) -> Scores:
    """Weigh the signals of labels by the richest weighing for which all are there.

    `shift` is added to the log-odds: how much cleaner or fouler the vocabulary is than those learned from.
    """
    weighing = next(of for of in scorer.weighings if signals.keys() >= set(of.mismatch.names))
    parts = weighing.mismatch.parts(signals) * weighing.mismatch.weights
    odds = parts.sum(axis=1) + weighing.mismatch.intercept + shift
    kinds = np.array(weighing.kinds)
    weights = {kind: parts[:, kinds == kind].sum(axis=1) for kind in dict.fromkeys(weighing.kinds)}
    likely = scorer.relation.parts(signals) @ scorer.relation.weights.T + scorer.relation.intercept
    return Scores(1 / (1 + np.exp(-odds)), weights, [scorer.relations[best] for best in likely.argmax(axis=1)])


def shift_for(confidences: FloatArray, usual: float) -> float:
    """Return what to add to the log-odds for a vocabulary whose labels have these confidences.

    A vocabulary made by terminologists holds fewer mismatches than one translated in a hurry, and its labels show it:
    the share of mismatches is re-estimated from the confidences themselves (Saerens, Latinne, Decaestecker 2002),
    held near the usual one where there are few labels.
    """
    share = usual
    odds = confidences / np.maximum(1 - confidences, 1e-9)
    for _ in range(_ROUNDS):
        ratio = share / (1 - share) * (1 - usual) / usual
        expected = (odds * ratio / (1 + odds * ratio)).sum()
        share = float((expected + _HELD * usual) / (len(confidences) + _HELD))
    return float(np.log(share / (1 - share)) - np.log(usual / (1 - usual)))


def _line(stored: Mapping[str, object]) -> Line:
    names = stored["names"]
    assert isinstance(names, list)
    numbers = (np.array(stored[part], dtype=float) for part in ("centre", "scale", "weights", "intercept"))
    return Line(tuple(names), *numbers)
