"""The compiled release of a million labels: opening, memory, look-ups, verdicts, beside other tables of labels."""

import gc
import json
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.generated import generated_release
from taxonomy_service.domain.verdicts import Question
from taxonomy_service.matching.judging import judge
from taxonomy_service.matching.label_index import LabelIndex, compile_release
from taxonomy_service.offline import open_release
from taxonomy_service.services.compiled_files import write_compiled

CONCEPTS, LANGUAGES, ASKED = 25_000, 40, 100_000
WORKER = """
import json, re, resource, sys, time
from pathlib import Path
from taxonomy_service.domain.verdicts import Question
from taxonomy_service.offline import open_release

def private():
    rollup = Path("/proc/self/smaps_rollup").read_text()
    return sum(int(kb) for kb in re.findall(r"^Private_\\w+: +([0-9]+)", rollup, re.M)) / 1024

def seconds(work):
    start = time.process_time()
    work()
    return time.process_time() - start

asked = [line.split("\\t") for line in Path(sys.argv[2]).read_text(encoding="utf-8").splitlines()]
pairs = [(language, label) for language, label, _ in asked]
before = private()
measured = {"opening": sorted(seconds(lambda: open_release(sys.argv[1])) for _ in range(5))[2]}
release = open_release(sys.argv[1])
by_form = release.index.by_form
faults = resource.getrusage(resource.RUSAGE_SELF).ru_minflt

def look_up():
    for language, label in pairs:
        by_form[language].get(label)

def validate():
    for language, label in pairs:
        release.validate(label, language=language, suggestions=0)

def validate_claims():
    for language, label, concept in asked:
        release.validate(label, language=language, concept=concept, suggestions=0)

def validate_all():
    for _ in release.validate_all(Question(label, language) for language, label in pairs):
        pass

measured["first look-ups"] = seconds(look_up)
measured["look-ups"] = min(seconds(look_up) for _ in range(3))
measured["verdicts"] = min(seconds(validate) for _ in range(3))
measured["mismatches"] = min(seconds(validate_claims) for _ in range(3))
measured["private"] = private() - before
measured["batch"] = min(seconds(validate_all) for _ in range(3))
alone = [pair for pair in pairs if release.index.alone(pair[1], pair[0])]
measured["alone"] = len(alone)
pairs = alone
measured["verdicts alone"] = min(seconds(validate) for _ in range(3)) / len(alone)
measured["faults"] = resource.getrusage(resource.RUSAGE_SELF).ru_minflt - faults
print(json.dumps(measured))
"""
"""What a worker measures, in a process of its own: one with millions of other objects would pay for looking through
them whenever the garbage collector runs, 1.7 s each time."""
Pairs = list[tuple[str, str]]


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _tables(index: LabelIndex, pairs: Pairs, folder: Path) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield what looks up all pairs in each of the tables compared."""
    rows = [(language, form, place) for place, (language, form) in enumerate(_all(index))]
    known = {(language, form): place for language, form, place in rows}
    yield "dictionary", lambda: [known[pair] for pair in pairs]
    database = sqlite3.connect(folder / "labels.db")
    database.execute("CREATE TABLE label (language, form, place, PRIMARY KEY (language, form)) WITHOUT ROWID")
    database.executemany("INSERT INTO label VALUES (?, ?, ?)", rows)
    database.commit()
    select = "SELECT place FROM label WHERE language = ? AND form = ?"
    yield "SQLite", lambda: [database.execute(select, pair).fetchone() for pair in pairs]
    yield from _optional_tables(rows, pairs, folder)


def _optional_tables(
    rows: list[tuple[str, str, int]], pairs: Pairs, folder: Path
) -> Iterator[tuple[str, Callable[[], object]]]:
    try:
        import lmdb
        import marisa_trie
    except ModuleNotFoundError as error:
        print(f"without {error.name}, which is not installed", file=sys.stderr)
        return
    trie = marisa_trie.RecordTrie("<I", ((f"{language}\t{form}", (place,)) for language, form, place in rows))
    trie.save(str(folder / "labels.marisa"))
    mapped = marisa_trie.RecordTrie("<I").mmap(str(folder / "labels.marisa"))
    yield "marisa-trie", lambda: [mapped[f"{language}\t{form}"] for language, form in pairs]
    environment = lmdb.open(str(folder / "lmdb"), map_size=1 << 30, sync=False)
    with environment.begin(write=True) as writing:
        for language, form, place in rows:
            writing.put(f"{language}\t{form}".encode(), place.to_bytes(4, "little"))
    reading = environment.begin(buffers=True)
    yield "LMDB", lambda: [reading.get(f"{language}\t{form}".encode()) for language, form in pairs]


def _all(index: LabelIndex) -> Iterator[tuple[str, str]]:
    for language, table in index.by_form.items():
        for form in table:
            yield str(language), form


def run() -> list[Figure]:
    index = compile_release(generated_release(CONCEPTS, LANGUAGES))
    gc.freeze()  # what is here already is not looked through while tables are measured
    every = list(_all(index))
    pairs = random.Random(2).sample(every, ASKED)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "generated.taxr"
        compiling = _seconds(lambda: write_compiled(index, path))
        shared = open_release(path)  # the first worker, with which the one measured shares the file
        asked = Path(folder) / "asked.tsv"
        claims = random.Random(3).choices(list(index.preferred), k=ASKED)
        lines = ("\t".join((*pair, claim)) for pair, claim in zip(pairs, claims, strict=True))
        asked.write_text("\n".join(lines), encoding="utf-8")
        command = [sys.executable, "-c", WORKER, str(path), str(asked)]
        own = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        in_memory = min(_seconds(lambda: _judge_all(index, pairs)) for _ in range(3))
        others = {name: _seconds(work) / ASKED * 1e6 for name, work in _tables(index, pairs, Path(folder))}
        size = path.stat().st_size / 2**20
        del shared
    compared = ", ".join(f"{name} {micros:.1f} µs" for name, micros in others.items())
    size_and_time = f"{len(every):,} forms, {size:.0f} MB, compiled in {compiling:.0f} s"
    first = own["first look-ups"] / ASKED * 1e6
    again = own["look-ups"] / ASKED * 1e6
    floor = others["dictionary"] / 1e6
    return [
        Figure("compiled release: opening, checksum included", own["opening"] * 1000, "ms", size_and_time, at_most=50),
        Figure(
            "compiled release: private memory a worker", own["private"], "MB", f"after {ASKED:,} verdicts", at_most=40
        ),
        Figure(
            "compiled release: a look-up",
            again,
            "µs",
            f"label made; {first:.1f} µs the first time, {own['faults']:,} page faults in all; {compared}",
            at_most=6,
        ),
        Figure(
            "compiled release: distinct labels a second",
            ASKED / own["verdicts"],
            "/s",
            f"{own['alone'] / ASKED:.0%} name one concept, {1 / own['verdicts alone']:,.0f}/s of them alone; "
            f"{ASKED / own['batch']:,.0f}/s as a batch; from the index in memory {ASKED / in_memory:,.0f}/s",
            at_least=250_000,
        ),
        Figure(
            "compiled release: a verdict / a dictionary hit",
            own["verdicts"] / ASKED / floor,
            "×",
            f"{own['verdicts'] / ASKED * 1e6:.1f} against {floor * 1e6:.2f} µs, in a dictionary of {len(every):,}",
        ),
        Figure(
            "compiled release: a verdict on a label of another concept than any claimed / with no claim",
            own["mismatches"] / own["verdicts"],
            "×",
            f"{own['mismatches'] / ASKED * 1e6:.1f} against {own['verdicts'] / ASKED * 1e6:.1f} µs",
        ),
    ]


def _judge_all(index: LabelIndex, pairs: Pairs) -> None:
    for language, form in pairs:
        judge(index, Question(form, language), suggestions=0)
