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


_CLIP = 4.0  # standard deviations; beyond them a signal says no more


@dataclass(frozen=True, slots=True)
class Scorer:
    """What was learned: `mismatch` gives log-odds, `relation` one score for each of `relations`.

    `kinds` says which kind of evidence each signal of `mismatch` is; a finding is flagged from `threshold` up.
    """

    mismatch: Line
    kinds: tuple[EvidenceKind, ...]
    relation: Line
    relations: tuple[BoundaryRelation, ...]
    threshold: float


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
    mismatch, relation = stored["mismatch"], stored["relation"]
    return Scorer(
        _line(mismatch),
        tuple(EvidenceKind(kind) for kind in mismatch["kinds"]),
        _line(relation),
        tuple(BoundaryRelation(one) for one in relation["relations"]),
        float(stored["threshold"]),
    )


def score(scorer: Scorer, signals: Mapping[str, FloatArray]) -> Scores:
    """Weigh the signals of labels."""
    parts = scorer.mismatch.parts(signals) * scorer.mismatch.weights
    odds = parts.sum(axis=1) + scorer.mismatch.intercept
    kinds = np.array(scorer.kinds)
    weights = {kind: parts[:, kinds == kind].sum(axis=1) for kind in dict.fromkeys(scorer.kinds)}
    likely = scorer.relation.parts(signals) @ scorer.relation.weights.T + scorer.relation.intercept
    return Scores(1 / (1 + np.exp(-odds)), weights, [scorer.relations[best] for best in likely.argmax(axis=1)])


def _line(stored: Mapping[str, object]) -> Line:
    names = stored["names"]
    assert isinstance(names, list)
    numbers = (np.array(stored[part], dtype=float) for part in ("centre", "scale", "weights", "intercept"))
    return Line(tuple(names), *numbers)
