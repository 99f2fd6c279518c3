import io

import pytest

from taxonomy_service.domain.errors import UnreadableFile
from taxonomy_service.exchange.annotations.streams import (
    HeadedStream,
    Line,
    Utf8Stream,
    read_head,
    read_lines,
    text_source,
)


class OneByteStream:
    """A stream that gives one byte at a time, whatever it is asked for."""

    def __init__(self, data: bytes) -> None:
        self._stream = io.BytesIO(data)

    def read(self, size: int = -1, /) -> bytes:
        return self._stream.read(min(size, 1))


def everything(stream: Utf8Stream) -> bytes:
    parts = []
    while part := stream.read(4):
        parts.append(part)
    return b"".join(parts)


def test_head_is_complete_although_the_stream_gives_single_bytes() -> None:
    assert read_head(OneByteStream(b"abcdef"), 4) == b"abcd"


def test_head_of_a_short_file_is_the_whole_file() -> None:
    assert read_head(io.BytesIO(b"ab"), 4) == b"ab"


@pytest.mark.parametrize("size", [-1, 1, 100])
def test_headed_stream_gives_the_head_first_and_loses_nothing(size: int) -> None:
    stream = HeadedStream(b"abc", io.BytesIO(b"def"))
    parts = []
    while part := stream.read(size):
        parts.append(part)
    assert b"".join(parts) == b"abcdef"


def test_lines_are_counted_and_lose_their_ends() -> None:
    lines = list(read_lines(io.BytesIO("犬\r\n\nkoşu ayakkabısı".encode())))
    assert lines == [Line(1, "犬".encode()), Line(2, b""), Line(3, "koşu ayakkabısı".encode())]


@pytest.mark.parametrize("data", [b"a\n", b"a", b"\xef\xbb\xbfa\n", b"\xef\xbb\xbfa\r\n"])
def test_one_line_is_one_line_with_or_without_end_and_byte_order_mark(data: bytes) -> None:
    assert list(read_lines(io.BytesIO(data))) == [Line(1, b"a")]


def test_lines_of_an_empty_file_are_none() -> None:
    assert list(read_lines(io.BytesIO(b""))) == []


@pytest.mark.parametrize("length", [11, 200_000])
def test_line_longer_than_allowed_is_dropped_and_the_next_one_read(length: int) -> None:
    data = b"first\n" + b"x" * length + b"\nlast"
    assert list(read_lines(io.BytesIO(data), most=10)) == [Line(1, b"first"), Line(2, None), Line(3, b"last")]


def test_last_line_longer_than_allowed_is_dropped_too() -> None:
    assert list(read_lines(io.BytesIO(b"ok\n" + b"x" * 100_000), most=10)) == [Line(1, b"ok"), Line(2, None)]


def test_line_exactly_as_long_as_allowed_is_kept() -> None:
    assert list(read_lines(io.BytesIO(b"0123456789\r\nx"), most=10)) == [Line(1, b"0123456789"), Line(2, b"x")]


def test_utf8_goes_through_without_its_byte_order_mark() -> None:
    text = "بطة، kaczka, 鸭"
    assert everything(Utf8Stream(io.BytesIO(b"\xef\xbb\xbf" + text.encode()), "a")) == text.encode()


def test_characters_cut_by_short_reads_are_no_fault() -> None:
    assert everything(Utf8Stream(OneByteStream("𠮷野家".encode()), "a")) == "𠮷野家".encode()


def test_asking_for_nothing_reads_nothing() -> None:
    stream = Utf8Stream(io.BytesIO(b"abc"), "a")
    assert stream.read(0) == b""
    assert everything(stream) == b"abc"


@pytest.mark.parametrize(
    "data",
    [
        "ok\nżółw\nKüche".encode("iso-8859-2"),
        b"ok\n\xff",
        b"ok\nnul \0",
        b"ok\ncut off \xe9\xb4",
    ],
)
def test_bytes_that_are_no_utf8_text_raise_with_their_line(data: bytes) -> None:
    with pytest.raises(UnreadableFile) as caught:
        everything(Utf8Stream(io.BytesIO(data), "names.txt"))
    assert caught.value.data["line"] == 2
    assert caught.value.data["file"] == "names.txt"


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b" \r\n\t "])
def test_file_without_anything_is_called_empty(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="empty"):
        everything(Utf8Stream(io.BytesIO(data), "a"))


def test_text_source_gives_the_file_from_its_beginning() -> None:
    assert read_head(text_source(io.BytesIO(b"a" * 3000), "a"), 5000) == b"a" * 3000


def test_text_source_refuses_what_shows_at_once_that_it_is_no_text() -> None:
    with pytest.raises(UnreadableFile, match="NUL") as caught:
        text_source(io.BytesIO(b"ok\n\0"), "a")
    assert caught.value.data["line"] == 2
