"""A table from bytes to numbers that is looked up where it lies: in a mapped file, with nothing read beforehand.

Open addressing: a slot holds where a record begins (0: none); a record is the length of its key, the count of its
numbers, the key and the numbers, all of 32 bits in the machine's order of bytes. At most half of the slots are taken.
"""

import struct
from array import array
from collections.abc import Iterable
from zlib import crc32

from taxonomy_service.matching.compiled_format import Buffer, Section

_RECORD = struct.Struct("=II")
_NUMBER = struct.Struct("=I")
_FIRST = 4
"""Where the first record begins: no record begins at 0, which marks a free slot."""


class TableBuilder:
    """A table while it is filled."""

    def __init__(self) -> None:
        self._records = bytearray(_FIRST)
        self._places: list[tuple[int, int]] = []

    def add(self, key: bytes, numbers: Iterable[int]) -> int:
        """Add a record, whose key must be new, and return where it begins."""
        values = array("I", numbers)
        place = len(self._records)
        self._records += _RECORD.pack(len(key), len(values)) + key + values.tobytes()
        self._places.append((crc32(key), place))
        return place

    def slots(self) -> bytes:
        """Return the slots: a power of two of them."""
        count = 1 << (2 * len(self._places) + 1).bit_length()
        slots = array("I", bytes(4 * count))
        for checksum, place in self._places:
            slot = checksum & (count - 1)
            while slots[slot]:
                slot = (slot + 1) & (count - 1)
            slots[slot] = place
        return slots.tobytes()

    def records(self) -> bytes:
        """Return the records, as they were added."""
        return bytes(self._records)


class CompiledTable:
    """A table in a buffer, whose records begin at `records`."""

    def __init__(self, buffer: Buffer, slots: Section, records: Section) -> None:
        self._slots = numbers_of(buffer, slots)
        self._mask = len(self._slots) - 1
        self._buffer = buffer
        self._records = records.offset

    def get(self, key: bytes) -> tuple[int, ...] | None:
        """Return the numbers of a key, none of them where it has none, None where it is not here."""
        slots, buffer = self._slots, self._buffer
        slot = crc32(key) & self._mask
        while place := slots[slot]:
            start = self._records + place
            length, count = _RECORD.unpack_from(buffer, start)
            end = start + 8 + length
            if length == len(key) and buffer[start + 8 : end] == key:
                if count == 1:
                    return _NUMBER.unpack_from(buffer, end)
                return struct.unpack_from(f"={count}I", buffer, end)
            slot = (slot + 1) & self._mask
        return None

    def key(self, place: int) -> bytes:
        """Return the key of the record that begins at a place."""
        start = self._records + place
        length, _ = _RECORD.unpack_from(self._buffer, start)
        return self._buffer[start + 8 : start + 8 + length]


def numbers_of(buffer: Buffer, section: Section) -> memoryview:
    """Return a section as the numbers of 32 bits it holds, nothing copied."""
    return memoryview(buffer)[section.offset : section.offset + section.length].cast("I")
