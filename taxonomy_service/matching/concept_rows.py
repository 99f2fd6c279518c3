"""A concept as a row of a compiled release: first what nearly every verdict shows of it, then what few ask for."""

import struct
from array import array
from collections.abc import Iterable, Sequence
from typing import TypeAlias

import msgspec
from msgspec import Struct

from taxonomy_service.matching.compiled_format import Buffer

Numbers: TypeAlias = bytes
"""Numbers of 32 bits in the machine's order of bytes: read when asked for."""
_LENGTHS = struct.Struct("=II")
_read_number = struct.Struct("=I").unpack_from
_read_lengths = _LENGTHS.unpack_from


class ConceptHead(Struct, frozen=True, array_like=True, gc=False):
    """What a verdict shows of a concept.

    `shown` is its preferred label for readers of the default language; `languages` tells which set of languages its
    preferred labels are in; `in_use` that it is not retired.
    """

    id: str
    iri: str
    shown: str | None
    languages: int
    in_use: bool


class ConceptLinks(Struct, frozen=True, array_like=True, gc=False):
    """Where concepts begin that are linked with one.

    `successors` are the final ones; a concept in use has None. `required` are attributes, by their places.
    """

    broader: Numbers
    successors: Numbers | None
    required: Numbers


_encode = msgspec.msgpack.Encoder().encode
_decode_head = msgspec.msgpack.Decoder(ConceptHead).decode
_decode_links = msgspec.msgpack.Decoder(ConceptLinks).decode


def written(head: ConceptHead, links: ConceptLinks, forms: Numbers) -> bytes:
    """Return a row; `forms` are where the preferred forms begin, in the order of the languages.

    Its length depends on how much `Numbers` hold, not on what.
    """
    first, second = _encode(head), _encode(links)
    return _LENGTHS.pack(len(first), len(second)) + first + second + forms


def read_head(buffer: Buffer, start: int) -> ConceptHead:
    """Read the head of the row that begins at a place of a buffer."""
    length, _ = _read_lengths(buffer, start)
    return _decode_head(buffer[start + 8 : start + 8 + length])


def read_links(buffer: Buffer, start: int) -> ConceptLinks:
    """Read the links of the row that begins at a place of a buffer."""
    before, length = _read_lengths(buffer, start)
    begin = start + 8 + before
    return _decode_links(buffer[begin : begin + length])


def read_form(buffer: Buffer, start: int, place: int) -> int:
    """Return where one of the preferred forms begins, of the row that begins at a place of a buffer."""
    first, second = _read_lengths(buffer, start)
    (form,) = _read_number(buffer, start + 8 + first + second + 4 * place)
    return int(form)


def as_numbers(values: Iterable[int]) -> Numbers:
    """Return numbers as a row holds them."""
    return array("I", values).tobytes()


def numbers_in(content: Numbers) -> Sequence[int]:
    """Return the numbers that a row holds.

    >>> list(numbers_in(as_numbers([3, 2**32 - 1])))
    [3, 4294967295]
    """
    return memoryview(content).cast("I")
