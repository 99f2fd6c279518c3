"""Import vocabularies: a file becomes the draft of its schemes and, where something changed, a release of each."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO

from taxonomy_service.domain import terms
from taxonomy_service.domain.access import Action, Actor, require
from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.differences import SchemeDifference, difference
from taxonomy_service.domain.errors import Conflict, Malformed
from taxonomy_service.domain.findings import ImportFinding
from taxonomy_service.domain.identifiers import concept_ids
from taxonomy_service.domain.releases import ReleaseEntry
from taxonomy_service.domain.schemes import ConceptScheme, label_languages
from taxonomy_service.domain.statements import Iri, Literal, Statement
from taxonomy_service.exchange.ntriples import canonical_text
from taxonomy_service.exchange.rdf import RdfFormat, read_statements
from taxonomy_service.exchange.skos_reader import KnownScheme, read_skos
from taxonomy_service.exchange.skos_writer import scheme_statements
from taxonomy_service.services.events import announce_release
from taxonomy_service.store.draft import known_concept_ids, read_draft, write_draft
from taxonomy_service.store.releases import StoredRelease, add_release
from taxonomy_service.store.schemes import StoredScheme, add_scheme, list_schemes
from taxonomy_service.store.session import Store

_SCHEME_ID = re.compile(r"[\w.~-]{1,100}")


@dataclass(frozen=True, slots=True)
class ImportLimits:
    """How much of a file is read: bytes once unpacked, labels on one concept."""

    bytes: int = 256 * 1024 * 1024
    labels_per_concept: int = 10_000


@dataclass(frozen=True, slots=True)
class VocabularyFile:
    """A file to import; `scheme_id` names the one scheme in it."""

    stream: BinaryIO
    name: str
    format: RdfFormat
    scheme_id: str | None = None


@dataclass(frozen=True, slots=True)
class SchemeImport:
    """What an import did, or would do, to a scheme; `release` is None where nothing changed or nothing was written."""

    id: str
    iri: str
    new: bool
    concepts: int
    labels: int
    languages: tuple[str, ...]
    difference: SchemeDifference
    release: ReleaseEntry | None


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The report on one file."""

    name: str
    statements: int
    schemes: tuple[SchemeImport, ...]
    findings: tuple[ImportFinding, ...]


def import_file(
    store: Store,
    actor: Actor,
    file: VocabularyFile,
    *,
    limits: ImportLimits | None = None,
    dry_run: bool = False,
    progress: Callable[[int], None] = lambda _: None,
) -> ImportReport:
    """Import one file, all or nothing, and publish a release of every scheme that changed.

    `progress` is told how many statements were read so far. Raises Forbidden, Malformed, TooLarge, Conflict.
    """
    require(actor, Action.ADMINISTER)
    _refuse_unusable_id(file.scheme_id)
    limits = limits or ImportLimits()
    stored = {scheme.iri: scheme for scheme in list_schemes(store)}
    known = {iri: KnownScheme(entry.id, known_concept_ids(store, entry.key)) for iri, entry in stored.items()}
    counted = _Counted(read_statements(file.stream, file.name, file.format, limit=limits.bytes), progress)
    read = read_skos(counted, file.name, known=known, scheme_id=file.scheme_id, most_labels=limits.labels_per_concept)
    done = tuple(_import_scheme(store, scheme, stored.get(scheme.iri), file, dry_run) for scheme in read.schemes)
    return ImportReport(file.name, counted.count, done, read.findings)


class _Counted:
    """Statements, counted as they pass."""

    def __init__(self, statements: Iterable[Statement], progress: Callable[[int], None]) -> None:
        self._statements = statements
        self._progress = progress
        self.count = 0

    def __iter__(self) -> Iterator[Statement]:
        for statement in self._statements:
            self.count += 1
            if self.count % 5_000 == 0:
                self._progress(self.count)
            yield statement
        self._progress(self.count)


def _import_scheme(
    store: Store, scheme: ConceptScheme, stored: StoredScheme | None, file: VocabularyFile, dry_run: bool
) -> SchemeImport:
    _refuse_other_id(store, scheme, stored, file.scheme_id)
    before = read_draft(store, stored.key) if stored else None
    changes = difference(before, scheme)
    release = None
    if changes and not dry_run:
        target = stored or add_scheme(store, scheme.id, scheme.iri)
        write_draft(store, target.key, before, scheme)
        release = _publish(store, target, scheme, f"import of {_plain_name(file.name)}")
    return SchemeImport(
        scheme.id,
        scheme.iri,
        stored is None,
        len(scheme.concepts),
        sum(len(concept.labels) for concept in scheme.concepts.values()),
        tuple(label_languages(scheme)),
        changes,
        release,
    )


def _refuse_unusable_id(wanted: str | None) -> None:
    if wanted is not None and not _SCHEME_ID.fullmatch(wanted):
        raise Malformed(f"{wanted[:60]!r} cannot be a scheme's id: letters, digits and _ . ~ - only, at most 100")


def _refuse_other_id(store: Store, scheme: ConceptScheme, stored: StoredScheme | None, wanted: str | None) -> None:
    if stored is not None and wanted is not None and stored.id != wanted:
        raise Conflict(f"<{scheme.iri}> is here already, as scheme {stored.id!r}; it cannot be {wanted!r} too")
    if stored is None and any(other.id == scheme.id for other in list_schemes(store)):
        raise Conflict(f"there is a scheme {scheme.id!r} with another IRI; choose another id for <{scheme.iri}>")


def _plain_name(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2]


def _publish(store: Store, stored: StoredScheme, scheme: ConceptScheme, note: str) -> ReleaseEntry:
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
