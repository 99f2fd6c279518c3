"""Publish: freeze the content of a scheme as its next release."""

import hashlib
from datetime import UTC, datetime

from taxonomy_service.domain import terms
from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.identifiers import concept_ids
from taxonomy_service.domain.releases import ReleaseEntry
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.domain.statements import Iri, Literal
from taxonomy_service.exchange.ntriples import canonical_text
from taxonomy_service.exchange.skos_writer import scheme_statements
from taxonomy_service.services.events import announce_release
from taxonomy_service.services.warnings import seal_warnings
from taxonomy_service.store.releases import StoredRelease, add_release
from taxonomy_service.store.schemes import StoredScheme
from taxonomy_service.store.session import Store


def publish_content(store: Store, stored: StoredScheme, scheme: ConceptScheme, note: str) -> ReleaseEntry:
    """Freeze the content as the next release of the scheme."""
    text = canonical_text(scheme_statements(scheme))
    entry = ReleaseEntry(
        scheme=scheme.id,
        number=stored.current + 1,
        version=_stated_version(scheme),
        content_hash=hashlib.sha256(text.encode()).hexdigest(),
        published=datetime.now(UTC),
        concepts=len(scheme.concepts),
        labels=sum(len(concept.labels) for concept in scheme.concepts.values()),
        note=note,
    )
    seal_warnings(store, stored)
    add_release(store, stored, StoredRelease(entry, text, _odd_ids(scheme)))
    announce_release(store, stored, entry)
    return entry


def _stated_version(scheme: ConceptScheme) -> str | None:
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
