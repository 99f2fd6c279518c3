"""A concept as a row of a compiled release: first what nearly every verdict shows of it, then what few ask for."""

import struct
from array import array
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

import msgspec
from msgspec import Struct

from taxonomy_service.matching.compiled_format import Buffer

Numbers: TypeAlias = bytes
"""Numbers of 32 bits in the machine's order of bytes: read when asked for."""
_LENGTHS = struct.Struct("=II")
_ANCESTRY = struct.Struct("=III")
_BEGIN = _LENGTHS.size + _ANCESTRY.size
_NOT_HELD = 2**32 - 1
_read_number = struct.Struct("=I").unpack_from
_read_lengths = _LENGTHS.unpack_from
_read_ancestry = _ANCESTRY.unpack_from


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
    """What few ask of a concept: where its final `successors` begin, and the attributes `required`, by their places.

    A concept in use has no successors, but None.
    """

    successors: Numbers | None
    required: Numbers


class Ancestry(NamedTuple):
    """Where concepts begin: one, those directly broader, and all that are broader; None where these are not held."""

    own: int
    direct: tuple[int, ...]
    all: tuple[int, ...] | None


_encode = msgspec.msgpack.Encoder().encode
_decode_head = msgspec.msgpack.Decoder(ConceptHead).decode
_decode_links = msgspec.msgpack.Decoder(ConceptLinks).decode


def written(head: ConceptHead, links: ConceptLinks, ancestry: Ancestry, forms: Numbers) -> bytes:
    """Return a row; `forms` are where the preferred forms begin, in the order of the languages.

    The directly broader concepts are the first of all broader ones. The length of the row depends on how many numbers
    there are, not on what they are.
    """
    first, second = _encode(head), _encode(links)
    _, direct, above = ancestry
    count = _NOT_HELD if above is None else len(above)
    lengths = _LENGTHS.pack(len(first), len(second))
    lengths += _ANCESTRY.pack(_BEGIN + len(first) + len(second) + len(forms), len(direct), count)
    return lengths + first + second + forms + as_numbers(direct if above is None else above)


def read_head(buffer: Buffer, start: int) -> ConceptHead:
    """Read the head of the row that begins at a place of a buffer."""
    length, _ = _read_lengths(buffer, start)
    return _decode_head(buffer[start + _BEGIN : start + _BEGIN + length])


def read_links(buffer: Buffer, start: int) -> ConceptLinks:
    """Read the links of the row that begins at a place of a buffer."""
    before, length = _read_lengths(buffer, start)
    begin = start + _BEGIN + before
    return _decode_links(buffer[begin : begin + length])


def read_ancestry(buffer: Buffer, own: int, start: int) -> Ancestry:
    """Read what is broader than a concept, whose row begins at a place of a buffer."""
    place, direct, count = _read_ancestry(buffer, start + _LENGTHS.size)
    held = direct if count == _NOT_HELD else count
    numbers = struct.unpack_from(f"={held}I", buffer, start + place)
    return Ancestry(own, numbers[:direct], None if count == _NOT_HELD else numbers)


def read_form(buffer: Buffer, start: int, place: int) -> int:
    """Return where one of the preferred forms begins, of the row that begins at a place of a buffer."""
    first, second = _read_lengths(buffer, start)
    (form,) = _read_number(buffer, start + _BEGIN + first + second + 4 * place)
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
