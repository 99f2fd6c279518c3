"""The compiled release of a million labels: opening, memory, look-ups, beside other tables that could hold it."""

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
import re, sys
from pathlib import Path
from taxonomy_service.offline import open_release
def private():
    rollup = Path("/proc/self/smaps_rollup").read_text()
    return sum(int(kb) for kb in re.findall(r"^Private_\\w+: +([0-9]+)", rollup, re.M)) / 1024
before = private()
release = open_release(sys.argv[1])
for line in Path(sys.argv[2]).read_text(encoding="utf-8").splitlines():
    language, label = line.split("\\t")
    release.validate(label, language=language, suggestions=0)
print(private() - before)
"""
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
    every = list(_all(index))
    pairs = random.Random(2).sample(every, ASKED)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "generated.taxr"
        compiling = _seconds(lambda: write_compiled(index, path))
        open_release(path)  # the file is in the page cache
        opening = sorted(_seconds(lambda: open_release(path)) for _ in range(5))[2]
        release = open_release(path)
        by_form = release.index.by_form
        first, own = (_seconds(lambda: [by_form[tag].get(form) for tag, form in pairs]) for _ in range(2))  # type: ignore[index]
        judging = _seconds(lambda: [release.validate(form, language=tag, suggestions=0) for tag, form in pairs])
        in_memory = _seconds(lambda: [judge(index, Question(form, tag), suggestions=0) for tag, form in pairs])
        asked = Path(folder) / "asked.tsv"
        asked.write_text("\n".join(map("\t".join, pairs)), encoding="utf-8")
        command = [sys.executable, "-c", WORKER, str(path), str(asked)]
        private = float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        others = {name: _seconds(work) / ASKED * 1e6 for name, work in _tables(index, pairs, Path(folder))}
        size = path.stat().st_size / 2**20
    compared = ", ".join(f"{name} {micros:.1f} µs" for name, micros in others.items())
    size_and_time = f"{len(every):,} forms, {size:.0f} MB, compiled in {compiling:.0f} s"
    verdicts = f"{judging / ASKED * 1e6:.1f} µs a verdict, {in_memory / ASKED * 1e6:.1f} µs from the index in memory"
    return [
        Figure("compiled release: opening, checksum included", opening * 1000, "ms", size_and_time, at_most=50),
        Figure("compiled release: private memory a worker", private, "MB", f"after {ASKED:,} verdicts", at_most=40),
        Figure(
            "compiled release: a look-up",
            own / ASKED * 1e6,
            "µs",
            f"{first / ASKED * 1e6:.1f} µs while pages are met first; {compared}",
            at_most=6,
        ),
        Figure("compiled release: verdicts a second", ASKED / judging, "/s", verdicts),
    ]
