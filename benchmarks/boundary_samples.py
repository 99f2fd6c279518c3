"""What the scorer is learned from, kind by kind."""

from dataclasses import dataclass, replace

import numpy as np

from benchmarks.boundary_collapses import Collapses


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


@dataclass(frozen=True)
class Material:
    """What is learned from beside the labels judged by hand: mistakes planted, collapses read, lists planted."""

    planted: Sample
    collapses: Collapses
    lists: tuple[dict[str, np.ndarray], np.ndarray]

    def without(self, concepts) -> "Material":
        rest = self.collapses.only(~np.isin(self.collapses.concepts, list(concepts)))
        return replace(self, collapses=rest)

    @property
    def mistakes(self) -> Sample:
        """What was planted, and what was read of forms that are on no list."""
        plain = self.collapses.only(~self.collapses.on_lists)
        return self.planted.with_others(Sample(plain.signals, plain.wrong))
