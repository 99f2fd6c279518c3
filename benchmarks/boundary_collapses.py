"""Forms that stand on two near concepts of a shop, each read by hand: is the label wrong, or the word rightly one?"""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.boundary_gold import signals_of
from benchmarks.logistic import fit_binary
from taxonomy_service.boundaries.detector import Detector
from taxonomy_service.boundaries.lists import LIST_SIGNALS
from taxonomy_service.boundaries.scorer import IN_LIST
from taxonomy_service.domain.languages import LanguageTag

READ = Path(__file__).with_name("boundary_collapses.csv")
LIST_KINDS = {name: "structure" for name in LIST_SIGNALS if name != IN_LIST} | {
    "listed-alike": "profile",
    "listed-known": "profile",
    "collapse-drawn": "structure",
}
LIST_PENALTY = 5.0
PLANTED_WORTH = 0.2  # of a planted label, beside one that was read


@dataclass(frozen=True)
class Collapses:
    """Labels that were read, a row each: their signals, whether they are mismatches, and their concepts."""

    signals: dict[str, np.ndarray]
    wrong: np.ndarray
    concepts: np.ndarray

    def only(self, rows: np.ndarray) -> "Collapses":
        return Collapses({name: of[rows] for name, of in self.signals.items()}, self.wrong[rows], self.concepts[rows])

    @property
    def on_lists(self) -> np.ndarray:
        return self.signals[IN_LIST] > 0


def read_collapses(made: Detector) -> Collapses:
    vocabulary = made.vocabulary
    number = {iri.rpartition("/")[2]: i for i, iri in enumerate(vocabulary.iris)}
    items, wrong = [], []
    with READ.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            concept, language = number[row["concept"]], LanguageTag(row["language"])
            label = vocabulary.forms[language][concept]
            items.append({"concept": vocabulary.iris[concept], "language": language, "label": label})
            wrong.append(row["mismatch"] == "1")
    return Collapses(signals_of(made, items), np.array(wrong), np.array([item["concept"] for item in items]))


def list_weighing(collapses: Collapses, planted: tuple[dict[str, np.ndarray], np.ndarray]) -> dict:
    """Learn what tells a thing left out of a list from one word for all of it.

    Lists that were planted say which signals tell them apart, not how many are wrong: they have a level of their own.
    """
    lists = collapses.only(collapses.on_lists)
    read, made = (np.stack([of[name] for name in LIST_KINDS], axis=1) for of in (lists.signals, planted[0]))
    centre, scale = read.mean(axis=0), np.maximum(read.std(axis=0), 1e-3)
    rows = np.clip((np.concatenate([read, made]) - centre) / scale, -4, 4)
    is_planted = np.repeat([0.0, 1.0], [len(read), len(made)])
    wrong, worth = np.concatenate([lists.wrong, planted[1]]), np.where(is_planted, PLANTED_WORTH, 1.0)
    weights, intercept = fit_binary(np.column_stack([rows, is_planted]), wrong, LIST_PENALTY, worth)
    learned = {"centre": centre, "scale": scale, "weights": weights[:-1], "intercept": intercept}
    return {"names": list(LIST_KINDS), "kinds": list(LIST_KINDS.values())} | {
        name: np.round(of, 5).tolist() for name, of in learned.items()
    }
