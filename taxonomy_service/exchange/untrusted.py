"""Streams that we did not write: unpacked as they are read, and cut off at a stated size."""

import gzip
import io
from typing import BinaryIO, cast

from taxonomy_service.domain.errors import TooLarge

_GZIP_MAGIC = b"\x1f\x8b"


def plain_stream(stream: BinaryIO) -> io.BufferedReader:
    """Return a buffered stream of the plain bytes, unpacking gzip where the bytes begin so."""
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast("io.RawIOBase", stream))
    if buffered.peek(2)[:2] == _GZIP_MAGIC:
        return io.BufferedReader(cast("io.RawIOBase", gzip.GzipFile(fileobj=buffered, mode="rb")))
    return buffered


class LimitedStream:
    """A readable stream that raises TooLarge once more than `limit` bytes were read, so that a gzip bomb stays small."""

    def __init__(self, stream: io.BufferedReader, name: str, limit: int) -> None:
        self._stream = stream
        self._name = name
        self._limit = limit
        self.count = 0

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes."""
        data = self._stream.read(size if size >= 0 else self._limit - self.count + 1)
        self.count += len(data)
        if self.count > self._limit:
            raise TooLarge(self._name, self._limit, "bytes, unpacked", "TAXONOMY_MAX_IMPORT_BYTES")
        return data
