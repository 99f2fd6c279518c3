"""What it costs to find near-duplicate labels in all languages of a real vocabulary."""

import gc
import time
from collections import Counter

from benchmarks.figures import Figure, shared_vocabulary
from taxonomy_service.exchange.rdf import RdfFormat, read_statements
from taxonomy_service.integrity.profiles import DEFAULT_PROFILE
from taxonomy_service.integrity.running import run_checks
from taxonomy_service.integrity.table import CHECKS
from taxonomy_service.integrity.view import View

RUNS = 3
CODE = "Q064"


def run() -> list[Figure]:
    path = shared_vocabulary("shopify-2024-07.ttl")
    with path.open("rb") as stream:
        view = View(read_statements(stream, path.name, RdfFormat.TURTLE, limit=1 << 28))
    for tag in view.tags:
        view.keys(tag)
    costs = []
    for _ in range(RUNS):
        gc.collect()
        start = time.process_time()
        found = run_checks(view, CHECKS, DEFAULT_PROFILE, only={CODE}).findings
        costs.append(time.process_time() - start)
    languages = Counter(finding.language for finding in found)
    detail = f"{len(found)} pairs in {len(languages)} languages, median of {RUNS}"
    return [Figure("near-duplicates among 144,000 labels", sorted(costs)[RUNS // 2], "s of CPU", detail, at_most=60)]
