"""Releases as they are served: made once, kept while they are in use, renewed when newer ones are published."""

import gc
import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Lock
from typing import Generic, Protocol, overload

from taxonomy_service.domain.access import Action, Actor, require
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.domain.verdicts import ReleaseName
from taxonomy_service.matching.label_index import LabelIndex, LabelWarnings, compile_release
from taxonomy_service.services.compiled_files import ServedIndex
from taxonomy_service.services.compiled_folder import CompiledFolder
from taxonomy_service.services.pinned_releases import IndexT, PinnedReleases
from taxonomy_service.services.releases import FoundRelease, OpenStore, find_release, load_release
from taxonomy_service.store.releases import newest_releases
from taxonomy_service.store.warnings import warning_editions

MOST_PINNED = 16
IDLE = 300.0
"""Seconds after which a release that was read into memory whole, and that nobody asked for, is forgotten."""
PATIENCE = 1.0
"""Seconds for which a look for new releases waits where a release of the scheme is being made."""
_Seen = tuple[ReleaseName, int]
"""A newest release, and the edition of its warnings."""


class Maker(Protocol[IndexT]):
    """Makes the indexes that are kept."""

    def make(self, found: FoundRelease) -> IndexT:
        """Return the index of a release."""

    def make_soon(self, found: FoundRelease) -> IndexT | None:
        """Return the index of a release; None where that takes long, is begun, and is to be asked for again."""

    def with_warnings(self, index: IndexT, warnings: LabelWarnings) -> IndexT:
        """Return the same release with other warnings."""

    def is_lost(self, index: IndexT) -> bool:
        """Say whether an index is to be made again."""


class WholeReleases:
    """Makes indexes in memory, with the concepts whole."""

    def __init__(self, open_store: OpenStore) -> None:
        self._open_store = open_store

    def make(self, found: FoundRelease) -> LabelIndex:
        """Read a release and compile it."""
        with self._open_store() as store:
            release = load_release(store, found.entry.scheme, str(found.entry.number))
        return compile_release(release, found.warnings)

    make_soon = make

    def with_warnings(self, index: LabelIndex, warnings: LabelWarnings) -> LabelIndex:
        """Return the same release with other warnings."""
        return replace(index, warnings=warnings)

    def is_lost(self, index: LabelIndex) -> bool:  # noqa: ARG002  what is in memory stays
        """Say no."""
        return False


