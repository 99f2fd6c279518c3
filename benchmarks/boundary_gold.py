"""The labels judged by hand, beside what the detector sees of them."""

import json
import os
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import numpy as np

from benchmarks.figures import Unavailable, shared_vocabulary
from taxonomy_service.boundaries.detector import Detector, labelled, make_detector
from taxonomy_service.boundaries.labels import one_label
from taxonomy_service.boundaries.lexicon import Lexicon
from taxonomy_service.boundaries.signals import read_signals
from taxonomy_service.boundaries.vocabulary import build_vocabulary
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.exchange.rdf import rdf_format
from taxonomy_service.services.boundaries import read_schemes
from taxonomy_service.services.embeddings import open_embeddings
from taxonomy_service.services.references import read_reference

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


DICTIONARIES = Path("/usr/share/dictd")
GERMAN_ENGLISH = Path("/usr/share/trans/de-en")
JUDGED = ("deu", "eng", "fra", "nld", "pol")


def lexicon() -> Lexicon:
    """Debian's dict-freedict-* between the languages judged, for pivoting too, and trans-de-en, if installed."""
    paths = [DICTIONARIES / f"freedict-{one}-{other}.index" for one, other in permutations(JUDGED, 2)]
    found = [read_reference(path) for path in [*paths, GERMAN_ENGLISH] if path.exists()]
    if not found:
        raise Unavailable(f"no dictionaries in {DICTIONARIES} (apt-get install dict-freedict-deu-eng …)")
    return Lexicon(found)


def detector(name: str, *, references: bool = False, embeddings: str | None = None) -> Detector:
    """Learn from a vocabulary; the references are then asked about single labels only."""
    made = make_detector(build_vocabulary(scheme(name)), provider=open_embeddings(embeddings) if embeddings else None)
    return replace(made, witnesses=replace(made.witnesses, lexicon=lexicon() if references else None))


def signals_of(made: Detector, items: list[dict]) -> dict[str, np.ndarray]:
    """One value an item under every signal's name."""
    number = {iri: i for i, iri in enumerate(made.vocabulary.iris)}
    found: dict[str, list[float]] = {}
    for item in items:
        label = one_label(made.prepared, item["language"], number[item["concept"]], item["label"])
        signals = read_signals(made.prepared, made.witnesses, label)
        for name, of in labelled(made, signals).items():
            found.setdefault(name, []).append(float(of[0]))
    return {name: np.array(of) for name, of in found.items()}
