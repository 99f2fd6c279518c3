"""A figure: what was measured, beside what it is measured against, and what it should reach."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


class Unavailable(Exception):
    """What a benchmark needs is not on this machine."""


@dataclass(frozen=True)
class Figure:
    """`value` is the ratio or quantity that counts; `at_most` or `at_least` its bound; `detail` the raw numbers."""

    name: str
    value: float
    unit: str
    detail: str
    at_most: float | None = None
    at_least: float | None = None

    @property
    def reached(self) -> bool:
        return (self.at_most is None or self.value <= self.at_most) and (
            self.at_least is None or self.value >= self.at_least
        )

    @property
    def bound(self) -> str:
        if self.at_most is not None:
            return f"≤ {self.at_most:,g}"
        return f"≥ {self.at_least:,g}" if self.at_least is not None else ""


def table(figures: Iterable[Figure]) -> str:
    rows = ["| figure | measured | bound | reached | raw numbers |", "|---|---|---|---|---|"]
    for figure in figures:
        shown = f"{figure.value:,.0f}" if figure.value >= 1000 else f"{figure.value:.3g}"
        reached = "yes" if figure.reached else "**no**"
        rows.append(f"| {figure.name} | {shown} {figure.unit} | {figure.bound} | {reached} | {figure.detail} |")
    return "\n".join(rows)


def shared_vocabulary(name: str) -> Path:
    """Return a vocabulary of the shared data; raises Unavailable where it is absent."""
    root = Path(os.environ.get("TAXONOMY_SHARED_DATA", Path(__file__).parents[2] / "shared" / "data"))
    path = root / "vocabularies" / name
    if not path.exists():
        raise Unavailable(f"{name} is not in {root / 'vocabularies'} (set TAXONOMY_SHARED_DATA)")
    return path
