"""Bytes of an annotation file as they come in: checked for UTF-8, cut into lines of bounded length, never held whole.

Only `read(size)` is asked of a stream, so that a size-limited stream, an upload and a pipe all serve.
"""

import codecs
import io
from collections.abc import Iterator
from typing import NamedTuple, Protocol

from taxonomy_service.domain.errors import UnreadableFile
from taxonomy_service.domain.messages import message

EMPTY = message("the file is empty")
NUL = message("a NUL byte, so this is not UTF-8 text")
NOT_UTF8 = "not UTF-8"
MOST_LINE_BYTES = 1024 * 1024
TOO_LONG = f"longer than {MOST_LINE_BYTES:,} bytes"
_CHUNK_BYTES = 32 * 1024


class ByteSource(Protocol):
    """Whatever gives bytes; an empty answer means the end."""

    def read(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes."""
        ...


class Line(NamedTuple):
    """A line without its line end, counted from 1; `data` is None where it is longer than allowed."""

    number: int
    data: bytes | None


class Block(NamedTuple):
    """Lines with their ends: the number of the first, how many, and their bytes; None for one line that is too long."""

    first: int
    lines: int
    data: bytes | None


def read_head(stream: ByteSource, size: int) -> bytes:
    """Return the first `size` bytes, fewer only where the file ends; short reads are repeated."""
    parts: list[bytes] = []
    while size > 0 and (part := stream.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def read_lines(stream: ByteSource, most: int = MOST_LINE_BYTES) -> Iterator[Line]:
    """Yield the lines without a UTF-8 byte order mark; of a line longer than `most` bytes only the number."""
    for block in read_blocks(stream, most):
        yield from lines_of(block, most)


def read_blocks(stream: ByteSource, most: int = MOST_LINE_BYTES, *, first: int = 1) -> Iterator[Block]:
    """Yield whole lines, many at once, without a UTF-8 byte order mark: a block is read faster than its lines.

    A line longer than `most` bytes comes alone without its bytes, or in a block that is longer than that. Where the
    stream is a part of a file, `first` is the number there of its first line.
    """
    source = stream
    if first == 1:
        source = HeadedStream(read_head(stream, 3).removeprefix(codecs.BOM_UTF8), stream)
    number, pending, dropped = first, b"", False
    while chunk := source.read(_CHUNK_BYTES):
        if dropped:
            _, end, chunk = chunk.partition(b"\n")
            if not end:
                continue
            yield Block(number, 1, None)
            number, dropped = number + 1, False
        complete, end, rest = chunk.rpartition(b"\n")
        if end:
            block = b"".join((pending, complete, end))
            count = block.count(b"\n")
            yield Block(number, count, block)
            number, pending = number + count, rest
        else:
            pending += chunk
        if len(pending) > most + 1:  # one more, for a carriage return
            pending, dropped = b"", True
    if pending or dropped:
        yield Block(number, 1, None if dropped else pending)


def lines_of(block: Block, most: int = MOST_LINE_BYTES) -> Iterator[Line]:
    """Yield the lines of a block; of a line longer than `most` bytes only the number."""
    if block.data is None:
        yield Line(block.first, None)
        return
    for number, line in enumerate(block.data.removesuffix(b"\n").split(b"\n"), start=block.first):
        data = line.removesuffix(b"\r")
        yield Line(number, None if len(data) > most else data)


def text_source(stream: ByteSource, name: str) -> ByteSource:
    """Return the stream from its beginning, raising UnreadableFile where its first KiB shows that it is no UTF-8 text.

    For formats in which a single line may be wrong; `Utf8Stream` is for those in which none may.
    """
    head = read_head(stream, 1024)
    if b"\0" in head:
        raise UnreadableFile(name, NUL, head[: head.index(b"\0")].count(b"\n") + 1)
    return HeadedStream(head, stream)


def rewound(stream: ByteSource, head: bytes) -> ByteSource:
    """Return the stream from its beginning, of which `head` was read: the stream itself where it can go back."""
    if isinstance(stream, io.IOBase) and stream.seekable():
        stream.seek(stream.tell() - len(head))
        return stream
    return HeadedStream(head, stream)


class HeadedStream:
    """A stream whose first bytes were already read."""

    def __init__(self, head: bytes, stream: ByteSource) -> None:
        self._head = head
        self._stream = stream

    def read(self, size: int = -1, /) -> bytes:
        """Return the head first, then what follows."""
        if not self._head:
            return self._stream.read(size)
        if size < 0:
            data, self._head = self._head + self._stream.read(), b""
        else:
            data, self._head = self._head[:size], self._head[size:]
        return data


class Utf8Stream:
    """A stream that gives nothing but UTF-8 without its byte order mark, and raises UnreadableFile otherwise.

    A file without anything but white space counts as empty and raises too.
    """

    def __init__(self, stream: ByteSource, name: str) -> None:
        self._stream = stream
        self._name = name
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._line = 1
        self._started = False
        self._blank = True

    def read(self, size: int = -1, /) -> bytes:
        """Return about `size` bytes: at the start up to three more, never fewer than one before the end."""
        if size == 0:
            return b""
        head = b""
        if not self._started:
            self._started = True
            head = read_head(self._stream, 3).removeprefix(codecs.BOM_UTF8)
        data = head + self._stream.read(size)
        self._check(data)
        return data

    def _check(self, data: bytes) -> None:
        try:
            self._decoder.decode(data, final=not data)
        except UnicodeDecodeError as error:
            line = self._line + error.object[: error.start].count(b"\n")
            raise UnreadableFile(self._name, message("not UTF-8"), line) from error
        if b"\0" in data:
            line = self._line + data[: data.index(b"\0")].count(b"\n")
            raise UnreadableFile(self._name, NUL, line)
        self._line += data.count(b"\n") if b"\n" in data else 0  # finding none takes a tenth of the time of counting
        self._blank = self._blank and not data.strip()
        if self._blank and not data:
            raise UnreadableFile(self._name, EMPTY)
