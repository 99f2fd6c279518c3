"""Streams that we did not write: unpacked as they are read, and cut off at a stated size."""

import gzip
import io
from typing import BinaryIO, cast

from taxonomy_service.domain.errors import TooLarge
from taxonomy_service.domain.messages import message

LIMIT_SETTING = "TAXONOMY_MAX_IMPORT_BYTES"
_GZIP_MAGIC = b"\x1f\x8b"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def plain_stream(stream: BinaryIO) -> io.BufferedReader:
    """Return a buffered stream of the plain bytes, unpacking gzip where the bytes begin so."""
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast("io.RawIOBase", stream))
    if buffered.peek(2)[:2] == _GZIP_MAGIC:
        return io.BufferedReader(cast("io.RawIOBase", gzip.GzipFile(fileobj=buffered, mode="rb")))
    return buffered


class LimitedStream:
    """A readable stream that raises TooLarge once more than `limit` bytes were read: a gzip bomb stays small."""

    def __init__(self, stream: io.BufferedReader, name: str, limit: int) -> None:
        self._stream = stream
        self._name = name
        self._limit = limit
        self._head = b""
        self.count = 0

    def head(self, size: int) -> bytes:
        """Return the first bytes without taking them, fewer than `size` only where the stream ends.

        A byte order mark is dropped. To be called once, before anything is read.
        """
        self._head = self._take(size).removeprefix(_BYTE_ORDER_MARK)
        return self._head

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes."""
        if self._head:
            cut = size if size >= 0 else len(self._head)
            data, self._head = self._head[:cut], self._head[cut:]
            return data if size >= 0 else data + self._take(size)
        return self._take(size)

    def _take(self, size: int) -> bytes:
        data = self._stream.read(size if size >= 0 else self._limit - self.count + 1)
        self.count += len(data)
        if self.count > self._limit:
            raise TooLarge(self._name, self._limit, message("bytes, unpacked"), LIMIT_SETTING)
        return data
