"""How far a big file was read, on a terminal."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from taxonomy_service.cli.console import errors

SHOWN_FROM_BYTES = 8 * 1024 * 1024
"""Smaller files are done before a bar could be read."""


@contextmanager
def file_progress(path: Path) -> Iterator[Callable[[int], None]]:
    """Show a bar on standard error, where that is a terminal and the file is big; call what is yielded with bytes."""
    size = path.stat().st_size if path.is_file() else 0
    if not errors.is_terminal or size < SHOWN_FROM_BYTES:
        yield lambda _: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=errors, transient=True) as progress:
        task = progress.add_task(path.name, total=size)
        yield lambda done: progress.advance(task, done)


class WatchedFile(io.RawIOBase):
    """A file that tells how many bytes were read of it."""

    def __init__(self, file: BinaryIO, progress: Callable[[int], None]) -> None:
        self._file = file
        self._progress = progress

    def read(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes."""
        data = self._file.read(size)
        self._progress(len(data))
        return data

    def seekable(self) -> bool:
        """Return whether the file can go back."""
        return self._file.seekable()

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Go to a place."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Return the place."""
        return self._file.tell()

    def readable(self) -> bool:
        """Say that the file can be read."""
        return True
