"""Labels that come again, counted while a file is read: a label is handed on once, with how often it stood there.

Most annotations repeat a few labels. Counting them where they are read, without an object each, is what makes reading a
million of them cost little more than decoding their bytes.
"""

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from itertools import islice
from typing import Generic, NamedTuple, TypeVar

MOST_HELD = 100_000
"""How many distinct keys are held, so that a file of nothing but distinct labels is read in constant memory."""

K = TypeVar("K", bound=Hashable)


class Repeated(NamedTuple, Generic[K]):
    """A key, the number of the item at which it first stood, and how many items it stands for."""

    key: K
    first: int
    times: int


class Repeats(Generic[K]):
    """Keys while they are counted."""

    def __init__(self) -> None:
        self._counts: Counter[K] = Counter()
        self._first: list[int] = []

    @property
    def full(self) -> bool:
        """Whether it is time to drain."""
        return len(self._first) >= MOST_HELD

    def add(self, keys: Sequence[K], number: int) -> list[int]:
        """Count the keys of items that follow one another, from this number on; return the numbers of new keys.

        >>> repeats: Repeats[str] = Repeats()
        >>> repeats.add(["犬", "ねこ", "犬"], 1)
        [1, 2]
        >>> list(repeats.drain())
        [Repeated(key='犬', first=1, times=2), Repeated(key='ねこ', first=2, times=1)]
        """
        known = len(self._counts)
        self._counts.update(keys)  # one look-up a key, in C
        new = list(islice(reversed(self._counts), len(self._counts) - known))
        place = -1
        for key in reversed(new):  # they are the very objects, in the same order
            place = next(later for later in range(place + 1, len(keys)) if keys[later] is key)
            self._first.append(number + place)
        return self._first[known:]

    def add_many(self, key: K, number: int, many: int) -> None:
        """Count a key that stands for many items, the first of them of this number."""
        if key not in self._counts:
            self._first.append(number)
        self._counts[key] += many

    def drain(self) -> Iterator[Repeated[K]]:
        """Yield what was counted, in the order in which it first stood, and forget it."""
        first, self._first = self._first, []
        counts, self._counts = self._counts, Counter()
        for number, (key, many) in zip(first, counts.items(), strict=True):
            yield Repeated(key, number, many)
