"""What the checks cost: a real vocabulary against only parsing it, and how the cost grows with the size."""

import gc
import io
import math
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph

from benchmarks.figures import Figure, shared_vocabulary
from taxonomy_service.exchange.rdf import RdfFormat
from taxonomy_service.services.imports import VocabularyFile
from taxonomy_service.services.integrity import all_checks, check_file

RUNS = 5
SIZES = (10_000, 30_000, 100_000)
SKOS = "http://www.w3.org/2004/02/skos/core#"
_WORDS = {
    "en": "shoe boot lace heel sole strap buckle leather rubber canvas winter summer running hiking riding",
    "de": "Schuh Stiefel Band Absatz Sohle Riemen Schnalle Leder Gummi Leinen Winter Sommer Lauf Wander Reit",
    "pl": "but kozak sznurówka obcas podeszwa pasek klamra skóra guma płótno zimowy letni biegowy górski jeździecki",
    "ja": "靴 ブーツ 紐 踵 底 帯 留め金 革 ゴム 帆布 冬 夏 走る 山 乗馬",
    "ar": "حذاء جزمة رباط كعب نعل حزام إبزيم جلد مطاط قماش شتاء صيف جري جبال ركوب",
}


def fast_checks() -> list[str]:
    """The codes of all checks but the costly ones (near-duplicates)."""
    return [check.code for check in all_checks().values() if not check.costly]


def vocabulary(concepts: int) -> bytes:
    """N-Triples of a vocabulary: a tree of eight branches, some second broader concepts, relations, notes, faults."""
    return "".join(_lines(concepts, random.Random(concepts))).encode()


def _lines(concepts: int, chance: random.Random) -> Iterator[str]:
    yield f"<http://x/s> <{SKOS}hasTopConcept> <http://x/0> .\n"
    for number in range(concepts):
        own = f"<http://x/{number}>"
        yield f"{own} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{SKOS}Concept> .\n"
        if chance.random() > 0.001:
            yield f"{own} <{SKOS}inScheme> <http://x/s> .\n"
        yield f'{own} <{SKOS}notation> "N{number}" .\n'
        if number:
            yield f"{own} <{SKOS}broader> <http://x/{(number - 1) // 8}> .\n"
        if chance.random() < 0.05 and number > 100:
            yield f"{own} <{SKOS}broader> <http://x/{chance.randrange(number // 8)}> .\n"
        if chance.random() < 0.2:
            yield f"{own} <{SKOS}related> <http://x/{chance.randrange(concepts)}> .\n"
        if chance.random() < 0.9:
            yield f'{own} <{SKOS}definition> "made for number {number}"@en .\n'
        for tag, words in _WORDS.items():
            form = " ".join(chance.sample(words.split(), 3))
            yield f'{own} <{SKOS}prefLabel> "{form} {number}"@{tag} .\n'
            if chance.random() < 0.002:
                yield f'{own} <{SKOS}prefLabel> "{form}"@{tag} .\n'


def parse_only(path: Path) -> float:
    """CPU seconds to stream a file through pyoxigraph's parser."""
    start = time.process_time()
    for _ in pyoxigraph.parse(path=str(path)):
        pass
    return time.process_time() - start


def check(data: bytes) -> float:
    """CPU seconds to read and check a file whole, as the command does it: without looking for cycles of garbage."""
    file = VocabularyFile(io.BytesIO(data), "bench.ttl", RdfFormat.TURTLE)
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        check_file(file, only=fast_checks())
        return time.process_time() - start
    finally:
        gc.enable()


def exponent(costs: dict[int, float]) -> float:
    """The slope of the cost over the size, both as logarithms (least squares): 1 is linear."""
    xs, ys = [math.log(size) for size in costs], [math.log(cost) for cost in costs.values()]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True)) / sum((x - mean_x) ** 2 for x in xs)


def run() -> list[Figure]:
    path = shared_vocabulary("shopify-2024-07.ttl")
    data = path.read_bytes()
    pairs = [(parse_only(path), check(data)) for _ in range(RUNS)]  # by turns, so that both meet the same machine
    floor, cost = (sorted(values)[RUNS // 2] for values in zip(*pairs, strict=True))
    left_out = len(all_checks()) - len(fast_checks())
    name = "all checks but near-duplicates on shopify-2024-07.ttl / parsing it"
    checks = f"{len(fast_checks())} checks, {left_out} left out"
    detail = f"{cost:.2f} s against {floor:.3f} s of CPU, medians of {RUNS}; {checks}"
    grown = {}
    for size in SIZES:
        text = vocabulary(size)
        grown[size] = min(check(text) for _ in range(2))
    shown = ", ".join(f"{size:,}: {seconds:.2f} s" for size, seconds in grown.items())
    return [
        Figure(name, cost / floor, "×", detail, at_most=8),
        Figure(
            "exponent of that cost over 10k, 30k, 100k concepts × 5 languages", exponent(grown), "", shown, at_most=1.1
        ),
    ]
