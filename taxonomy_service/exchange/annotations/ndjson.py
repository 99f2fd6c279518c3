"""Newline-delimited JSON with one label a line.

A line that cannot be read becomes NotChecked with its number and the reason; the lines after it are read all the same.
Lines are decoded by the block; only a block in which a line is bad is taken apart.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from taxonomy_service.domain.annotations import AnnotatedLabel, AnnotationItem, NotChecked
from taxonomy_service.domain.errors import UnreadableFile
from taxonomy_service.exchange.annotations.repeats import Repeats
from taxonomy_service.exchange.annotations.streams import (
    EMPTY,
    MOST_LINE_BYTES,
    NOT_UTF8,
    TOO_LONG,
    Block,
    ByteSource,
    lines_of,
    read_blocks,
    text_source,
)

_NO_LABEL = "no label"


class _Plain(msgspec.Struct, frozen=True, gc=False):
    """A line that states no attributes; it is its own key, which saves making one."""

    label: str
    language: str | None = None
    concept: str | None = None
    attributes: None = None


class _Full(msgspec.Struct, gc=False):
    label: str
    language: str | None = None
    concept: str | None = None
    attributes: msgspec.Raw = msgspec.Raw(b"")


class _Checked(msgspec.Struct, gc=False):
    """A line whose attributes are looked at, so that its fault can be told."""

    label: str
    language: str | None = None
    concept: str | None = None
    attributes: dict[str, object] = {}


class _Key(NamedTuple):
    """What a label is known by; `attributes` is their JSON, if any."""

    label: str
    language: str | None
    concept: str | None
    attributes: bytes


_Repeats = Repeats[_Plain | _Key]
_PLAIN, _FULL, _CHECKED = map(msgspec.json.Decoder, (_Plain, _Full, _Checked))
_ATTRIBUTES = msgspec.json.Decoder(dict[str, object])
_FAULTS = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


def read_ndjson(stream: ByteSource, name: str) -> Iterator[AnnotationItem]:
    """Yield the labels with their `language`, `concept` and `attributes`, where stated; one that comes again once.

    Raises UnreadableFile where the file holds nothing but white space, or is no UTF-8 text from its first line on.
    """
    empty = True
    for item in read_ndjson_lines(text_source(stream, name)):
        empty = False
        yield item
    if empty:
        raise UnreadableFile(name, EMPTY)


def read_ndjson_lines(stream: ByteSource, *, first: int = 1) -> Iterator[AnnotationItem]:
    """Yield the labels of lines of which the first is the file's line `first`; nothing where all are blank."""
    repeats: _Repeats = Repeats()
    for block in read_blocks(stream, first=first):
        if block.data is not None and block.data.isspace():
            continue
        keys = _keys(block)
        if keys is None:
            yield from _bad_lines(block, repeats)
        else:
            repeats.add(keys, block.first)
        if repeats.full:
            yield from _labels(repeats)
    yield from _labels(repeats)


def _keys(block: Block) -> Sequence[_Plain | _Key] | None:
    """Return what the lines of a block are known by, or None where one of them must be looked at by itself."""
    data = block.data
    if data is None or len(data) > MOST_LINE_BYTES:
        return None
    try:
        keys = _decoded_lines(data)
    except _FAULTS:
        return None
    return keys if len(keys) == block.lines else None  # blank lines are not decoded


def _decoded_lines(data: bytes) -> Sequence[_Plain | _Key]:
    try:
        return _PLAIN.decode_lines(data)
    except msgspec.ValidationError:  # a line states attributes, or is bad
        found = _FULL.decode_lines(data)
        return [_Key(line.label, line.language, line.concept, bytes(line.attributes)) for line in found]


def _bad_lines(block: Block, repeats: _Repeats) -> Iterator[NotChecked]:
    """Count the good lines of a block and yield the bad ones."""
    for number, data in lines_of(block):
        if data is not None and not data.strip():
            continue
        try:
            key = _checked_key(data)
        except _FAULTS as error:
            yield NotChecked(f"line {number}", _reason(error))
        else:
            repeats.add((key,), number)


def _checked_key(data: bytes | None) -> _Key | _Plain:
    if data is None:
        raise msgspec.ValidationError(TOO_LONG)
    line = _CHECKED.decode(data)
    if not line.label.strip():
        raise msgspec.ValidationError(_NO_LABEL)
    if not line.attributes:
        return _Plain(line.label, line.language, line.concept)
    return _Key(line.label, line.language, line.concept, msgspec.json.encode(line.attributes))


def _reason(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return NOT_UTF8
    if isinstance(error, RecursionError):
        return "nested too deeply"
    if isinstance(error, msgspec.ValidationError):
        return str(error)[:300]
    return f"not valid JSON ({str(error)[:300]})"


def _labels(repeats: _Repeats) -> Iterator[AnnotationItem]:
    for key, number, count in repeats.drain():
        place = f"line {number}"
        if not key.label.strip():
            yield NotChecked(place, _NO_LABEL, count)
            continue
        try:
            attributes = _ATTRIBUTES.decode(key.attributes) if key.attributes else {}
        except _FAULTS as error:
            yield NotChecked(place, _reason(error), count)
        else:
            yield AnnotatedLabel(key.label, place, count, key.language or None, key.concept or None, attributes)
