"""Releases as they are served: read from the store, compiled once, kept while they are in use."""

from collections import OrderedDict
from collections.abc import Callable
from contextlib import AbstractContextManager
from threading import Lock
from typing import TypedDict

from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.releases import Release, ReleaseEntry
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.domain.statements import Iri
from taxonomy_service.exchange.rdf import statements_of_text
from taxonomy_service.exchange.skos_reader import KnownScheme, read_skos
from taxonomy_service.matching.label_index import LabelIndex, compile_release
from taxonomy_service.store import releases as stored_releases
from taxonomy_service.store.draft import draft_languages
from taxonomy_service.store.releases import StoredRelease
from taxonomy_service.store.schemes import StoredScheme, find_scheme, list_schemes
from taxonomy_service.store.session import Store

OpenStore = Callable[[], AbstractContextManager[Store]]


def list_releases(store: Store, scheme_id: str) -> list[ReleaseEntry]:
    """Return the releases of a scheme, newest first."""
    return stored_releases.list_releases(store, find_scheme(store, scheme_id))


def release_text(store: Store, scheme_id: str, wanted: str | None = None) -> str:
    """Return the canonical N-Triples of a release; their SHA-256 is its content hash."""
    return stored_releases.find_release(store, find_scheme(store, scheme_id), wanted).text


def load_release(store: Store, scheme_id: str, wanted: str | None = None) -> Release:
    """Read a release back: by number, version or content hash, else the newest."""
    scheme = find_scheme(store, scheme_id)
    return _read(scheme, stored_releases.find_release(store, scheme, wanted))


def _read(scheme: StoredScheme, stored: StoredRelease) -> Release:
    known = {scheme.iri: KnownScheme(scheme.id, _all_ids(stored))}
    read = read_skos(statements_of_text(stored.text), scheme.id, known=known, most_labels=1 << 60)
    own = next(entry for entry in read.schemes if entry.iri == scheme.iri)
    return Release(stored.entry, own)


def _all_ids(stored: StoredRelease) -> dict[Iri, ConceptId]:
    return dict(stored.ids)


class ServedReleases:
    """The compiled releases of a process: the newest of every scheme, and the pinned ones last asked for.

    `refresh` asks the store which releases are the newest; a request never sees two of one scheme.
    """

    def __init__(self, open_store: OpenStore, *, most_pinned: int = 16) -> None:
        self._open_store = open_store
        self._most_pinned = most_pinned
        self._lock = Lock()
        self._hashes: dict[SchemeId, str] = {}
        self._newest: dict[str, LabelIndex] = {}
        self._pinned: OrderedDict[tuple[str, str], LabelIndex] = OrderedDict()

    def refresh(self) -> None:
        """Learn of new releases and compile those of schemes in use, so that no request waits for it."""
        with self._open_store() as store:
            hashes = stored_releases.current_hashes(store)
        self._hashes = hashes
        for scheme, index in list(self._newest.items()):
            if hashes.get(SchemeId(scheme)) != index.name.content_hash:
                self._compile_newest(scheme)

    def get(self, scheme: str, wanted: str | None = None) -> LabelIndex:
        """Return a compiled release, compiling it where this is its first use. Raises NotFound."""
        if wanted is None:
            return self._newest.get(scheme) or self._compile_newest(scheme)
        known = self._pinned.get((scheme, wanted))
        return known or self._compile_pinned(scheme, wanted)

    def ready(self, scheme: str, wanted: str | None = None) -> LabelIndex | None:
        """Return a compiled release where it needs no work, else None."""
        return self._newest.get(scheme) if wanted is None else self._pinned.get((scheme, wanted))

    def _compile_newest(self, scheme: str) -> LabelIndex:
        with self._lock:
            known = self._newest.get(scheme)
            if known is not None and self._hashes.get(SchemeId(scheme)) == known.name.content_hash:
                return known
            index = self._compile(scheme, None)
            self._newest[scheme] = index
            self._hashes = self._hashes | {SchemeId(scheme): index.name.content_hash}
            return index

    def _compile_pinned(self, scheme: str, wanted: str) -> LabelIndex:
        newest = self.get(scheme)
        with self._lock:
            if wanted in {str(newest.name.number), newest.name.content_hash}:
                return newest
            index = self._compile(scheme, wanted)
            self._pinned[scheme, wanted] = index
            while len(self._pinned) > self._most_pinned:
                self._pinned.popitem(last=False)
            return index

    def _compile(self, scheme: str, wanted: str | None) -> LabelIndex:
        with self._open_store() as store:
            return compile_release(load_release(store, scheme, wanted))


def scheme_ids(store: Store) -> list[str]:
    """Return the ids of all schemes that have a release, in order."""
    return [scheme.id for scheme in list_schemes(store) if scheme.current]


class SchemeSummary(TypedDict):
    """A scheme as a list shows it."""

    id: str
    iri: str
    languages: list[str]
    concepts: int
    labels: int
    release: int
    content_hash: str


def scheme_summaries(store: Store) -> list[SchemeSummary]:
    """Return a line about the newest release of every scheme, in order of id."""
    summaries: list[SchemeSummary] = []
    for scheme in list_schemes(store):
        if scheme.current:
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
