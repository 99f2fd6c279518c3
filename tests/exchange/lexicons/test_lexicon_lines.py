import gzip
import io

import pytest

from taxonomy_service.domain.errors import NothingToImport, TooLarge, UnreadableFile
from taxonomy_service.exchange.lexicons.lexicon_lines import LONGEST_LINE, decode_text, read_lines


def lines(data: bytes, **limits: int) -> list[tuple[int, str]]:
    return list(read_lines(io.BytesIO(data), "a.txt", **limits))


def test_lines_are_numbered_and_lose_their_ends() -> None:
    assert lines("Größe\r\nحذاء\n靴".encode()) == [(1, "Größe"), (2, "حذاء"), (3, "靴")]


def test_gzip_is_unpacked_and_a_byte_order_mark_dropped() -> None:
    assert lines(gzip.compress(b"\xef\xbb\xbfbut\n")) == [(1, "but")]


@pytest.mark.parametrize(
    ("text", "encoding", "told"),
    [
        ("chaussure\nété à la plage\n", "latin-1", "ISO-8859-1"),
        ("Schuh\n“Größe” – Maß\n", "cp1252", "WINDOWS-1252"),
        ("shoe\n走る靴と運動\n", "euc-jp", "EUC-JP"),
    ],
)
def test_another_encoding_is_named_with_the_line(text: str, encoding: str, told: str) -> None:
    with pytest.raises(UnreadableFile, match=f"a.txt, line 2: .* looks like {told}: convert it"):
        lines(text.encode(encoding))


def test_utf16_and_binary_data_are_told() -> None:
    with pytest.raises(UnreadableFile, match="UTF-16"):
        lines("but\n".encode("utf-16"))
    with pytest.raises(UnreadableFile, match="line 2: a NUL byte"):
        lines(b"but\na\0b\n")


def test_a_damaged_archive_an_endless_line_and_an_empty_file_are_told() -> None:
    with pytest.raises(UnreadableFile, match="damaged or cut off"):
        lines(gzip.compress(b"but\n" * 1000)[:-20])
    with pytest.raises(UnreadableFile, match="line 1: a line of more than"):
        lines(b"a" * (LONGEST_LINE + 2))
    with pytest.raises(NothingToImport, match="empty"):
        lines(b"")


def test_a_gzip_bomb_stays_small() -> None:
    with pytest.raises(TooLarge, match="1,000 bytes"):
        lines(gzip.compress(b"a\n" * 100_000), limit=1000)


def test_text_in_utf8_is_decoded_as_it_is() -> None:
    assert decode_text("žluťoučký kůň".encode(), "a.txt", 1) == "žluťoučký kůň"
