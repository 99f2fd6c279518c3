"""What an import costs: a million statements against only streaming them through the parser, more and less of them."""

import math
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import NamedTuple

import pyoxigraph

from benchmarks.figures import Figure
from benchmarks.generated import write_thesaurus
from taxonomy_service.services.compiled_files import SUFFIX

MILLION = 1_000_000
SIZES = (500_000, MILLION, 2 * MILLION, 4 * MILLION, 7 * MILLION)
RUNS = 3
FORMATS = {
    "ttl": pyoxigraph.RdfFormat.TURTLE,
    "nt": pyoxigraph.RdfFormat.N_TRIPLES,
    "rdf": pyoxigraph.RdfFormat.RDF_XML,
}
PARSE = """
import sys, time, pyoxigraph
start = time.process_time()
for _ in pyoxigraph.parse(path=sys.argv[1]):
    pass
print(time.process_time() - start)
"""
IMPORT = """
import gc, sys
gc.disable()
from pathlib import Path
from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.exchange.rdf import rdf_format
from taxonomy_service.services.imports import ImportLimits, VocabularyFile, import_file
from taxonomy_service.store.session import open_engine, transaction
path = Path(sys.argv[1])
with transaction(open_engine(sys.argv[2])) as store, path.open("rb") as stream:
    file = VocabularyFile(stream, path.name, rdf_format(path.name))
    import_file(store, OPERATOR, file, limits=ImportLimits(bytes=1 << 40))
"""
UPGRADE = """
import sys
from taxonomy_service.store.schema import upgrade
from taxonomy_service.store.session import open_engine
upgrade(open_engine(sys.argv[1]))
"""
Database = Callable[[], AbstractContextManager[str]]
"""Makes an empty database for as long as it is needed, and gives its URL."""


class Cost(NamedTuple):
    """CPU seconds of the parser and of the import, and the import's peak memory in MB."""

    floor: float
    seconds: float
    memory: float

    @property
    def ratio(self) -> float:
        return self.seconds / self.floor


def parse_only(path: Path) -> float:
    """CPU seconds to stream a file through pyoxigraph's parser, in a process of its own."""
    done = subprocess.run([sys.executable, "-c", PARSE, str(path)], check=True, capture_output=True, text=True)
    return float(done.stdout)


@contextmanager
def sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{folder}/bench.db"


def run_import(path: Path, url: str) -> tuple[float, float]:
    """CPU seconds and peak memory (MB) of a process that imports a file: its start, the service, the commit.

    All but the compiled file, which is made after the import. What PostgreSQL does in its own processes is not counted.
    """
    subprocess.run([sys.executable, "-c", UPGRADE, url], check=True)
    return _spent([sys.executable, "-c", IMPORT, str(path), url])


def run_command(path: Path, url: str) -> tuple[float, float]:
    """CPU seconds of `taxonomy-service import` with its compile, and the larger of the two peaks of memory (MB)."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {"TAXONOMY_DATABASE_URL": url, "TAXONOMY_COMPILED_FOLDER": folder}
        spent = _spent([sys.executable, "-m", "taxonomy_service", "import", str(path)], os.environ | settings)
        if not list(Path(folder).glob(f"*{SUFFIX}")):
            raise RuntimeError("the import left no compiled file")
        return spent


def _spent(command: list[str], environment: Mapping[str, str] | None = None) -> tuple[float, float]:
    """CPU seconds of a command and the processes that it waits for, and the largest peak memory (MB) of one of them."""
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"the import ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def cost(path: Path, database: Database = sqlite, runs: int = RUNS) -> Cost:
    """Return the median cost, parser and import by turns, so that both meet the same machine."""
    found = []
    for _ in range(runs):
        before = parse_only(path)
        with database() as url:
            seconds, memory = run_import(path, url)
        found.append(Cost((before + parse_only(path)) / 2, seconds, memory))
    return sorted(found, key=lambda one: one.ratio)[len(found) // 2]


def _figure(name: str, found: Cost, runs: int) -> Figure:
    detail = f"{found.seconds:.2f} s against {found.floor:.2f} s of CPU, median of {runs}; {found.memory:,.0f} MB"
    return Figure(f"import of 1 M statements / parsing them, {name}", found.ratio, "×", detail, at_most=8)


def compiling(path: Path, runs: int = RUNS) -> list[Figure]:
    """What the whole command costs beside the import alone, by turns; the median of the ratios."""
    found = []
    for _ in range(runs):
        with sqlite() as url:
            alone, _ = run_import(path, url)
        with sqlite() as url:
            found.append((alone, *run_command(path, url)))
    alone, whole, memory = sorted(found, key=lambda one: one[1] / one[0])[runs // 2]
    detail = f"{whole:.1f} s against {alone:.1f} s of CPU, median of {runs}"
    return [
        Figure("import of 1 M statements with its compile / the import alone", whole / alone, "×", detail, at_most=3.5),
        Figure("peak memory of the larger of the two processes", memory, "MB", "", at_most=1200),
    ]


def exponent(costs: dict[int, Cost]) -> float:
    """Return the slope of cost over size, both as logarithms, by least squares: 1 is linear."""
    xs, ys = [math.log(size) for size in costs], [math.log(found.seconds) for found in costs.values()]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)


def _on_postgresql(path: Path, runs: int) -> list[Figure]:
    from tests.postgresql import find_programs, running_server

    programs = find_programs()
    if programs is None:
        print("no PostgreSQL here: not measured", file=sys.stderr)
        return []
    with running_server(programs) as server:
        return [_figure("Turtle, PostgreSQL", cost(path, lambda: server.database(upgraded=False), runs), runs)]


def run(sizes: tuple[int, ...] = SIZES, runs: int = RUNS) -> list[Figure]:
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "thesaurus.ttl")
        write_thesaurus(path, MILLION)
        million = cost(path, runs=runs)
        figures.append(_figure("Turtle, SQLite", million, runs))
        figures.append(Figure("peak memory of that import", million.memory, "MB", "", at_most=1200))
        figures += compiling(path, runs)
        figures += _on_postgresql(path, runs)
        for ending in ("nt", "rdf"):
            other = Path(folder, f"thesaurus.{ending}")
            pyoxigraph.serialize(pyoxigraph.parse(path=str(path)), str(other), FORMATS[ending])
            figures.append(_figure(f"{FORMATS[ending].name}, SQLite", cost(other, runs=runs), runs))
            other.unlink()
        costs = {}
        for size in sizes:
            write_thesaurus(path, size)
            costs[size] = cost(path, runs=1)
    detail = ", ".join(f"{size:,}: {found.seconds:.1f} s, {found.memory:,.0f} MB" for size, found in costs.items())
    return [*figures, Figure("exponent of the import's cost", exponent(costs), "", detail, at_most=1.1)]
