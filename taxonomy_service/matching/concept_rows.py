"""A concept as a row of a compiled release: all that judging asks of it, read in one piece."""

import struct
from array import array
from collections.abc import Iterable, Sequence

import msgspec
from msgspec import Struct

from taxonomy_service.matching.compiled_format import Buffer

_LENGTH = struct.Struct("=I")


class ConceptRow(Struct, frozen=True, array_like=True, gc=False):
    """What is said of a concept; bytes hold numbers of 32 bits, in the machine's order of bytes.

    `shown` is its preferred label for readers of the default language. `languages` are those of its preferred labels,
    by their places, `forms` where the records of these begin. `broader` and `successors` say where concepts begin; a
    concept in use has no `successors` at all. `required` are attributes, by their places.
    """

    id: str
    iri: str
    shown: str | None
    languages: bytes
    forms: bytes
    broader: bytes
    successors: bytes | None
    required: bytes


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(ConceptRow).decode


def written(row: ConceptRow) -> bytes:
    """Return a row as it is read by `read_row`; its length depends on texts and counts, not on the numbers."""
    content = _encode(row)
    return _LENGTH.pack(len(content)) + content


def read_row(buffer: Buffer, start: int) -> ConceptRow:
    """Read the row that begins at a place of a buffer."""
    (length,) = _LENGTH.unpack_from(buffer, start)
    return _decode(buffer[start + 4 : start + 4 + length])


def bytes_of(numbers: Iterable[int]) -> bytes:
    """Return numbers as a row holds them."""
    return array("I", numbers).tobytes()


def numbers_in(content: bytes) -> Sequence[int]:
    """Return the numbers that bytes of a row hold.

    >>> list(numbers_in(bytes_of([3, 2**32 - 1])))
    [3, 4294967295]
    """
    return memoryview(content).cast("I")
