"""FreeDict in: a dictionary in the format of the DICT server (`.index` beside `.dict` or `.dict.dz`)."""

import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from taxonomy_service.domain.errors import TooLarge, UnreadableFile
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import Amount, message
from taxonomy_service.domain.references import Dictionary, Sense
from taxonomy_service.exchange.lexicons.lexicon_lines import LIMIT_SETTING, MOST_BYTES, decode_text, read_lines
from taxonomy_service.exchange.lexicons.written_forms import bare, headword_forms, listed_forms
from taxonomy_service.exchange.untrusted import plain_stream

_DIGITS = {sign: value for value, sign in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")}
_NUMBER = re.compile(r"[A-Za-z0-9+/]{1,8}")
_ABOUT = "00database"
_NUMBERED = re.compile(r"\s*\d+\.\s")
_GLOSS_FOLLOWS = re.compile(r"\s\d+\.\s*$")
_ASIDE = re.compile(r"\s*(?:(?:see|Synonyms?|Note|Antonyms?|See also):|\"|=)|\s{6}")


class DictFiles(NamedTuple):
    """The two files of a dictionary."""

    headwords: BinaryIO
    headwords_name: str
    text: BinaryIO
    text_name: str


def read_freedict(files: DictFiles, source: LanguageTag, target: LanguageTag, *, limit: int = MOST_BYTES) -> Dictionary:
    """Read a dictionary whole; headwords are in the `source` language, translations in `target`.

    Raises UnreadableFile where the index is broken (with its line) or points outside the text, or where either file is
    damaged or not UTF-8; TooLarge above `limit` bytes.
    """
    text = _whole(files.text, files.text_name, limit)
    about: dict[str, str] = {}
    places: dict[tuple[int, int], int] = {}
    for line, headword, place in _index_rows(files, len(text), limit):
        if headword.startswith(_ABOUT):
            about[headword.removeprefix(_ABOUT)] = decode_text(_cut(text, place), files.text_name, 1)
        else:
            places.setdefault(place, line)
    senses = _senses(text, places, files, (source, target))
    return Dictionary(senses, _licence(about.get("info", "")), _second_line(about.get("url", "")))


def _whole(stream: BinaryIO, name: str, limit: int) -> bytes:
    try:
        data = plain_stream(stream).read(limit + 1)
    except (EOFError, OSError, zlib.error) as error:
        raise UnreadableFile(
            name, message("the compressed data is damaged or cut off ({fault})", fault=str(error))
        ) from error
    if len(data) > limit:
        raise TooLarge(name, limit, message("bytes, unpacked"), LIMIT_SETTING)
    return data


def _index_rows(files: DictFiles, size: int, limit: int) -> Iterator[tuple[int, str, tuple[int, int]]]:
    """Yield line, headword and place (offset, length in bytes) of every row."""
    name = files.headwords_name
    for line, row in read_lines(files.headwords, name, limit=limit):
        fields = row.split("\t")
        if len(fields) < 3 or not _NUMBER.fullmatch(fields[1]) or not _NUMBER.fullmatch(fields[2]):
            raise UnreadableFile(
                name,
                message("the index is broken: a headword, an offset and a length in base 64 are wanted, tabs between"),
                line,
            )
        offset, length = _number(fields[1]), _number(fields[2])
        if offset + length > size:
            reason = message(
                "the index points to byte {place}, but {file} has only {size} bytes; do the two belong together?",
                place=Amount(offset + length),
                file=files.text_name,
                size=Amount(size),
            )
            raise UnreadableFile(name, reason, line)
        yield line, fields[0], (offset, length)


def _number(digits: str) -> int:
    value = 0
    for sign in digits:
        value = value * 64 + _DIGITS[sign]
    return value


def _cut(text: bytes, place: tuple[int, int]) -> bytes:
    return text[place[0] : place[0] + place[1]]


def _senses(
    text: bytes, places: dict[tuple[int, int], int], files: DictFiles, languages: tuple[LanguageTag, LanguageTag]
) -> Iterator[Sense]:
    source, target = languages
    for place, line in places.items():
        first, *rest = decode_text(_cut(text, place), f"{files.text_name} (index line {line})", 1).split("\n")
        headwords = tuple((source, form) for form in headword_forms(first))
        for translations in _translations(rest) if headwords else ():
            yield Sense((*headwords, *((target, form) for form in translations)))


def _translations(lines: list[str]) -> Iterator[tuple[str, ...]]:
    """Yield the forms of each numbered sense: its first line that is no remark; what follows explains it."""
    waiting = True
    for line in lines:
        numbered = _NUMBERED.match(line)
        text = line[numbered.end() :] if numbered else line
        waiting = waiting or numbered is not None
        if not waiting or _ASIDE.match(text) or not bare(text):
            continue
        waiting = False
        forms = listed_forms(_GLOSS_FOLLOWS.sub("", text))
        if forms:
            yield forms


def _licence(about: str) -> str:
    """Return the paragraph under "Availability:" as one line, cut at 300 characters."""
    _, _, after = about.partition("Availability:")
    return " ".join(after.split("\n\n")[1].split())[:300] if "\n\n" in after else ""


def _second_line(text: str) -> str:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return lines[-1] if lines else ""
