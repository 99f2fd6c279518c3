"""Forms that stand on two near concepts of a shop, each read by hand: is the label wrong, or the word rightly one?

What was read measures; nothing is learned from it.
"""

import csv
from pathlib import Path

import numpy as np

from benchmarks.boundary_gold import signals_of
from benchmarks.boundary_samples import Sample
from taxonomy_service.boundaries.detector import Detector
from taxonomy_service.domain.languages import LanguageTag

SHOP = "https://shopify.github.io/product-taxonomy/"
READ = Path(__file__).with_name("boundary_collapses.csv")


def read_verdicts() -> dict[tuple[str, LanguageTag], bool]:
    """Say of a concept's IRI and a language whether the label is a mismatch, in the order of the file."""
    with READ.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {(SHOP + row["concept"], LanguageTag(row["language"])): row["mismatch"] == "1" for row in rows}


def read_collapses(made: Detector) -> Sample:
    """Return their signals, and whether they are mismatches."""
    number = {iri: i for i, iri in enumerate(made.vocabulary.iris)}
    verdicts = read_verdicts()
    items = [
        {"concept": iri, "language": language, "label": made.vocabulary.forms[language][number[iri]]}
        for iri, language in verdicts
    ]
    return Sample(signals_of(made, items), np.array(list(verdicts.values())))
