"""Releases that were asked for by a name: the last few of them are kept."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from taxonomy_service.matching.release_index import ReleaseIndex

IndexT = TypeVar("IndexT", bound=ReleaseIndex)


class PinnedReleases(Generic[IndexT]):
    """Indexes by scheme and the name asked for; the one longest not asked for gives way. Threads may share them."""

    def __init__(self, most: int, clock: Callable[[], float]) -> None:
        self._most = most
        self._clock = clock
        self._asked: dict[tuple[str, str], float] = {}
        self._lock = Lock()  # held for moments only, never while something is compiled
        self._kept: OrderedDict[tuple[str, str], IndexT] = OrderedDict()

    def find(self, scheme: str, wanted: str) -> IndexT | None:
        """Return what is kept under a name, None where nothing is; it has been asked for now."""
        with self._lock:
            index = self._kept.get((scheme, wanted))
            if index is not None:
                self._kept.move_to_end((scheme, wanted))
                self._asked[scheme, wanted] = self._clock()
            return index

    def keep(self, scheme: str, wanted: str, index: IndexT) -> None:
        """Keep an index under a name, in the place of what was there."""
        with self._lock:
            self._kept[scheme, wanted] = index
            self._asked.setdefault((scheme, wanted), self._clock())
            while len(self._kept) > self._most:
                del self._asked[self._kept.popitem(last=False)[0]]

    def all(self) -> list[IndexT]:
        """Return what is kept, the one longest not asked for first."""
        with self._lock:
            return list(self._kept.values())

    def names(self, scheme: str, numbers: set[int]) -> list[str]:
        """Return the names under which the releases of these numbers are kept."""
        with self._lock:
            return [
                wanted for (own, wanted), index in self._kept.items() if own == scheme and index.name.number in numbers
            ]

    def forget_versions(self, scheme: str) -> None:
        """Forget what was found by its version: a new release may state the same one."""
        with self._lock:
            for (own, wanted), index in list(self._kept.items()):
                if (
                    own == scheme
                    and wanted != str(index.name.number)
                    and not index.name.content_hash.startswith(wanted)
                ):
                    del self._kept[own, wanted], self._asked[own, wanted]

    def forget_before(self, moment: float) -> bool:
        """Forget those not asked for since a moment of the clock; return whether there were any."""
        with self._lock:
            idle = [name for name, asked in self._asked.items() if asked < moment]
            for name in idle:
                del self._kept[name], self._asked[name]
        return bool(idle)
