"""Releases as they are served: read from the store, compiled once, kept while they are in use."""

from collections import OrderedDict
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from threading import Lock
from typing import TypedDict

import msgspec

from taxonomy_service.domain.access import Action, Actor, allowed_schemes, require
from taxonomy_service.domain.releases import Release, ReleaseEntry
from taxonomy_service.domain.scheme_settings import SchemeSettings
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.domain.verdicts import ReleaseName
from taxonomy_service.exchange.rdf import statements_of_text
from taxonomy_service.exchange.skos_reader import KnownScheme, read_skos
from taxonomy_service.matching.label_index import LabelIndex, compile_release
from taxonomy_service.services.warnings import release_warnings
from taxonomy_service.store import releases as stored_releases
from taxonomy_service.store.draft import draft_languages
from taxonomy_service.store.releases import StoredRelease
from taxonomy_service.store.schemes import StoredScheme, find_scheme, list_schemes
from taxonomy_service.store.session import Store
from taxonomy_service.store.warnings import warning_editions

OpenStore = Callable[[], AbstractContextManager[Store]]


def list_releases(store: Store, actor: Actor, scheme_id: str) -> list[ReleaseEntry]:
    """Return the releases of a scheme, newest first."""
    require(actor, Action.READ, scheme_id)
    return stored_releases.list_releases(store, find_scheme(store, scheme_id))


def find_entry(store: Store, scheme_id: str, wanted: str) -> ReleaseEntry:
    """Return a release as a list shows it, by number, content hash or version. Raises NotFound."""
    return stored_releases.find_release(store, find_scheme(store, scheme_id), wanted).entry


def release_text(store: Store, scheme_id: str, wanted: str | None = None) -> str:
    """Return the canonical N-Triples of a release; their SHA-256 is its content hash."""
    return stored_releases.find_release(store, find_scheme(store, scheme_id), wanted).text


def load_release(store: Store, scheme_id: str, wanted: str | None = None) -> Release:
    """Read a release back: by number, content hash or version, else the newest."""
    scheme = find_scheme(store, scheme_id)
    return _read(scheme, stored_releases.find_release(store, scheme, wanted))


def frozen_settings(store: Store, actor: Actor, scheme_id: str, wanted: str) -> SchemeSettings:
    """Return the settings that a scheme had when it was released; the defaults where it had none.

    Raises NotFound, Forbidden.
    """
    require(actor, Action.INSPECT, scheme_id)
    settings = stored_releases.find_release(store, find_scheme(store, scheme_id), wanted).settings
    return SchemeSettings() if settings is None else msgspec.json.decode(settings, type=SchemeSettings)


def find_name(store: Store, scheme_id: str, wanted: str | None = None) -> ReleaseName:
    """Return the name of a release: by number, content hash or version, else the newest. Raises NotFound."""
    return stored_releases.find_release(store, find_scheme(store, scheme_id), wanted).entry.name


def load_index(store: Store, scheme_id: str, wanted: str | None = None) -> LabelIndex:
    """Compile a release with the warnings on its labels: by number, content hash or version, else the newest."""
    scheme = find_scheme(store, scheme_id)
    stored = stored_releases.find_release(store, scheme, wanted)
    return compile_release(_read(scheme, stored), release_warnings(store, scheme, stored.entry.number))


def _read(scheme: StoredScheme, stored: StoredRelease) -> Release:
    known = {scheme.iri: KnownScheme(scheme.id, stored.ids)}
    read = read_skos(statements_of_text(stored.text), scheme.id, known=known, most_labels=1 << 60)
    own = next(entry for entry in read.schemes if entry.iri == scheme.iri)
    return Release(stored.entry, own)


