"""A table from bytes to numbers that is looked up where it lies: in a mapped file, with nothing read beforehand.

Open addressing: a slot of 64 bits holds the CRC-32 of a key and above it where the key's record begins (0: none), so
that a record is looked at only where it is very likely the one. A record is the length of its key, the count of its
numbers, the numbers and the key, all numbers of 32 bits in the machine's order of bytes.
"""

import struct
from zlib import crc32

from taxonomy_service.matching.compiled_format import Buffer, Section

HEAD = struct.Struct("=II")
_HEAD_AND_THREE = struct.Struct("=5I")
"""Most records have three numbers, which are read together with the head."""
READ_AHEAD = _HEAD_AND_THREE.size
"""Bytes that may be read after the beginning of what follows the last record."""
FIRST = 4
"""Where the first record begins: no record begins at 0, which marks a free slot."""
_CHECKSUM = 2**32 - 1


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
        length, count = HEAD.unpack_from(self._buffer, start)
        text = start + 8 + 4 * count
        return self._buffer[text : text + length]


def numbers_of(buffer: Buffer, section: Section) -> memoryview:
    """Return a section as the numbers of 32 bits it holds, nothing copied."""
    return memoryview(buffer)[section.offset : section.offset + section.length].cast("I")
