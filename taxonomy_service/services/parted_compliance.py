"""One big file judged by several processes, each part of it by one; the report is that of one process."""

import signal
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path

from taxonomy_service.domain.errors import TaxonomyError, UnreadableFile
from taxonomy_service.domain.messages import message
from taxonomy_service.exchange.annotations import AnnotationFormat
from taxonomy_service.exchange.annotations.parts import Part, file_parts, read_part
from taxonomy_service.exchange.annotations.streams import EMPTY
from taxonomy_service.exchange.mapped_files import map_file
from taxonomy_service.matching.mapped_index import MappedIndex
from taxonomy_service.matching.remembering import Judge, remembering
from taxonomy_service.services.compliance import ComplianceReport, Tally, report_on, tally_of

_AHEAD = 2
"""Parts that wait for each process, so that none has to wait."""
Progress = Callable[[int], None]


def check_parts(
    release: Path,
    path: Path,
    form: AnnotationFormat,
    *,
    language: str | None = None,
    processes: int = 1,
    progress: Progress = lambda _: None,
) -> ComplianceReport:
    """Judge a file of a format in `PARTED` by a compiled release, and report as `check_annotations` would.

    `progress` is called with the bytes of each part that is done. Raises what the reader raises, and TaxonomyError
    naming the part where a process is killed.
    """
    whole = Tally()
    for part, tally in _tallies(release, path, form, language, processes):
        whole.add(tally)
        progress(part.size)
    if form is AnnotationFormat.NDJSON and not (whole.distinct or whole.not_checked):
        raise UnreadableFile(str(path), EMPTY)
    return report_on(_opened(release), whole, str(path))


def _tallies(
    release: Path, path: Path, form: AnnotationFormat, language: str | None, processes: int
) -> Iterator[tuple[Part, Tally]]:
    """Yield the parts in their order with what was counted in each; no more are begun than the processes can take."""
    judge_part = partial(_judged_part, release, path, language)
    waiting: deque[tuple[Part, Future[Tally]]] = deque()
    pool = ProcessPoolExecutor(processes, get_context("spawn"), _ignore_interrupts)
    try:
        for part in file_parts(path, form):
            waiting.append((part, pool.submit(judge_part, part)))
            if len(waiting) >= _AHEAD * processes:
                yield _finished(path, *waiting.popleft())
        while waiting:
            yield _finished(path, *waiting.popleft())
    finally:
        pool.shutdown(cancel_futures=True)


def _finished(path: Path, part: Part, future: Future[Tally]) -> tuple[Part, Tally]:
    try:
        return part, future.result()
    except BrokenProcessPool as error:
        raise TaxonomyError(
            message(
                "{file}: a process was killed while {place} were judged, perhaps for want of memory; "
                "try fewer --processes",
                file=str(path),
                place=part.place,
            )
        ) from error


def _judged_part(release: Path, path: Path, language: str | None, part: Part) -> Tally:
    with _interruptible():
        return tally_of(_judge(release), read_part(path, part), language=language)


@cache
def _judge(release: Path) -> Judge:
    """Return what judges the parts of a process, which share most of their labels."""
    return remembering(_opened(release))


@cache
def _opened(release: Path) -> MappedIndex:
    """Open a release once a process."""
    return MappedIndex(map_file(release), release.name)


def _ignore_interrupts() -> None:
    """Leave Ctrl-C to the process that was asked, while there is nothing to do."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let Ctrl-C, which a terminal sends to all processes, end the work on a part: nobody waits for its answer."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        _ignore_interrupts()
