"""A table from bytes to numbers that is looked up where it lies: in a mapped file, with nothing read beforehand.

Open addressing: a slot of 64 bits holds the CRC-32 of a key and above it where the key's record begins (0: none), so
that a record is looked at only where it is very likely the one. A record is the length of its key, the count of its
numbers, the numbers and the key, all numbers of 32 bits in the machine's order of bytes.
"""

import struct
from array import array
from collections.abc import Sequence
from zlib import crc32

from taxonomy_service.matching.compiled_format import Buffer, Section

_HEAD = struct.Struct("=II")
_HEAD_AND_THREE = struct.Struct("=5I")
"""Most records have three numbers, which are read together with the head."""
_FIRST = 4
"""Where the first record begins: no record begins at 0, which marks a free slot."""
_CHECKSUM = 2**32 - 1


class TableBuilder:
    """A table while it is filled: first all keys are added, then their numbers are filled in."""

    def __init__(self) -> None:
        self._records = bytearray(_FIRST)
        self._places: list[tuple[int, int]] = []

    def add(self, key: bytes, count: int) -> int:
        """Add a record with room for a count of numbers, and return where it begins; the key must be new."""
        place = len(self._records)
        self._records += _HEAD.pack(len(key), count) + bytes(4 * count) + key
        self._places.append((crc32(key), place))
        return place

    def fill(self, place: int, numbers: Sequence[int]) -> None:
        """Write the numbers of the record that begins at a place; as many as there is room for."""
        struct.pack_into(f"={len(numbers)}I", self._records, place + 8, *numbers)

    def slots(self) -> bytes:
        """Return the slots, of which three in five are taken."""
        count = len(self._places) * 5 // 3 + 1
        slots = array("Q", bytes(8 * count))
        for checksum, place in self._places:
            slot = checksum % count
            while slots[slot]:
                slot = (slot + 1) % count
            slots[slot] = place << 32 | checksum
        return slots.tobytes()

    def records(self) -> bytes:
        """Return the records, as they were added, and what may be read after the last."""
        return bytes(self._records) + bytes(_HEAD_AND_THREE.size)


class CompiledTable:
    """A table in a buffer."""

    def __init__(self, buffer: Buffer, slots: Section, records: Section) -> None:
        self._slots = memoryview(buffer)[slots.offset : slots.offset + slots.length].cast("Q")
        self._count = len(self._slots)
        self._buffer = buffer
        self._records = records.offset

    def get(self, key: bytes) -> tuple[int, ...] | None:
        """Return the numbers of a key, none of them where it has none, None where it is not here."""
        slots, buffer = self._slots, self._buffer
        checksum = crc32(key)
        slot = checksum % self._count
        while entry := slots[slot]:
            if entry & _CHECKSUM == checksum:
                start = self._records + (entry >> 32)
                length, count, one, two, three = _HEAD_AND_THREE.unpack_from(buffer, start)
                text = start + 8 + 4 * count
                if buffer[text : text + length] == key:
                    if count == 3:
                        return (one, two, three)
                    return struct.unpack_from(f"={count}I", buffer, start + 8)
            slot = (slot + 1) % self._count
        return None

    def key(self, place: int) -> bytes:
        """Return the key of the record that begins at a place."""
        start = self._records + place
        length, count = _HEAD.unpack_from(self._buffer, start)
        text = start + 8 + 4 * count
        return self._buffer[text : text + length]


def numbers_of(buffer: Buffer, section: Section) -> memoryview:
    """Return a section as the numbers of 32 bits it holds, nothing copied."""
    return memoryview(buffer)[section.offset : section.offset + section.length].cast("I")
