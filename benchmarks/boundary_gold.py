"""The labels judged by hand, beside what the detector sees of them."""

import json
import os
from pathlib import Path

import numpy as np

from benchmarks.figures import Unavailable, shared_vocabulary
from taxonomy_service.boundaries.detector import Detector, labelled, make_detector
from taxonomy_service.boundaries.vocabulary import build_vocabulary
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.exchange.rdf import rdf_format
from taxonomy_service.services.boundaries import read_schemes

RELATIONS = ("broader", "narrower", "overlapping", "different")


def gold() -> list[dict]:
    root = Path(os.environ.get("TAXONOMY_SHARED_DATA", Path(__file__).parents[2] / "shared" / "data"))
    path = root / "gold" / "shopify_dev.jsonl"
    if not path.exists():
        raise Unavailable(f"{path} is not there (set TAXONOMY_SHARED_DATA)")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def scheme(name: str) -> ConceptScheme:
    path = shared_vocabulary(name)
    with path.open("rb") as stream:
        return read_schemes(stream, path.name, rdf_format(path.name))[0]


def detector(name: str) -> Detector:
    return make_detector(build_vocabulary(scheme(name)))


def signals_of(made: Detector, items: list[dict]) -> dict[str, np.ndarray]:
    """One value an item under every signal's name."""
    number = {iri: i for i, iri in enumerate(made.vocabulary.iris)}
    found: dict[str, list[float]] = {}
    seen = {}
    for item in items:
        language = item["language"]
        if language not in seen:
            signals = made.signals[language]
            seen[language] = (signals.labels.concepts, labelled(made, signals))
        concepts, values = seen[language]
        row = int(np.searchsorted(concepts, number[item["concept"]]))
        for name, of in values.items():
            found.setdefault(name, []).append(float(of[row]))
    return {name: np.array(of) for name, of in found.items()}
