"""What the scorer is learned from, kind by kind."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np


@dataclass(frozen=True)
class Sample:
    """Labels to learn from, a row each: their signals, and whether they are mismatches."""

    signals: dict[str, np.ndarray]
    positive: np.ndarray

    def only(self, rows: np.ndarray) -> "Sample":
        return Sample({name: of[rows] for name, of in self.signals.items()}, self.positive[rows])

    def with_others(self, other: "Sample") -> "Sample":
        signals = {
            name: np.concatenate([of, other.signals[name]])
            for name, of in self.signals.items()
            if name in other.signals
        }
        return Sample(signals, np.concatenate([self.positive, other.positive]))


class Material(NamedTuple):
    """What is learned from beside the labels judged by hand: mistakes planted, lists planted."""

    mistakes: Sample
    lists: Sample
