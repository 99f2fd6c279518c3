"""What a suggestion costs, and how often the label meant is among the first five."""

import random
import time

from rapidfuzz import fuzz, process

from benchmarks.figures import Figure
from benchmarks.generated import generated_release, misspelt
from taxonomy_service.domain.forms import comparison_key
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.releases import Release
from taxonomy_service.matching.compiled_release import compiled_blocks
from taxonomy_service.matching.label_index import compile_release
from taxonomy_service.matching.mapped_index import MappedIndex
from taxonomy_service.matching.suggestions import LEAST_SIMILARITY, suggest

ASKED, COMPARED = 1_000, 250


def _measure(release: Release, name: str, bounds: tuple[float, float]) -> list[Figure]:
    """Measure from the compiled release, whose grams lie in the file."""
    index = MappedIndex(b"".join(compiled_blocks(compile_release(release))), name)
    rng = random.Random(5)
    concepts = list(release.scheme.concepts.values())
    tags = sorted(index.languages)
    asked = []
    for _ in range(ASKED):
        concept, tag = rng.choice(concepts), rng.choice(tags)
        form = index.preferred[concept.id][tag]
        asked.append((tag, form, misspelt(form, rng)))
    suggest(index, "x" * 20, tags[0], 5)  # NumPy is loaded when it is first needed
    taken, found = [], []
    for tag, form, written in asked:
        start = time.process_time()
        suggestions = suggest(index, written, tag, 5)
        taken.append((time.process_time() - start) * 1000)
        found.append(comparison_key(form, tag) in {comparison_key(one.label, tag) for one in suggestions})
    brute = sum(_brute(index, tag, form, written) for tag, form, written in asked[:COMPARED])
    recall = sum(found[:COMPARED]) / max(1, brute)
    taken.sort()
    middle, late = taken[ASKED // 2], taken[ASKED * 95 // 100]
    detail = f"{ASKED} labels with one slip"
    return [
        Figure(f"suggestions, {name}: median", middle, "ms", detail, at_most=bounds[0]),
        Figure(f"suggestions, {name}: 95 of 100", late, "ms", detail, at_most=bounds[1]),
        Figure(
            f"suggestions, {name}: right answers in the first five",
            recall,
            "of brute force",
            f"{sum(found[:COMPARED])} against {brute} of {COMPARED}",
            at_least=0.985,
        ),
    ]


def _brute(index: MappedIndex, tag: LanguageTag, form: str, written: str) -> bool:
    keys = list(index.partition(tag).keys)
    hits = process.extract(
        comparison_key(written, tag),
        keys,
        scorer=fuzz.ratio,
        processor=None,
        limit=5,
        score_cutoff=LEAST_SIMILARITY * 100,
    )
    return comparison_key(form, tag) in {key for key, _, _ in hits}


def run() -> list[Figure]:
    many = _measure(generated_release(25_000, 40), "1 M labels in 40 languages", (1, 3))
    return many + _measure(generated_release(400_000, 1), "400,000 labels in one language", (9, 9))
