"""A million annotations in one file, judged by one process and by two, against only reading them."""

import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import pyarrow.parquet as pq

from benchmarks.annotation_files import generated_annotations, write_coco, write_ndjson, write_parquet
from benchmarks.figures import Figure
from benchmarks.validation_rate import shopify_index
from taxonomy_service.exchange.annotations import AnnotationFormat, read_annotations
from taxonomy_service.exchange.annotations.parts import PARTED
from taxonomy_service.matching.release_index import ReleaseIndex
from taxonomy_service.matching.remembering import remembering
from taxonomy_service.offline import open_release
from taxonomy_service.services.compiled_files import write_compiled
from taxonomy_service.services.compliance import report_on, tally_of
from taxonomy_service.services.parted_compliance import check_parts

COUNT, DISTINCT, RUNS = 1_000_000, 10_000, 3


class _Line(msgspec.Struct, gc=False):
    label: str
    language: str | None = None
    concept: str | None = None


class _Annotation(msgspec.Struct, gc=False):
    id: int
    image_id: int
    category_id: int


class _Coco(msgspec.Struct):
    annotations: list[_Annotation]


def _read_ndjson(path: Path) -> None:
    decode = msgspec.json.Decoder(_Line).decode
    with path.open("rb") as file:
        for line in file:
            decode(line)


def _read_coco(path: Path) -> None:
    msgspec.json.decode(path.read_bytes(), type=_Coco)


def _read_parquet(path: Path) -> None:
    for _ in pq.ParquetFile(path).iter_batches(columns=["label", "language", "concept"], use_threads=False):
        pass


FILES = {
    AnnotationFormat.PARQUET: (write_parquet, _read_parquet, "pyarrow, the three columns as texts"),
    AnnotationFormat.NDJSON: (write_ndjson, _read_ndjson, "msgspec, line by line, three members"),
    AnnotationFormat.COCO: (write_coco, _read_coco, "msgspec, the whole file at once in memory, three members"),
}


def _seconds(work: Callable[[], object], runs: int = RUNS) -> float:
    """CPU seconds of this process, the median of the runs."""
    taken = []
    for _ in range(runs):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return sorted(taken)[runs // 2]


def _shared_seconds(work: Callable[[], object]) -> float:
    """CPU seconds of this process and of those that it starts and ends."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    own = _seconds(work, 1)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return own + after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _judge(index: ReleaseIndex, path: Path) -> object:
    with path.open("rb") as file:
        return tally_of(remembering(index), read_annotations(file, str(path)), language="en")


def run() -> list[Figure]:
    index = shopify_index()
    annotations = generated_annotations(index, COUNT, DISTINCT)
    figures = []
    with tempfile.TemporaryDirectory() as folder:
        release = Path(folder) / "shopify.taxr"
        write_compiled(index, release)
        mapped = open_release(release).index
        for form, (write, read, reader) in FILES.items():
            path = Path(folder) / f"annotations.{'json' if form is AnnotationFormat.COCO else form}"
            write(annotations, path)
            reading = _seconds(lambda read=read, path=path: read(path))
            in_memory, from_file = (_seconds(lambda own=own, path=path: _judge(own, path)) for own in (index, mapped))
            size = f"{path.stat().st_size / 2**20:,.0f} MB, {len(set(annotations)):,} distinct labels"
            against = f"against {reading:.3f} s of reading ({reader})"
            figures += [
                Figure(
                    f"{form}, a million annotations judged / only read",
                    in_memory / reading,
                    "×",
                    f"{in_memory:.3f} s of CPU {against}; {size}",
                    at_most=2.5,
                ),
                Figure(
                    f"{form}, the same by a compiled file",
                    from_file / reading,
                    "×",
                    f"{from_file:.3f} s of CPU {against}",
                    at_most=2.5,
                ),
            ]
            if form in PARTED:
                shared = _shared_seconds(
                    lambda form=form, path=path: check_parts(release, path, form, language="en", processes=2)
                )
                alone = _shared_seconds(
                    lambda form=form, path=path: check_parts(release, path, form, language="en", processes=1)
                )
                figures.append(
                    Figure(
                        f"{form}, CPU of two processes / of one",
                        shared / alone,
                        "×",
                        f"{shared:.2f} s against {alone:.2f} s, each begun anew; the report included",
                    )
                )
            path.unlink()
            if form is AnnotationFormat.PARQUET:
                write_parquet(annotations, path)
                tally = _judge(mapped, path)
                telling = _seconds(lambda tally=tally: report_on(mapped, tally, "a"), 1)  # type: ignore[arg-type]
                figures.append(
                    Figure(
                        "the report's suggestions for misspelt labels, once a file",
                        telling,
                        "s of CPU",
                        f"{len(tally.offending):,} offenders, the first 200 with suggestions",
                    )
                )  # type: ignore[attr-defined]
                path.unlink()
    return figures