class ServedReleases:
    """The releases that a process serves: `compiled` to judge labels by, `whole` to show concepts from.

    The newest of every scheme are compiled before they are asked for, so that judging goes on when the store is away.
    """

    def __init__(
        self,
        open_store: OpenStore,
        folder: CompiledFolder,
        *,
        most_pinned: int = MOST_PINNED,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._open_store = open_store
        self._folder = folder
        self.compiled = KeptReleases[ServedIndex | LabelIndex](open_store, folder, most_pinned=most_pinned)
        self.whole = KeptReleases[LabelIndex](
            open_store, WholeReleases(open_store), most_pinned=most_pinned, idle=IDLE, clock=clock
        )

    def end(self) -> None:
        """Ask the processes that compile releases to stop."""
        self._folder.end()

    def refresh(self, *, waiting: bool = False) -> int:
        """Learn of new releases and warnings, and turn to them; to a large one when it is compiled, unless `waiting`.

        Until then the release before it is served. Return how many schemes that is so of.
        """
        with self._open_store() as store:
            names, editions = newest_releases(store), warning_editions(store)
        newest = {scheme: (name, editions.get(scheme, 0)) for scheme, name in names.items()}
        behind = self.compiled.renew(newest, unasked=True, waiting=waiting)
        self.whole.renew(newest, waiting=waiting)
        if self.whole.forget_idle():
            gc.collect()  # else half of its memory stays until a collection that may be hours away
        self._folder.sweep(names.values())
        return behind


class KeptReleases(Generic[IndexT]):
    """Indexes of one kind: the newest of every scheme, and the pinned ones last asked for.

    A request never sees two of one scheme. Threads may share it: what is made is given without waiting, and one of a
    scheme is made at a time. Those not asked for in `idle` seconds may be forgotten.
    """

    def __init__(
        self,
        open_store: OpenStore,
        maker: Maker[IndexT],
        *,
        most_pinned: int,
        idle: float = math.inf,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._open_store = open_store
        self._maker = maker
        self._making: dict[str, Lock] = {}
        self._seen: dict[SchemeId, _Seen] = {}
        self._newest: dict[str, IndexT] = {}
        self._pinned: PinnedReleases[IndexT] = PinnedReleases(most_pinned, clock)
        self._idle, self._clock = idle, clock

    def renew(self, newest: dict[SchemeId, _Seen], *, unasked: bool = False, waiting: bool = True) -> int:
        """Turn to the newest releases and warnings, of schemes in use or `unasked` of all; make again what was lost.

        Unless `waiting`, what takes long is only begun, and turned to by a later call. Return of how many schemes.
        """
        for scheme in (self._seen.keys() | self._newest.keys()) - newest.keys():
            self._newest.pop(scheme, None)
            self._seen.pop(SchemeId(scheme), None)
            self._making.pop(scheme, None)
        for scheme, seen in newest.items():
            before = self._seen.get(scheme)
            lost = {index.name.number for index in self._of(scheme) if self._maker.is_lost(index)}
            if seen != before or lost or (unasked and scheme not in self._newest):
                living = {name.number for name, _ in filter(None, (before, seen))}
                with self._alone(scheme, waiting=waiting) as is_alone:
                    if is_alone and self._renew(scheme, living | lost, unasked=unasked, waiting=waiting):
                        self._seen[scheme] = seen
        return sum(self._seen.get(scheme) != seen for scheme, seen in newest.items())

    def _renew(self, scheme: str, numbers: set[int], *, unasked: bool, waiting: bool) -> bool:
        """Make the newest release, and give the pinned ones of these numbers the warnings they have now.

        Return whether all of that is done.
        """
        self._pinned.forget_versions(scheme)
        wanted: list[str | None] = [*self._pinned.names(scheme, numbers)]
        if unasked or scheme in self._newest:
            wanted.append(None)
        found = {name: self._made(self._find(scheme, name), waiting=waiting) for name in wanted}
        for name, index in found.items():
            if index is not None:
                self._keep(scheme, name, index)
        return None not in found.values()

    @contextmanager
    def _alone(self, scheme: str, *, waiting: bool) -> Iterator[bool]:
        """Be the only thread that makes releases of a scheme; false where another one is, and goes on being it.

        Unless `waiting`, that is after a second.
        """
        lock = self._making.setdefault(scheme, Lock())
        is_alone = lock.acquire(timeout=-1 if waiting else PATIENCE)
        try:
            yield is_alone
        finally:
            if is_alone:
                lock.release()

    def get(self, scheme: str, wanted: str | None = None) -> IndexT:
        """Return the index of a release, making it where this is its first use. Raises NotFound."""
        known = self.ready(scheme, wanted)
        if known is not None:
            return known
        self._find(scheme, wanted)  # a name that is none leaves nothing behind
        with self._alone(scheme, waiting=True):
            known = self.ready(scheme, wanted)
            if known is None:  # else another thread was faster
                known = self._made(self._find(scheme, wanted))
                self._keep(scheme, wanted, known)
            return known

    def _keep(self, scheme: str, wanted: str | None, index: IndexT) -> None:
        if wanted is None:
            self._newest[scheme] = index
        else:
            self._pinned.keep(scheme, wanted, index)

    def forget_idle(self) -> bool:
        """Forget the releases that were asked for by a name, but not lately; return whether there were any."""
        return self._pinned.forget_before(self._clock() - self._idle)

    def ready(self, scheme: str, wanted: str | None = None) -> IndexT | None:
        """Return the index of a release where it needs no work, else None."""
        return self._newest.get(scheme) if wanted is None else self._pinned.find(scheme, wanted)

    def in_use(self) -> dict[str, int]:
        """Return the number of the release that is served of each scheme, or would be if it were asked for."""
        newest = {scheme: index.name.number for scheme, index in list(self._newest.items())}
        return {scheme: newest.get(scheme, name.number) for scheme, (name, _) in list(self._seen.items())}

    def _of(self, scheme: str) -> list[IndexT]:
        here = (*self._newest.values(), *self._pinned.all())
        return [index for index in here if index.name.scheme == scheme]

    def _find(self, scheme: str, wanted: str | None) -> FoundRelease:
        with self._open_store() as store:
            return find_release(store, scheme, wanted)

    @overload
    def _made(self, found: FoundRelease) -> IndexT: ...
    @overload
    def _made(self, found: FoundRelease, *, waiting: bool) -> IndexT | None: ...
    def _made(self, found: FoundRelease, *, waiting: bool = True) -> IndexT | None:
        """Make the index of a release, unless it is here already under another name."""
        here = (index for index in self._of(found.entry.scheme) if index.name == found.entry.name)
        known = next((index for index in here if not self._maker.is_lost(index)), None)
        if known is None:
            return self._maker.make(found) if waiting else self._maker.make_soon(found)
        return known if known.warnings == found.warnings else self._maker.with_warnings(known, found.warnings)


def ready_release(
    kept: KeptReleases[IndexT], actor: Actor, scheme: str, wanted: str | None = None, *, action: Action = Action.READ
) -> IndexT | None:
    """Return the index of a release that the actor may use, where it needs no work; else None, and `kept.get` has it.

    Raises Forbidden, Unauthenticated.
    """
    require(actor, action, scheme)
    return kept.ready(scheme, wanted)
