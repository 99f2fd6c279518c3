"""Lines of a lexicon's text, decoded within limits."""

import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from taxonomy_service.domain.errors import NothingToImport, TooLarge, UnreadableFile
from taxonomy_service.domain.messages import Amount, message
from taxonomy_service.exchange.untrusted import plain_stream

MOST_BYTES = 256 * 1024 * 1024  # unpacked; the largest FreeDict of today has 70 MB, Princeton WordNet 20 MB
LONGEST_LINE = 1 << 20  # bytes
LIMIT_SETTING = "TAXONOMY_MAX_IMPORT_BYTES"
_UTF16_STARTS = (b"\xff\xfe", b"\xfe\xff")
_LEGACY = re.compile(rb"[\x80-\xff]+")


def read_lines(stream: BinaryIO, name: str, *, limit: int = MOST_BYTES) -> Iterator[tuple[int, str]]:
    """Yield the lines of a plain or gzip text in UTF-8 with their numbers from 1, without line ends.

    Raises UnreadableFile with the line where the text is in another encoding (which is named where it can be told) or
    damaged, TooLarge where it has more than `limit` bytes, NothingToImport where it is empty.
    """
    number, count = 0, 0
    try:
        plain = plain_stream(stream)
        while line := plain.readline(LONGEST_LINE + 1):
            number += 1
            count += len(line)
            if count > limit:
                raise TooLarge(name, limit, message("bytes, unpacked"), LIMIT_SETTING)
            yield number, decode_text(_checked(line, name, number), name, number).rstrip("\r\n")
    except (EOFError, OSError, zlib.error) as error:
        raise UnreadableFile(
            name, message("the compressed data is damaged or cut off ({fault})", fault=str(error))
        ) from error
    if not number:
        raise NothingToImport(name, message("the file is empty"))


def _checked(line: bytes, name: str, number: int) -> bytes:
    if len(line) > LONGEST_LINE:
        raise UnreadableFile(
            name,
            message("a line of more than {limit} bytes; is this a text file?", limit=Amount(LONGEST_LINE)),
            number,
        )
    if number == 1:
        line = line.removeprefix(b"\xef\xbb\xbf")
        if line.startswith(_UTF16_STARTS):
            raise UnreadableFile(name, message("the text is in UTF-16; convert it to UTF-8"), 1)
    if b"\0" in line:
        raise UnreadableFile(name, message("a NUL byte; this is not a text in UTF-8"), number)
    return line


def decode_text(data: bytes, name: str, line: int) -> str:
    """Decode UTF-8; raises UnreadableFile that names the encoding it seems to be in."""
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        guess = _guess(data)
        reason = message(
            "the text is not UTF-8; it looks like {encoding}: convert it (iconv -f {encoding} -t UTF-8)", encoding=guess
        )
        raise UnreadableFile(name, reason, line) from error


def _guess(data: bytes) -> str:
    """Name the likely encoding of a line with bytes above 127 that are not UTF-8."""
    high = b"".join(_LEGACY.findall(data))
    for encoding in ("euc-jp", "gb18030", "shift_jis"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if len(high) > 3 and all("\u3000" <= sign <= "\u9fff" for sign in text if sign > "\u024f"):
            return encoding.upper()
    return "WINDOWS-1252" if any(0x80 <= byte <= 0x9F for byte in high) else "ISO-8859-1"
