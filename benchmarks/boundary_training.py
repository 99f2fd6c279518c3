"""Learn the scorer's parameters from the development gold file: `python -m benchmarks.boundary_training`."""

import json
from pathlib import Path

import numpy as np

from benchmarks.boundary_gold import RELATIONS, detector, gold, signals_of
from benchmarks.logistic import fit, fit_binary

PARAMETERS = Path(__file__).parents[1] / "taxonomy_service" / "boundaries" / "scorer.json"
STRUCTURE = {
    "longer",
    "length-apart",
    "more-words",
    "words-of-others",
    "coordinated-more",
    "coordinated-others",
    "untranslated",
    "shared",
    "as-above",
    "cognate",
    "cognates",
    "cognate-source",
    "leaf",
    "siblings",
}
OTHERS = (
    "agreement",
    "accounted",
    "accounted-least",
    "rendered",
    "rendered-least",
    "length-apart",
    "cognates",
    "margin",
    "contradicted",
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
    "rendered-source-least",
    "leaf",
    "agreement",
    "others:agreement",
)
PENALTY, RELATION_PENALTY = 50.0, 10.0
FOLDS = 10


def names_of(signals) -> list[str]:
    return [n for n in signals if not n.startswith("others:")] + [f"others:{n}" for n in OTHERS]


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


def main() -> None:
    items = gold()
    signals = signals_of(detector("shopify-2024-07.ttl"), items)
    positive = np.array([item["relation"] != "exact" for item in items])
    names = names_of(signals)
    centre, scale, rows = standard(signals, names)
    confidences = [cross_validated(rows, positive, items, seed) for seed in range(5)]
    print("average precision", np.mean([average_precision(positive, c) for c in confidences]))
    f1 = [best_f1(positive, c) for c in confidences]
    print("F1", np.mean([one[0] for one in f1]))
    weights, intercept = fit_binary(rows, positive, PENALTY)
    relation = np.array([RELATIONS.index(item["relation"]) for item in items if item["relation"] != "exact"])
    told = {name: of[positive] for name, of in signals.items()}
    r_centre, r_scale, r_rows = standard(told, RELATION_SIGNALS)
    wrong = [item for item in items if item["relation"] != "exact"]
    right = []
    for seed in range(5):
        fold = folds(wrong, seed)
        for k in range(FOLDS):
            w, i = fit(r_rows[fold != k], relation[fold != k], 4, RELATION_PENALTY)
            right += list((r_rows[fold == k] @ w.T + i).argmax(axis=1) == relation[fold == k])
    print("relation right", np.mean(right))
    r_weights, r_intercept = fit(r_rows, relation, 4, RELATION_PENALTY)
    PARAMETERS.write_text(
        json.dumps(
            {
                "threshold": round(float(np.mean([one[1] for one in f1])), 3),
                "mismatch": {
                    "names": names,
                    "kinds": ["structure" if n.removeprefix("others:") in STRUCTURE else "profile" for n in names],
                    "centre": round_(centre),
                    "scale": round_(scale),
                    "weights": round_(weights),
                    "intercept": round(intercept, 5),
                },
                "relation": {
                    "names": list(RELATION_SIGNALS),
                    "relations": list(RELATIONS),
                    "centre": round_(r_centre),
                    "scale": round_(r_scale),
                    "weights": round_(r_weights),
                    "intercept": round_(r_intercept),
                },
            },
            indent=1,
        )
        + "\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
