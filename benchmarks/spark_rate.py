"""A million rows judged in Spark on two cores, beside counting the same rows without judging them."""

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.annotation_files import generated_annotations, write_parquet
from benchmarks.figures import Figure, Unavailable
from benchmarks.validation_rate import shopify_index
from taxonomy_service.exchange.annotations import read_annotations
from taxonomy_service.services.compiled_files import write_compiled
from taxonomy_service.services.compliance import check_annotations

COUNT, DISTINCT, RUNS = 1_000_000, 10_000, 3


def _descendants(process: int) -> set[int]:
    found = set()
    for path in Path(f"/proc/{process}/task").glob("*/children"):
        for child in map(int, path.read_text().split()):
            found |= {child} | _descendants(child)
    return found


def _cpu_seconds() -> float:
    """CPU seconds of this process and all that it started: the Java machine and its Python workers."""
    ticks = 0
    for process in {os.getpid()} | _descendants(os.getpid()):
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def _median(work: Callable[[], object]) -> tuple[float, float]:
    """CPU and wall seconds, each the median of the runs, after one that warms up."""
    work()
    cpu, wall = [], []
    for _ in range(RUNS):
        before, start = _cpu_seconds(), time.monotonic()
        work()
        cpu.append(_cpu_seconds() - before)
        wall.append(time.monotonic() - start)
    return sorted(cpu)[RUNS // 2], sorted(wall)[RUNS // 2]


def run() -> list[Figure]:
    try:
        from taxonomy_service.spark import compliance, validate
        from tests.local_spark import local_spark
    except ModuleNotFoundError as error:
        raise Unavailable(f"{error.name} is not installed") from error
    index = shopify_index()
    with tempfile.TemporaryDirectory() as folder:
        path, release = Path(folder) / "annotations.parquet", Path(folder) / "shopify.taxr"
        write_parquet(generated_annotations(index, COUNT, DISTINCT), path)
        write_compiled(index, release)
        with path.open("rb") as file:
            alone = check_annotations(index, read_annotations(file, str(path)), str(path))
        with local_spark(Path(folder)) as spark:
            frame = spark.read.parquet(str(path))
            counted = compliance(validate(frame, release, concept="concept"))
            if counted.annotations != alone.annotations:
                raise AssertionError("Spark and one process disagree")
            reading, _ = _median(
                lambda: frame.groupBy("language", "label", "concept").count().groupBy().count().collect()
            )
            judging, wall = _median(lambda: compliance(validate(frame, release, concept="concept")))
    return [
        Figure(
            "Spark, a million rows judged and counted / only grouped",
            judging / reading,
            "×",
            f"{judging:.1f} s of CPU against {reading:.1f} s, Java and Python together; {wall:.1f} s on two cores; "
            "counted as one process counts",
        )
    ]
