"""Big files in parts, which several processes can read at once: lines of NDJSON, row groups of Parquet."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from taxonomy_service.domain.annotations import AnnotationItem
from taxonomy_service.domain.errors import UnreadableFile
from taxonomy_service.exchange.annotations.formats import AnnotationFormat
from taxonomy_service.exchange.annotations.ndjson import read_ndjson_lines
from taxonomy_service.exchange.annotations.parquet import open_parquet, read_groups
from taxonomy_service.exchange.annotations.streams import ByteSource, text_source

PARTED = frozenset({AnnotationFormat.NDJSON, AnnotationFormat.PARQUET})
"""The formats that come apart without being read: in the others where a piece ends depends on what precedes it."""
PART_BYTES = 16 * 1024 * 1024
PART_ROWS = 1 << 19
_SCANNED_BYTES = 1024 * 1024


class Part(NamedTuple):
    """A part of a file: bytes `start` to `end` with its first line's number, or row groups; `size` in bytes."""

    form: AnnotationFormat
    start: int
    end: int
    first: int
    size: int

    @property
    def place(self) -> str:
        """What part it is, for people."""
        if self.form is AnnotationFormat.PARQUET:
            return f"row groups {self.start + 1} to {self.end}"
        return f"bytes {self.start + 1:,} to {self.end:,}, from line {self.first:,} on"


def file_parts(path: Path, form: AnnotationFormat) -> Iterator[Part]:
    """Yield the parts of a file in their order, none of them empty. Raises as the format's reader, and OSError."""
    with path.open("rb") as file:
        yield from _row_group_parts(file, path) if form is AnnotationFormat.PARQUET else _line_parts(file)


def read_part(path: Path, part: Part) -> Iterator[AnnotationItem]:
    """Yield the labels of a part with the places that they have in the file. Raises as the format's reader."""
    try:
        with path.open("rb") as file:
            if part.form is AnnotationFormat.PARQUET:
                yield from read_groups(open_parquet(file, str(path)), range(part.start, part.end))
                return
            file.seek(part.start)
            piece: ByteSource = _Piece(file, part.end - part.start)
            yield from read_ndjson_lines(text_source(piece, str(path)) if part.first == 1 else piece, first=part.first)
    except OSError as error:
        raise UnreadableFile(str(path), error.strerror or str(error)) from error


def _line_parts(file: BinaryIO) -> Iterator[Part]:
    start, first, at, lines = 0, 1, 0, 0
    while chunk := file.read(_SCANNED_BYTES):
        ends = chunk.count(b"\n")
        at, lines = at + len(chunk), lines + ends
        if ends and at - start >= PART_BYTES:
            end = at - len(chunk) + chunk.rindex(b"\n") + 1
            yield Part(AnnotationFormat.NDJSON, start, end, first, end - start)
            start, first, lines = end, first + lines, 0
    if at > start:
        yield Part(AnnotationFormat.NDJSON, start, at, first, at - start)


def _row_group_parts(file: BinaryIO, path: Path) -> Iterator[Part]:
    table = open_parquet(file, str(path))
    metadata, start, rows, size = table.file.metadata, 0, 0, 0
    for group in table.groups:
        rows, size = rows + metadata.row_group(group).num_rows, size + metadata.row_group(group).total_byte_size
        if rows >= PART_ROWS or group == table.groups[-1]:
            yield Part(AnnotationFormat.PARQUET, start, group + 1, table.first_rows[start], size)
            start, rows, size = group + 1, 0, 0


class _Piece:
    """A stream that ends after so many bytes."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._stream = stream
        self._left = size

    def read(self, size: int = -1, /) -> bytes:
        data = self._stream.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(data)
        return data
