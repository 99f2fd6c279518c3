import gzip
import io
import tracemalloc
import zlib

import pytest

from taxonomy_service.domain.errors import TooLarge
from taxonomy_service.exchange.untrusted import LimitedStream, plain_stream

TEXT = "кроссовки, 跑鞋, חֻלְצָה\n".encode()


def limited(data: bytes, limit: int = 10_000) -> LimitedStream:
    return LimitedStream(plain_stream(io.BytesIO(data)), "shoes.nt", limit)


@pytest.mark.parametrize(
    "data", [TEXT, gzip.compress(TEXT, mtime=0), gzip.compress(TEXT[:9], mtime=0) + gzip.compress(TEXT[9:], mtime=0)]
)
def test_plain_and_packed_bytes_are_the_same(data: bytes) -> None:
    assert plain_stream(io.BytesIO(data)).read() == TEXT


def test_a_buffered_stream_is_used_as_it_is() -> None:
    stream = io.BufferedReader(io.BytesIO(TEXT))
    assert plain_stream(stream) is stream


def test_an_empty_stream_is_empty() -> None:
    assert plain_stream(io.BytesIO(b"")).read() == b""


@pytest.mark.parametrize("size", [-1, 1, 5, 1_000])
def test_the_head_is_read_again(size: int) -> None:
    stream = limited(TEXT)
    assert stream.head(8) == TEXT[:8]
    parts = []
    while part := stream.read(size):
        parts.append(part)
    assert b"".join(parts) == TEXT


def test_short_reads_are_repeated_for_the_head() -> None:
    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self._left = list(TEXT)

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            if not self._left:
                return 0
            buffer[0] = self._left.pop(0)
            return 1

    stream = LimitedStream(plain_stream(io.BufferedReader(Pipe())), "-", 10_000)
    assert stream.head(20) == TEXT[:20]


@pytest.mark.parametrize("data", [b"\xef\xbb\xbf" + TEXT, gzip.compress(b"\xef\xbb\xbf" + TEXT, mtime=0)])
def test_a_byte_order_mark_is_dropped(data: bytes) -> None:
    stream = limited(data)
    assert stream.head(1_000) == TEXT
    assert stream.read() == TEXT


def test_the_limit_itself_is_let_pass() -> None:
    assert limited(TEXT, len(TEXT)).read() == TEXT


@pytest.mark.parametrize("size", [-1, 7])
def test_more_than_the_limit_is_refused(size: int) -> None:
    stream = limited(TEXT, len(TEXT) - 1)
    with pytest.raises(TooLarge, match=r"shoes\.nt: more than .* TAXONOMY_MAX_IMPORT_BYTES") as caught:
        while stream.read(size):
            pass
    assert caught.value.data["limit"] == len(TEXT) - 1


def test_a_gzip_bomb_is_stopped_early_and_takes_little_memory() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join([packer.compress(bytes(1_000_000)) for _ in range(200)]) + packer.flush()
    stream = limited(bomb, 2_000_000)
    tracemalloc.start()
    with pytest.raises(TooLarge):
        while stream.read(65_536):
            pass
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()
    assert stream.count < 2_100_000
