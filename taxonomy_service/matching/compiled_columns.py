"""A compiled table (see compiled_table) while it is filled: keys one after another, and rows of numbers in columns.

A million labels are not a million objects here, but an entry in each of a few arrays.
"""

from array import array
from collections.abc import Iterable
from typing import TypeAlias
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from taxonomy_service.matching.compiled_table import FIRST, HEAD, READ_AHEAD

Column: TypeAlias = NDArray[np.uint32]
_SPACE = 2**32
"""Bytes that the records of a table may take: where one begins is a number of 32 bits."""


class TableColumns:
    """Keys, each known by its number, and rows: each belongs to the key of the number in `owners`.

    The record of a key holds its rows one after another, in the order in which they were added.
    """

    def __init__(self) -> None:
        self.owners = array("I")
        self._keys = bytearray()
        self._lengths = array("I")
        self._checksums = array("I")

    def add(self, keys: Iterable[bytes]) -> None:
        """Add keys, which are new and get the next numbers."""
        held = list(keys)
        self._keys += b"".join(held)
        self._lengths.extend(map(len, held))
        self._checksums.extend(map(crc32, held))

    def places(self, width: int) -> Column:
        """Return where the record of each key begins, with rows of so many numbers. Raises OverflowError."""
        sizes = self._head_sizes(width) + as_column(self._lengths)
        if FIRST + sizes.sum() >= _SPACE:
            raise OverflowError(f"the records of a table take {FIRST + sizes.sum()} bytes, more than {_SPACE}")
        places: Column = (FIRST + np.cumsum(sizes) - sizes).astype(np.uint32)
        return places

    def slots(self, places: Column) -> bytes:
        """Return the slots, of which three in five are taken; `places` are where the records begin."""
        count = len(places) * 5 // 3 + 1
        checksums = as_column(self._checksums)
        slots = array("Q", bytes(8 * count))
        entries = places.astype(np.uint64) << np.uint64(32) | checksums
        for slot, entry in zip((checksums % np.uint32(count)).data, entries.data, strict=True):
            free = slot
            while slots[free]:
                free = (free + 1) % count
            slots[free] = entry
        return slots.tobytes()

    def records(self, columns: tuple[Column, ...]) -> bytes:
        """Return the records, in the order of the keys, and what may be read after the last.

        A row has a number in each of the columns.
        """
        sizes = np.empty(2 * len(self._lengths), np.int64)  # by turns of what stands before a key, and of the key
        sizes[::2], sizes[1::2] = self._head_sizes(len(columns)), as_column(self._lengths)
        is_key = np.repeat(np.resize([False, True], len(sizes)), sizes)
        content = np.zeros(FIRST + len(is_key) + READ_AHEAD, np.uint8)
        body = content[FIRST : FIRST + len(is_key)]
        body[is_key] = np.frombuffer(self._keys, np.uint8)
        body[~is_key] = self._numbers(columns).view(np.uint8)
        return content.tobytes()

    def _numbers(self, columns: tuple[Column, ...]) -> Column:
        """Return what stands before the keys: their lengths, the counts of their numbers, the numbers."""
        width, owners, counts = len(columns), as_column(self.owners), self._counts()
        order = np.argsort(owners, kind="stable")
        numbers = np.empty(2 * len(counts) + width * len(owners), np.uint32)
        heads = 2 * np.arange(len(counts)) + width * (np.cumsum(counts) - counts)
        numbers[heads] = as_column(self._lengths)
        numbers[heads + 1] = width * counts
        rows = 2 * (owners[order].astype(np.int64) + 1) + width * np.arange(len(owners))
        for place, column in enumerate(columns):
            numbers[rows + place] = column[order]
        return numbers

    def _head_sizes(self, width: int) -> NDArray[np.int64]:
        return HEAD.size + 4 * width * self._counts()

    def _counts(self) -> NDArray[np.int64]:
        return np.bincount(as_column(self.owners), minlength=len(self._lengths)).astype(np.int64)


def as_column(numbers: "array[int]") -> Column:
    """Return numbers of 32 bits, nothing copied; the array cannot grow while the column is in use."""
    return np.frombuffer(numbers, np.uint32)