class ServedReleases:
    """The compiled releases of a process: the newest of every scheme, and the pinned ones last asked for.

    `refresh` asks the store which releases are the newest, and whether the warnings on their labels changed; a request
    never sees two of one scheme. Threads may share it: what is compiled is given without waiting, and one release is
    compiled at a time.
    """

    def __init__(self, open_store: OpenStore, *, most_pinned: int = 16) -> None:
        self._open_store = open_store
        self._compiling = Lock()
        self._names: dict[SchemeId, ReleaseName] = {}
        self._editions: dict[SchemeId, int] = {}
        self._newest: dict[str, LabelIndex] = {}
        self._pinned = _Pinned(most_pinned)

    def refresh(self) -> None:
        """Learn of new releases and warnings, and compile those of schemes in use, so that no request waits for it."""
        with self._open_store() as store:
            names = stored_releases.newest_releases(store)
            editions = warning_editions(store)
        for scheme in self._newest.keys() - names.keys():
            self._newest.pop(scheme, None)
        for scheme, name in names.items():
            before = self._names.get(scheme)
            if name != before or editions.get(scheme) != self._editions.get(scheme):
                self._renew(scheme, {known.number for known in (before, name) if known is not None})
        self._names, self._editions = names, editions

    def _renew(self, scheme: SchemeId, living: set[int]) -> None:
        """Compile the newest release, and give the pinned ones of these numbers the warnings they have now."""
        with self._compiling:
            self._pinned.forget_versions(scheme)
            for wanted in self._pinned.names(scheme, living):
                self._pinned.keep(scheme, wanted, self._compiled(scheme, wanted))
            if scheme in self._newest:
                self._newest[scheme] = self._compiled(scheme, None)

    def get(self, scheme: str, wanted: str | None = None) -> LabelIndex:
        """Return a compiled release, compiling it where this is its first use. Raises NotFound."""
        known = self.ready(scheme, wanted)
        if known is not None:
            return known
        with self._compiling:
            known = self.ready(scheme, wanted)
            if known is not None:  # another thread was faster
                return known
            index = self._compiled(scheme, wanted)
            if wanted is None:
                self._newest[scheme] = index
            else:
                self._pinned.keep(scheme, wanted, index)
            return index

    def ready(self, scheme: str, wanted: str | None = None) -> LabelIndex | None:
        """Return a compiled release where it needs no work, else None."""
        return self._newest.get(scheme) if wanted is None else self._pinned.find(scheme, wanted)

    def in_use(self) -> dict[str, int]:
        """Return the number of the release that is served of each scheme, or would be if it were asked for."""
        newest = {scheme: index.name.number for scheme, index in list(self._newest.items())}
        return {scheme: newest.get(scheme, name.number) for scheme, name in self._names.items()}

    def _compiled(self, scheme: str, wanted: str | None) -> LabelIndex:
        """Compile a release, unless it is here already under another name."""
        with self._open_store() as store:
            stored_scheme = find_scheme(store, scheme)
            stored = stored_releases.find_release(store, stored_scheme, wanted)
            warnings = release_warnings(store, stored_scheme, stored.entry.number)
        here = (*self._newest.values(), *self._pinned.all())
        known = next((index for index in here if index.name == stored.entry.name), None)
        if known is None:
            return compile_release(_read(stored_scheme, stored), warnings)
        return known if known.warnings == warnings else replace(known, warnings=warnings)


def ready_release(
    served: ServedReleases, actor: Actor, scheme: str, wanted: str | None = None, *, action: Action = Action.READ
) -> LabelIndex | None:
    """Return a compiled release that the actor may use, where it needs no work; else None, and `served.get` has it.

    Raises Forbidden, Unauthenticated.
    """
    require(actor, action, scheme)
    return served.ready(scheme, wanted)


class _Pinned:
    """Compiled releases by scheme and the name asked for; the one longest not asked for gives way."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()  # held for moments only, never while something is compiled
        self._kept: OrderedDict[tuple[str, str], LabelIndex] = OrderedDict()

    def find(self, scheme: str, wanted: str) -> LabelIndex | None:
        with self._lock:
            index = self._kept.get((scheme, wanted))
            if index is not None:
                self._kept.move_to_end((scheme, wanted))
            return index

    def keep(self, scheme: str, wanted: str, index: LabelIndex) -> None:
        with self._lock:
            self._kept[scheme, wanted] = index
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def all(self) -> list[LabelIndex]:
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
                    del self._kept[own, wanted]


def scheme_ids(store: Store, actor: Actor) -> list[str]:
    """Return the ids of all schemes that have a release and that the actor may read, in order."""
    return allowed_schemes(actor, Action.READ, [scheme.id for scheme in list_schemes(store) if scheme.current])


class SchemeSummary(TypedDict):
    """A scheme as a list shows it."""

    id: str
    iri: str
    languages: list[str]
    concepts: int
    labels: int
    release: int
    content_hash: str


def scheme_summaries(store: Store, actor: Actor) -> list[SchemeSummary]:
    """Return a line about the newest release of every scheme that the actor may read, in order of id."""
    summaries: list[SchemeSummary] = []
    readable = set(scheme_ids(store, actor))
    for scheme in list_schemes(store):
        if scheme.id in readable:
            newest = stored_releases.list_releases(store, scheme)[0]
            summaries.append(
                SchemeSummary(
                    id=scheme.id,
                    iri=scheme.iri,
                    languages=draft_languages(store, scheme.key),
                    concepts=newest.concepts,
                    labels=newest.labels,
                    release=newest.number,
                    content_hash=newest.content_hash,
                )
            )
    return summaries
