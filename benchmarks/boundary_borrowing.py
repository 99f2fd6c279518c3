"""What a vocabulary of 40 concepts gains from references: as lexicons, and lending it their labels to learn from."""

from dataclasses import replace
from itertools import product
from unittest.mock import patch

import numpy as np

from benchmarks.boundary_planting import CUTS, OWN, TESTED_ON, TUNED_ON, plant
from benchmarks.boundary_training import average_precision
from benchmarks.figures import Figure, shared_vocabulary
from taxonomy_service.boundaries.detector import detect, make_detector
from taxonomy_service.boundaries.lexicon import Lexicon
from taxonomy_service.boundaries.vocabulary import Vocabulary, build_vocabulary
from taxonomy_service.exchange.rdf import RdfFormat
from taxonomy_service.services.boundaries import read_schemes
from taxonomy_service.services.references import read_reference

CONCEPTS = 40
SEEDS = range(2)
LENDERS = {
    "nobody": (),
    "two thesauri": ("gemet-2017.ttl", "unesco-2022.ttl"),
    "a shop's vocabulary": ("shopify-2024-07.ttl",),
}


def forty(name: str, seed: int) -> Vocabulary:
    """Forty concepts of one of our own vocabularies."""
    path = OWN / f"{name}.ttl"
    with path.open("rb") as stream:
        scheme = read_schemes(stream, path.name, RdfFormat.TURTLE)[0]
    ids = list(scheme.concepts)
    kept = sorted(np.random.default_rng(seed).permutation(len(ids))[:CONCEPTS].tolist())
    return build_vocabulary(replace(scheme, concepts={ids[i]: scheme.concepts[ids[i]] for i in kept}))


def judged(names: tuple[str, ...], cut: str, lexicon: Lexicon | None) -> tuple[float, str]:
    """Return the mean average precision, and what share of the planted, and how many others, are flagged."""
    precisions, found, flagged, others, false = [], 0, 0, 0, 0
    for name, seed in product(names, SEEDS):
        planted = plant(forty(name, seed), seed)
        made = make_detector(CUTS[cut](planted.vocabulary), lexicon)
        number = {iri: i for i, iri in enumerate(made.vocabulary.iris[: made.vocabulary.own])}
        all_ = detect(made, weak=True)
        positive = np.array([(of.language, number[of.concept]) in planted.kinds for of in all_])
        shown = np.array([of.flagged for of in all_])
        precisions.append(average_precision(positive, np.array([of.confidence for of in all_])))
        found, flagged = found + positive.sum(), flagged + (positive & shown).sum()
        others, false = others + (~positive).sum(), false + (~positive & shown).sum()
    return float(
        np.mean(precisions)
    ), f"recall {flagged / found:.2f}, false flags a thousand {1000 * false / others:.0f}"


def run() -> list[Figure]:
    figures = []
    lexicons = {
        lender: Lexicon([read_reference(shared_vocabulary(name)) for name in names]) if names else None
        for lender, names in LENDERS.items()
    }
    for part, names in (("set upon", TUNED_ON), ("held out", TESTED_ON)):
        for cut, (lender, lexicon) in product(("preferred labels only", "flat"), lexicons.items()):
            precision, detail = judged(names, cut, lexicon)
            title = f"forty concepts, {cut}, {part}: average precision"
            figures.append(Figure(f"{title}, with {lender}", precision, "", detail))
            if lexicon is not None:
                with patch("taxonomy_service.boundaries.detector.borrow", lambda vocabulary, _: vocabulary):
                    precision, detail = judged(names, cut, lexicon)
                figures.append(Figure(f"{title}, with {lender} as a lexicon only", precision, "", detail))
    return figures
