"""The folder of compiled releases that the processes of one service share: what is missing there is made."""

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import structlog

from taxonomy_service.domain.verdicts import ReleaseName
from taxonomy_service.matching.label_index import LabelIndex, LabelWarnings, compile_release
from taxonomy_service.services.compile_processes import CompileProcesses
from taxonomy_service.services.compiled_files import (
    ServedIndex,
    building,
    compiled_name,
    open_compiled,
    release_prefix,
    sweep,
    write_compiled,
)
from taxonomy_service.services.releases import FoundRelease, OpenStore, find_release, load_release

APART = 10_000
"""Labels from which on a release is compiled in a process of its own, whose memory and time are not the server's."""
FIRST_PAUSE, LONGEST_PAUSE = 60.0, 3600.0
"""Seconds after which a file that could not be written is tried again: the first time, and at most."""
SWEPT_EVERY = 60.0
"""Seconds between two looks for files of no use, and for which a new one is let be."""

_log = structlog.get_logger("taxonomy_service.releases")


class CompiledFolder:
    """Makes indexes from the compiled files in a folder, and these from the store; `url` is that of the store.

    Where a file cannot be written, a release is served from memory, and the file is tried again later.
    """

    def __init__(
        self, path: Path, open_store: OpenStore, url: str, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._path = path
        self._open_store = open_store
        self._processes = CompileProcesses(url)
        self._clock = clock
        self._pause, self._not_before = FIRST_PAUSE, 0.0
        self._swept = clock()

    def make(self, found: FoundRelease) -> ServedIndex | LabelIndex:
        """Return the index of a release: from its file, which is made where missing or damaged, else in memory."""
        known = self._opened(found)
        if known is not None:
            return known
        try:
            made = self._built(found) if self._clock() >= self._not_before else None
            self._pause = FIRST_PAUSE if made is not None else self._pause
        except OSError as error:
            self._postpone(error)
            made = None
        return made or replace(self._loaded(found), warnings=found.warnings)

    def make_soon(self, found: FoundRelease) -> ServedIndex | LabelIndex | None:
        """Return the index of a release as `make` does, but None while another process makes a large one's file.

        Where none is at it, one is begun.
        """
        known = self._opened(found)
        if known is not None:
            return known
        if found.entry.labels < APART or self._clock() < self._not_before:
            return self.make(found)
        try:
            self._begin(found)
        except OSError as error:
            self._postpone(error)
            return self.make(found)
        return None

    def _begin(self, found: FoundRelease) -> None:
        """Begin a process that makes the file of a release, where none is at it. Raises OSError."""
        path = self._file_of(found)
        if not self._processes.is_at_work(path):
            with suppress(BlockingIOError), building(self._path, found.entry.scheme, waiting=False) as lock:
                self._processes.begin(found.entry, path, lock)

    def _postpone(self, error: OSError) -> None:
        _log.warning("cannot write a compiled release; serving from memory", folder=str(self._path), error=str(error))
        self._not_before = self._clock() + self._pause
        self._pause = min(2 * self._pause, LONGEST_PAUSE)

    def end(self) -> None:
        """Ask the processes that were begun to stop."""
        self._processes.end()

    def with_warnings(self, index: ServedIndex | LabelIndex, warnings: LabelWarnings) -> ServedIndex | LabelIndex:
        """Return the same release with other warnings beside it."""
        if isinstance(index, ServedIndex):
            return ServedIndex(index.file, warnings)
        return replace(index, warnings=warnings)

    def is_lost(self, index: ServedIndex | LabelIndex) -> bool:
        """Say whether an index is to be made again: its file is gone or another, or it is time to try for one."""
        if isinstance(index, ServedIndex):
            return not index.file.is_as_opened()
        return self._clock() >= self._not_before

    def keep_newest(self, scheme: str) -> Path:
        """Make the file of a scheme's newest release where it is missing or damaged. Raises NotFound, OSError."""
        with self._open_store() as store:
            found = find_release(store, scheme)
        path = self._file_of(found)
        if open_compiled(path, found.entry.name, {}) is None:
            self._built(found)
        return path

    def sweep(self, newest: Iterable[ReleaseName]) -> None:
        """Remove what no process uses and is of none of the newest releases, now and then."""
        self._processes.forget_done()
        if self._clock() - self._swept >= SWEPT_EVERY:
            self._swept = self._clock()
            sweep(self._path, tuple(map(release_prefix, newest)), younger=time.time() - SWEPT_EVERY)

    def _file_of(self, found: FoundRelease) -> Path:
        return self._path / compiled_name(found.entry.name, {}, found.ids)

    def _built(self, found: FoundRelease) -> ServedIndex | None:
        """Make the file of a release, or wait for the process that does, and open it. Raises OSError."""
        path = self._file_of(found)
        with building(self._path, found.entry.scheme):
            known = self._opened(found)
            if known is not None:
                return known
            if found.entry.labels < APART:
                write_compiled(self._loaded(found), path)
            else:
                self._processes.run(found.entry, path)
            return self._opened(found)

    def _opened(self, found: FoundRelease) -> ServedIndex | None:
        return open_compiled(self._file_of(found), found.entry.name, found.warnings)

    def _loaded(self, found: FoundRelease) -> LabelIndex:
        with self._open_store() as store:
            release = load_release(store, found.entry.scheme, str(found.entry.number))
        return compile_release(release)
