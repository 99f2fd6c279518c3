"""Releases in the store: written once, never changed."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from isal import isal_zlib
from sqlalchemy import ColumnElement
from sqlmodel import col, select

from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.errors import NotFound
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.releases import ReleaseEntry
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.domain.statements import Iri
from taxonomy_service.domain.verdicts import ReleaseName
from taxonomy_service.store.listening import announce
from taxonomy_service.store.rows import as_utc
from taxonomy_service.store.schemes import StoredScheme, set_current
from taxonomy_service.store.session import Store
from taxonomy_service.store.tables import ReleaseRow, SchemeRow


class StoredEntry(NamedTuple):
    """A release's entry and the ids that do not follow from the IRIs."""

    entry: ReleaseEntry
    ids: Mapping[Iri, ConceptId]


class StoredRelease(NamedTuple):
    """A release's entry, its canonical N-Triples (UTF-8, zlib), the ids that do not follow from the IRIs, and settings.

    The settings are those of its scheme as JSON, None where there were none.
    """

    entry: ReleaseEntry
    body: bytes
    ids: Mapping[Iri, ConceptId]
    settings: str | None = None

    @property
    def text(self) -> str:
        """The canonical N-Triples."""
        return isal_zlib.decompress(self.body).decode()

    def blocks(self) -> Iterator[bytes]:
        """Yield the canonical N-Triples in blocks, unpacked as they are asked for."""
        unpacker = isal_zlib.decompressobj()
        for start in range(0, len(self.body), _PACKED_BLOCK):
            yield unpacker.decompress(self.body[start : start + _PACKED_BLOCK])


_PACKED_BLOCK = 8 * 1024
"""Bytes; about 64 KB once they are unpacked."""
_NUMBER = re.compile("[1-9][0-9]{0,8}")
_HASH = re.compile("[0-9a-f]{12,64}")
_ENTRY_COLUMNS = (
    ReleaseRow.number,
    ReleaseRow.version,
    ReleaseRow.content_hash,
    ReleaseRow.published,
    ReleaseRow.concepts,
    ReleaseRow.labels,
    ReleaseRow.note,
)


def add_release(store: Store, scheme: StoredScheme, release: StoredRelease) -> None:
    """Add a release and make it the newest."""
    entry = release.entry
    store.session.add(
        ReleaseRow(
            scheme_key=scheme.key,
            number=entry.number,
            version=entry.version,
            content_hash=entry.content_hash,
            published=entry.published,
            concepts=entry.concepts,
            labels=entry.labels,
            note=entry.note,
            ids=json.dumps(dict(release.ids), ensure_ascii=False, sort_keys=True),
            settings=release.settings,
            body=release.body,
        )
    )
    store.session.flush()
    set_current(store, scheme.key, entry.number)
    announce(store)


def list_releases(store: Store, scheme: StoredScheme) -> list[ReleaseEntry]:
    """Return the releases of a scheme, newest first."""
    query = select(*_ENTRY_COLUMNS).where(ReleaseRow.scheme_key == scheme.key).order_by(col(ReleaseRow.number).desc())  # type: ignore[call-overload]
    return [_entry(scheme.id, row) for row in store.session.exec(query)]


def find_entry(store: Store, scheme: StoredScheme, wanted: str | None = None) -> StoredEntry:
    """Return the release of this number, content hash (a beginning of 12 or more digits) or version, or the newest.

    A number goes before a hash and a hash before a version, so that no later release can take over what a client has
    pinned; of several releases with one version or one content the newest counts. Raises NotFound.
    """
    row = next((row for meant in _meanings(scheme, wanted) if (row := _newest_row(store, scheme, meant))), None)
    if row is None:
        raise NotFound(message("release of {scheme}", scheme=scheme.id), "newest" if wanted is None else wanted)
    *fields, ids = row
    own = {Iri(iri): ConceptId(own) for iri, own in json.loads(ids).items()}
    return StoredEntry(_entry(scheme.id, tuple(fields)), own)


def find_release(store: Store, scheme: StoredScheme, wanted: str | None = None) -> StoredRelease:
    """Return a release with its content, found as `find_entry` does. Raises NotFound."""
    entry, ids = find_entry(store, scheme, wanted)
    query = select(ReleaseRow.body, ReleaseRow.settings)
    wanted_row = query.where(ReleaseRow.scheme_key == scheme.key, ReleaseRow.number == entry.number)
    body, settings = store.session.exec(wanted_row).one()
    return StoredRelease(entry, body, ids, settings)


def _meanings(scheme: StoredScheme, wanted: str | None) -> Iterator[ColumnElement[bool]]:
    """Yield what a release's name can mean, the strongest first."""
    if wanted is None:
        yield col(ReleaseRow.number) == scheme.current
        return
    if _NUMBER.fullmatch(wanted):
        yield col(ReleaseRow.number) == int(wanted)
    if _HASH.fullmatch(wanted):
        yield col(ReleaseRow.content_hash).startswith(wanted)
    yield col(ReleaseRow.version) == wanted


def _newest_row(store: Store, scheme: StoredScheme, meant: ColumnElement[bool]) -> tuple[Any, ...] | None:
    query = select(*_ENTRY_COLUMNS, ReleaseRow.ids).where(ReleaseRow.scheme_key == scheme.key, meant)  # type: ignore[call-overload]
    row: tuple[Any, ...] | None = store.session.exec(query.order_by(col(ReleaseRow.number).desc()).limit(1)).first()
    return row


def newest_releases(store: Store) -> dict[SchemeId, ReleaseName]:
    """Return the name of every scheme's newest release: cheap enough to ask each second."""
    query = (
        select(SchemeRow.id, ReleaseRow.number, ReleaseRow.version, ReleaseRow.content_hash)
        .join(ReleaseRow, col(ReleaseRow.scheme_key) == col(SchemeRow.key))
        .where(ReleaseRow.number == SchemeRow.current)
    )
    return {SchemeId(own): ReleaseName(own, *named) for own, *named in store.session.exec(query)}


def _entry(scheme: SchemeId, row: tuple[Any, ...]) -> ReleaseEntry:
    number, version, digest, published, concepts, labels, note = row
    return ReleaseEntry(scheme, number, version, digest, as_utc(published), concepts, labels, note)
