"""What an edit costs in a large scheme, beside the same in a small one: it must not read the whole draft."""

import io
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
from sqlalchemy import Engine

from benchmarks.figures import Figure
from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.domain.change_sets import ChangeSet
from taxonomy_service.exchange.rdf import RdfFormat
from taxonomy_service.services.editing import edit
from taxonomy_service.services.imports import VocabularyFile, import_file
from taxonomy_service.store.schema import upgrade
from taxonomy_service.store.session import open_engine, transaction

LANGUAGES = ["ar", "de", "en", "es", "fr", "hi", "it", "ja", "ko", "nl", "pl", "pt", "tr", "zh"]
SKOS = "http://www.w3.org/2004/02/skos/core#"
BASE = "https://example.org/many"
SMALL, LARGE, RUNS = 100, 10_000, 15


def vocabulary(concepts: int) -> bytes:
    """Return a hierarchy in which each concept has eight narrower ones and a label in fourteen languages."""
    rows = [f"<{BASE}> a <{SKOS}ConceptScheme> ."]
    for number in range(concepts):
        labels = ", ".join(f'"label {number} {language}"@{language}' for language in LANGUAGES)
        broader = f"; <{SKOS}broader> <{BASE}/c{(number - 1) // 8}>" if number else ""
        rows.append(
            f"<{BASE}/c{number}> a <{SKOS}Concept> ; <{SKOS}inScheme> <{BASE}> ; <{SKOS}prefLabel> {labels} {broader} ."
        )
    return "\n".join(rows).encode()


def _cost(engine: Engine, operation: Callable[[int], dict[str, object]]) -> float:
    """Return the median of CPU milliseconds of a change set with one operation, its transaction included."""
    spent = []
    for run in range(RUNS):
        changes = msgspec.convert({"operations": [operation(run)]}, type=ChangeSet)
        start = time.process_time()
        with transaction(engine) as store:
            edit(store, OPERATOR, "many", changes)
        spent.append(1_000 * (time.process_time() - start))
    return statistics.median(spent)


def _add_label(run: int) -> dict[str, object]:
    label = {"form": f"nytt {run}", "language": "sv", "kind": "alternative"}
    return {"operation": "add-label", "concept": "c42", "label": label}


def _move(run: int) -> dict[str, object]:
    return {"operation": "move", "concept": "c90", "broader": [f"c{5 + run % 2}"]}


def run() -> list[Figure]:
    costs: dict[tuple[str, int], float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in (SMALL, LARGE):
            engine = open_engine(f"sqlite:///{Path(folder) / f'{size}.db'}")
            upgrade(engine)
            with transaction(engine) as store:
                file = VocabularyFile(io.BytesIO(vocabulary(size)), "many.ttl", RdfFormat.TURTLE)
                import_file(store, OPERATOR, file)
            for name, operation in (("label", _add_label), ("move", _move)):
                costs[name, size] = _cost(engine, operation)
            engine.dispose()
    figures = []
    for name in ("label", "move"):
        small, large = costs[name, SMALL], costs[name, LARGE]
        detail = f"{large:.1f} ms CPU among {LARGE:,} concepts × 14 languages, {small:.1f} ms among {SMALL}"
        figures.append(Figure(f"editing: {name}, large over small scheme", large / small, "×", detail, at_most=2.0))
        figures.append(Figure(f"editing: {name}, cost in the large scheme", large, "ms CPU", detail, at_most=20.0))
    return figures
