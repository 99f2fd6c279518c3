"""Releases as the store has them: listed, read back, compiled."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import NamedTuple, TypedDict

import msgspec

from taxonomy_service.domain.access import Action, Actor, allowed_schemes, require
from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.releases import Release, ReleaseEntry
from taxonomy_service.domain.scheme_settings import SchemeSettings
from taxonomy_service.domain.statements import Iri
from taxonomy_service.exchange.rdf import groups_of_text
from taxonomy_service.exchange.skos_reader import KnownScheme, read_skos_groups
from taxonomy_service.matching.label_index import LabelIndex, LabelWarnings, compile_release
from taxonomy_service.services.warnings import release_warnings
from taxonomy_service.store import releases as stored_releases
from taxonomy_service.store.draft import draft_languages
from taxonomy_service.store.releases import StoredRelease
from taxonomy_service.store.schemes import StoredScheme, find_scheme, list_schemes
from taxonomy_service.store.session import Store

OpenStore = Callable[[], AbstractContextManager[Store]]
"""Opens a transaction that reads."""


class FoundRelease(NamedTuple):
    """A release but for its content: its entry, the ids that do not follow from its IRIs, its labels' warnings."""

    entry: ReleaseEntry
    ids: Mapping[Iri, ConceptId]
    warnings: LabelWarnings


def list_releases(store: Store, actor: Actor, scheme_id: str) -> list[ReleaseEntry]:
    """Return the releases of a scheme, newest first."""
    require(actor, Action.READ, scheme_id)
    return stored_releases.list_releases(store, find_scheme(store, scheme_id))


def find_entry(store: Store, scheme_id: str, wanted: str) -> ReleaseEntry:
    """Return a release as a list shows it, by number, content hash or version. Raises NotFound."""
    return stored_releases.find_entry(store, find_scheme(store, scheme_id), wanted).entry


def release_text(store: Store, scheme_id: str, wanted: str | None = None) -> str:
    """Return the canonical N-Triples of a release; their SHA-256 is its content hash."""
    return stored_releases.find_release(store, find_scheme(store, scheme_id), wanted).text


def release_blocks(store: Store, scheme_id: str, wanted: str | None = None) -> Iterator[bytes]:
    """Return the canonical N-Triples of a release in blocks, unpacked as they are asked for. Raises NotFound."""
    return stored_releases.find_release(store, find_scheme(store, scheme_id), wanted).blocks()


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


def find_release(store: Store, scheme_id: str, wanted: str | None = None) -> FoundRelease:
    """Return all but the content of a release: by number, content hash or version, else the newest. Raises NotFound."""
    scheme = find_scheme(store, scheme_id)
    entry, ids = stored_releases.find_entry(store, scheme, wanted)
    return FoundRelease(entry, ids, release_warnings(store, scheme, entry.number))


def load_index(store: Store, scheme_id: str, wanted: str | None = None, *, warned: bool = True) -> LabelIndex:
    """Compile a release: by number, content hash or version, else the newest; unless `warned`, without its warnings."""
    scheme = find_scheme(store, scheme_id)
    stored = stored_releases.find_release(store, scheme, wanted)
    return compile_release(
        _read(scheme, stored), release_warnings(store, scheme, stored.entry.number) if warned else None
    )


def _read(scheme: StoredScheme, stored: StoredRelease) -> Release:
    known = {scheme.iri: KnownScheme(scheme.id, stored.ids)}
    read = read_skos_groups(groups_of_text(stored.text), scheme.id, known=known, most_labels=1 << 60)
    own = next(entry for entry in read.schemes if entry.iri == scheme.iri)
    return Release(stored.entry, own)


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
