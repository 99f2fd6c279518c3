"""Labels of a language by comparison key."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import compress
from operator import ne

from taxonomy_service.domain.statements import Statement


class KeyedLabels(Mapping[str, Sequence[Statement]]):
    """The labels that have each key, in the order given; a key that one label has, as most do, costs one number."""

    def __init__(self, keys: Sequence[str], rows: Sequence[Statement]) -> None:
        self._rows = rows
        self._first: dict[str, int] = {}
        self._all: dict[str, list[int]] = {}
        places = range(len(keys))
        firsts = list(map(self._first.setdefault, keys, places))
        if len(self._first) < len(keys):
            for place in compress(places, map(ne, firsts, places)):
                self._all.setdefault(keys[place], [firsts[place]]).append(place)

    def __getitem__(self, key: str) -> Sequence[Statement]:
        return [self._rows[place] for place in self._all.get(key) or (self._first[key],)]

    def __iter__(self) -> Iterator[str]:
        return iter(self._first)

    def __len__(self) -> int:
        return len(self._first)

    def several(self) -> Iterator[Sequence[Statement]]:
        """Yield the labels of each key that several have."""
        for places in self._all.values():
            yield [self._rows[place] for place in places]
