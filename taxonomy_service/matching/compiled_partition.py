"""The labels of a language by their comparison keys, as sections of a compiled release: for suggestions and search.

`keys` is all keys as one text, a line each, so that it is searched whole; `key-starts` where each begins, and one more;
`key-labels` each key's label and form (see packed_labels); in a large language `gram-codes`, `gram-bounds`,
`gram-places` and `key-lengths`, the arrays of `GramIndex`.
"""

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, overload

from taxonomy_service.matching.compiled_format import Buffer, Section
from taxonomy_service.matching.compiled_table import numbers_of
from taxonomy_service.matching.label_index import Entry
from taxonomy_service.matching.release_index import MOST_COMPARED

if TYPE_CHECKING:
    from taxonomy_service.matching.grams import GramIndex


def partition_sections(number: int, keys: Sequence[str], labels: bytes) -> Mapping[str, bytes]:
    """Return the sections of a language, known by its place."""
    lines = [b"", *(key.encode("utf-8", "surrogatepass") for key in keys), b""]
    starts = array("I", accumulate(len(line) + 1 for line in lines[:-1]))
    sections = {"keys": b"\n".join(lines), "key-starts": starts.tobytes(), "key-labels": labels}
    if len(keys) > MOST_COMPARED:
        sections |= _gram_sections(keys)
    return {f"{name}-{number}": content for name, content in sections.items()}


def _gram_sections(keys: Sequence[str]) -> dict[str, bytes]:
    from taxonomy_service.matching.grams import index_grams  # noqa: PLC0415  NumPy takes 0.1 s to load

    grams = index_grams(keys)
    return {
        "gram-codes": grams.codes.tobytes(),
        "gram-bounds": grams.bounds.tobytes(),
        "gram-places": grams.places.tobytes(),
        "key-lengths": grams.lengths.tobytes(),
    }


class MappedPartition:
    """All labels of a language, read one by one from a buffer; `entry` makes a label from its two numbers."""

    def __init__(
        self, buffer: Buffer, sections: Mapping[str, Section], number: int, entry: Callable[[int, int], Entry]
    ) -> None:
        self._buffer, self._sections, self._number = buffer, sections, number
        self._starts = numbers_of(buffer, self._section("key-starts"))
        self.keys: Sequence[str] = _Keys(buffer, self._section("keys").offset, self._starts)
        if len(self.keys) <= MOST_COMPARED:  # all are compared at every search
            self.keys = list(self.keys)
        self.entries: Sequence[Entry] = _Entries(numbers_of(buffer, self._section("key-labels")), entry)
        self._grams: GramIndex | None = None

    def _section(self, name: str) -> Section:
        return self._sections[f"{name}-{self._number}"]

    def grams(self) -> "GramIndex":
        """Return the index of the letters of more than 2,000 keys; nothing is copied."""
        if self._grams is None:
            import numpy as np  # noqa: PLC0415  NumPy takes 0.1 s to load

            from taxonomy_service.matching.grams import GramIndex, is_small  # noqa: PLC0415

            places = self._bytes("gram-places")
            self._grams = GramIndex(
                codes=np.frombuffer(self._bytes("gram-codes"), np.uint64),
                bounds=np.frombuffer(self._bytes("gram-bounds"), np.uint32),
                places=np.frombuffer(places, np.uint16)
                if is_small(len(self.keys))
                else np.frombuffer(places, np.uint32),
                lengths=np.frombuffer(self._bytes("key-lengths"), np.uint16),
            )
        return self._grams

    def _bytes(self, name: str) -> memoryview:
        section = self._section(name)
        return memoryview(self._buffer)[section.offset : section.offset + section.length]

    def holding(self, text: str) -> Iterator[int]:
        """Yield the places of the keys that hold a text, in order."""
        section = self._section("keys")
        lines = self._buffer[section.offset : section.offset + section.length]
        wanted = text.encode("utf-8", "surrogatepass")
        found = lines.find(wanted, 1)
        while 0 <= found < len(lines):
            place = bisect_right(self._starts, found) - 1
            yield place
            found = lines.find(wanted, self._starts[place + 1])


class _Keys(Sequence[str]):
    """The lines of a text."""

    def __init__(self, buffer: Buffer, text: int, starts: memoryview) -> None:
        self._buffer = buffer
        self._text = text
        self._starts = starts

    def __len__(self) -> int:
        return len(self._starts) - 1

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        if not 0 <= place < len(self):
            raise IndexError(place)
        text, starts = self._text, self._starts
        return self._buffer[text + starts[place] : text + starts[place + 1] - 1].decode("utf-8", "surrogatepass")


class _Entries(Sequence[Entry]):
    """Labels made when they are looked at."""

    def __init__(self, numbers: memoryview, read: Callable[[int, int], Entry]) -> None:
        self._numbers = numbers
        self._read = read

    def __len__(self) -> int:
        return len(self._numbers) // 2

    @overload
    def __getitem__(self, place: int) -> Entry: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Entry]: ...
    def __getitem__(self, place: int | slice) -> Entry | Sequence[Entry]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        return self._read(self._numbers[2 * place], self._numbers[2 * place + 1])
