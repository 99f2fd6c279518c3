"""How often a label that is suggested for a mistake is the one that stood there before the mistake was planted."""

from collections import Counter
from itertools import product

from benchmarks.boundary_planting import CUTS, TESTED_ON, TUNED_ON, own_vocabulary, plant, read_vocabulary
from benchmarks.figures import Figure, Unavailable, shared_vocabulary
from taxonomy_service.boundaries.detector import detect, make_detector
from taxonomy_service.boundaries.vocabulary import Vocabulary
from taxonomy_service.domain.boundaries import BoundaryFinding, EvidenceKind
from taxonomy_service.domain.forms import comparison_key

SEEDS = range(2)
PUBLISHED = ("gemet-2017.ttl", "shopify-2024-07.ttl")
CUT = "preferred labels only"  # else an alternative label is nearly always the answer


def composed(finding: BoundaryFinding) -> bool:
    return any(evidence.kind is EvidenceKind.COMPOSITION for evidence in finding.evidence)


def counted(right: Vocabulary, seed: int, cut: str) -> Counter[str]:
    """Count planted mistakes: all, with suggestions, with the true label among them, likewise compositions alone."""
    planted = plant(right, seed)
    number = {iri: i for i, iri in enumerate(right.iris)}
    counts: Counter[str] = Counter()
    for finding in detect(make_detector(CUTS[cut](planted.vocabulary), lasting=False), weak=True):
        language, concept = finding.language, number[finding.concept]
        if (language, concept) not in planted.kinds:
            continue
        true = {right.keys[language][concept], *right.stated[language].get(concept, ())}
        keys = [comparison_key(form, language) for form in finding.suggestions]
        counts["planted"] += 1
        counts["suggested"] += bool(keys)
        counts["right"] += bool(true.intersection(keys))
        counts["composed"] += composed(finding)
        counts["composed right"] += composed(finding) and keys[-1] in true
    return counts


def figures(name: str, counts: Counter[str], cut: str) -> list[Figure]:
    found = []
    for what, all_, right in (("suggestions", "suggested", "right"), ("compositions", "composed", "composed right")):
        detail = f"{counts[right]} of {counts[all_]} on {counts['planted']} planted mistakes, {cut}"
        if counts[all_]:
            share = counts[right] / counts[all_]
            found.append(Figure(f"boundaries, {what} that hold the true label, {name}", share, "", detail))
    return found


def run() -> list[Figure]:
    found: list[Figure] = []
    own = {name: own_vocabulary(name) for name in (*TUNED_ON, *TESTED_ON)}
    for cut in ("all labels", CUT):
        counts = sum((counted(own[name], seed, cut) for name, seed in product(own, SEEDS)), Counter())
        found += figures("our own vocabularies", counts, cut)
    for name in PUBLISHED:
        try:
            found += figures(name, counted(read_vocabulary(shared_vocabulary(name)), 0, CUT), CUT)
        except Unavailable:
            continue
    return found
