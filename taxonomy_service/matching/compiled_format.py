"""The frame of a compiled release: a header and named sections, with a checksum over all of it.

8 bytes  the mark and the number of the format
8 bytes  CRC-32 of what follows, and the length of the header
header   JSON: what is small, and where each section begins and how long it is
sections each begins at a multiple of 8
"""

import struct
import sys
from collections.abc import Iterator, Mapping
from mmap import mmap
from typing import TypeAlias
from zlib import crc32

import msgspec
from msgspec import Struct

from taxonomy_service.domain.attributes import Attribute
from taxonomy_service.domain.errors import UnreadableFile
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.verdicts import ReleaseName, VerdictWarning
from taxonomy_service.matching.scheme_heads import SchemeHead

FORMAT = 3
"""To be raised whenever an older program would misread the file, or a newer one an older file."""
_START = struct.Struct("<4sII")
_CHECKSUM = struct.Struct("<I")
_BODY = _START.size + _CHECKSUM.size
_MARK = b"TAXR" if sys.byteorder == "little" else b"TAXB"
"""A file of a machine with another order of bytes is another file."""


Buffer: TypeAlias = bytes | mmap
"""What is sliced into bytes, in memory or mapped; a memoryview takes twice as long to compare."""


class Section(Struct, frozen=True):
    """Where a section lies, in bytes; in a file it is counted from the end of the header."""

    offset: int
    length: int


class CarriedWarning(Struct, frozen=True):
    """A warning that a label carries beside every verdict."""

    concept: str
    form: str
    language: str
    warning: VerdictWarning


class Header(Struct, frozen=True):
    """What is small in a compiled release; languages, kinds and attributes are named by their places here."""

    release: ReleaseName
    head: SchemeHead
    languages: tuple[str, ...]
    default_language: str
    fallbacks: tuple[str, ...]
    attributes: tuple[Attribute, ...]
    warnings: tuple[CarriedWarning, ...] = ()
    sections: dict[str, Section] = {}


def pack(header: Header, sections: Mapping[str, bytes]) -> Iterator[bytes]:
    """Yield the bytes of a file, block by block."""
    places, offset = {}, 0
    for name, content in sections.items():
        places[name] = Section(offset, len(content))
        offset += len(content) + -len(content) % 8
    head = msgspec.json.encode(msgspec.structs.replace(header, sections=places))
    head += b" " * (-(len(head) + _BODY) % 8)
    blocks = [head]
    for content in sections.values():
        blocks += [content, bytes(-len(content) % 8)]
    start = _START.pack(_MARK, FORMAT, len(head))
    checksum = crc32(start)
    for block in blocks:
        checksum = crc32(block, checksum)
    yield start + _CHECKSUM.pack(checksum)
    yield from blocks


def unpack(buffer: Buffer, name: str) -> Header:
    """Return the header of a file, its sections counted from the beginning of the buffer.

    The checksum guards against damage, not against forgery. Raises UnreadableFile for a file of another kind, another
    format, or one that is cut off or damaged anywhere.
    """
    if len(buffer) < _BODY or buffer[:4] != _MARK:
        raise UnreadableFile(name, message("this is not a compiled release"))
    _, number, length = _START.unpack_from(buffer)
    if number != FORMAT:
        raise UnreadableFile(
            name,
            message(
                "the compiled release has format {number}, this program reads {format}", number=number, format=FORMAT
            ),
        )
    (checksum,) = _CHECKSUM.unpack_from(buffer, _START.size)
    if crc32(memoryview(buffer)[_BODY:], crc32(buffer[: _START.size])) != checksum:
        raise UnreadableFile(name, message("the compiled release is damaged or cut off; compile it again"))
    body = _BODY + length
    header = msgspec.json.decode(buffer[_BODY:body], type=Header)
    places = {own: Section(body + section.offset, section.length) for own, section in header.sections.items()}
    return msgspec.structs.replace(header, sections=places)
