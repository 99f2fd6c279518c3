"""Freeze the content of a scheme as its next release."""

import hashlib
from datetime import UTC, datetime
from typing import NamedTuple

from isal import isal_zlib

from taxonomy_service.domain import terms
from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.identifiers import concept_ids
from taxonomy_service.domain.releases import ReleaseEntry
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.domain.statements import Iri, Literal
from taxonomy_service.exchange.blocks import in_blocks
from taxonomy_service.exchange.canonical import canonical_chunks
from taxonomy_service.services.events import announce_release
from taxonomy_service.services.unapproved_labels import note_unapproved
from taxonomy_service.services.warnings import seal_warnings
from taxonomy_service.store.releases import StoredRelease, add_release, newest_releases
from taxonomy_service.store.scheme_settings import read_settings
from taxonomy_service.store.schemes import StoredScheme
from taxonomy_service.store.session import Store

_FAST = 1
"""The level of compression; the standard library takes four times as long for it."""


class FrozenContent(NamedTuple):
    """The content of a scheme, its canonical N-Triples (UTF-8, zlib), and their SHA-256 (hex)."""

    scheme: ConceptScheme
    body: bytes
    content_hash: str


def freeze(scheme: ConceptScheme) -> FrozenContent:
    """Write the content in its canonical form."""
    digest, packer = hashlib.sha256(), isal_zlib.compressobj(_FAST)
    packed = []
    for block in in_blocks(canonical_chunks(scheme)):
        digest.update(block)
        packed.append(packer.compress(block))
    return FrozenContent(scheme, b"".join([*packed, packer.flush()]), digest.hexdigest())


def is_newest(store: Store, stored: StoredScheme, content: FrozenContent) -> bool:
    """Say whether the newest release of a scheme has this content."""
    newest = newest_releases(store).get(stored.id)
    return newest is not None and newest.content_hash == content.content_hash


def release_content(
    store: Store, stored: StoredScheme, content: FrozenContent, *, note: str, version: str | None = None
) -> ReleaseEntry:
    """Make the content the next release of a scheme, under a version or else the one that it states."""
    scheme = content.scheme
    entry = ReleaseEntry(
        scheme=scheme.id,
        number=stored.current + 1,
        version=stated_version(scheme) if version is None else version,
        content_hash=content.content_hash,
        published=datetime.now(UTC),
        concepts=len(scheme.concepts),
        labels=sum(len(concept.labels) for concept in scheme.concepts.values()),
        note=note,
    )
    seal_warnings(store, stored)
    settings = read_settings(store, stored.key)
    add_release(store, stored, StoredRelease(entry, content.body, _odd_ids(scheme), settings))
    note_unapproved(store, stored, scheme)
    announce_release(store, stored, entry)
    return entry


def stated_version(scheme: ConceptScheme) -> str | None:
    """Return the version that a scheme states of itself (`owl:versionInfo`), of several the first."""
    versions = [
        s.object.value
        for s in scheme.properties
        if s.predicate == terms.OWL + "versionInfo" and isinstance(s.object, Literal)
    ]
    return min(versions, default=None)


def _odd_ids(scheme: ConceptScheme) -> dict[Iri, ConceptId]:
    """Return the ids that a reader of the release alone would not give."""
    own = {concept.iri: concept.id for concept in scheme.concepts.values()}
    own |= {group.iri: group.id for group in scheme.collections.values()}
    guessed = concept_ids(
        [*sorted(c.iri for c in scheme.concepts.values()), *sorted(c.iri for c in scheme.collections.values())]
    )
    return {iri: own_id for iri, own_id in own.items() if guessed[iri] != own_id}
