"""Import vocabularies: a file becomes the draft of its schemes and, where something changed, a release of each."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO

from taxonomy_service.domain.access import Action, Actor, require
from taxonomy_service.domain.audit import Deed, Provenance, Record
from taxonomy_service.domain.differences import SchemeDifference
from taxonomy_service.domain.errors import Conflict, Malformed
from taxonomy_service.domain.findings import ImportFinding
from taxonomy_service.domain.messages import Given, message
from taxonomy_service.domain.releases import ReleaseEntry
from taxonomy_service.domain.schemes import ConceptScheme, label_languages
from taxonomy_service.domain.statements import StatementGroup
from taxonomy_service.exchange.rdf import RdfFormat, read_groups
from taxonomy_service.exchange.skos_reader import KnownScheme, read_skos_groups
from taxonomy_service.services.approved_content import content_to_release
from taxonomy_service.services.freezing import freeze, is_newest, release_content
from taxonomy_service.services.imported_drafts import (
    ImportedDraft,
    draft_before,
    draft_difference,
    draft_of_file,
    write_imported,
)
from taxonomy_service.services.undoing import IMPORT
from taxonomy_service.store.audit import add_entries, read_head
from taxonomy_service.store.draft import known_concept_ids
from taxonomy_service.store.releases import newest_releases
from taxonomy_service.store.schemes import StoredScheme, add_scheme, list_schemes
from taxonomy_service.store.session import Store
from taxonomy_service.store.undoable_imports import keep_effect

_TELLING_STEP = 5_000  # statements
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
    """What an import did, or would do, to a scheme.

    `release` is None where nothing was written, and where the newest release has it all; `change_set` is the number by
    which it is undone, None where there is nothing to go back to.
    """

    id: str
    iri: str
    new: bool
    concepts: int
    labels: int
    languages: tuple[str, ...]
    difference: SchemeDifference
    release: ReleaseEntry | None
    change_set: int | None = None


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
    provenance: Provenance | None = None,
) -> ImportReport:
    """Import one file, all or nothing, and publish a release of every scheme that changed, with an audit entry.

    `progress` is told how many statements were read so far. Raises Forbidden, Malformed, TooLarge, Conflict.
    """
    require(actor, Action.ADMINISTER)
    _refuse_unusable_id(file.scheme_id)
    limits = limits or ImportLimits()
    stored = {scheme.iri: scheme for scheme in list_schemes(store)}
    known = {iri: KnownScheme(entry.id, known_concept_ids(store, entry.key)) for iri, entry in stored.items()}
    counted = _Counted(read_groups(file.stream, file.name, file.format, limit=limits.bytes), progress)
    read = read_skos_groups(
        counted, file.name, known=known, scheme_id=file.scheme_id, most_labels=limits.labels_per_concept
    )
    deed = None if dry_run else Deed("", 0, actor.id, datetime.now(UTC), provenance or Provenance())
    done = tuple(_import_scheme(store, scheme, stored.get(scheme.iri), file, deed) for scheme in read.schemes)
    return ImportReport(file.name, counted.count, done, read.findings)


class _Counted:
    """Statements, counted as they pass."""

    def __init__(self, groups: Iterable[StatementGroup], progress: Callable[[int], None]) -> None:
        self._groups = groups
        self._progress = progress
        self.count = 0

    def __iter__(self) -> Iterator[StatementGroup]:
        told = 0
        for group in self._groups:
            self.count += len(group.objects)
            if self.count - told >= _TELLING_STEP:
                told = self.count
                self._progress(self.count)
            yield group
        self._progress(self.count)


def _import_scheme(
    store: Store, scheme: ConceptScheme, stored: StoredScheme | None, file: VocabularyFile, deed: Deed | None
) -> SchemeImport:
    _refuse_other_id(store, scheme, stored, file.scheme_id)
    before = draft_before(store, stored)
    after = draft_of_file(before, scheme)
    changes = draft_difference(before, after)
    release, number = None, None
    if changes and deed is not None:
        target = stored or add_scheme(store, scheme.id, scheme.iri)
        release, number = _write(store, target, (before, after, changes), deed, _plain_name(file.name))
    return SchemeImport(
        scheme.id,
        scheme.iri,
        stored is None,
        len(scheme.concepts),
        sum(len(concept.labels) for concept in scheme.concepts.values()),
        tuple(label_languages(scheme)),
        changes,
        release,
        None if before is None else number,
    )


_Done = tuple[ImportedDraft | None, ImportedDraft, SchemeDifference]


def _write(store: Store, target: StoredScheme, done: _Done, deed: Deed, name: str) -> tuple[ReleaseEntry | None, int]:
    """Write the draft, the release where there is something to release, and the audit entry, whose number it returns.

    With the entry is kept what it takes to undo it, unless the scheme is new.
    """
    before, after, _ = done
    effect = write_imported(store, target, before, after)
    content = freeze(content_to_release(store, target, after.scheme).scheme)
    release = None
    if not is_newest(store, target, content):
        release = release_content(store, target, content, note=f"import of {name}")
    number = _record(store, target, done, release, deed)
    if effect is not None:
        keep_effect(store, target.key, number, effect)
    return release, number


def _record(
    store: Store,
    target: StoredScheme,
    done: _Done,
    release: ReleaseEntry | None,
    deed: Deed,
) -> int:
    """Write the audit entry and return its number.

    It tells by ids what changed; the statements are those of the release, and of the draft before.

    The release is the newest where the file holds what that one has, and only the draft had gone on.
    """
    before, after, changes = done
    concepts = {**(before.scheme.concepts if before else {}), **after.scheme.concepts}
    changed = [change.id for change in changes.changed]
    details: dict[str, object] = {
        "release": release.number if release else target.current,
        "content_hash": release.content_hash if release else newest_releases(store)[target.id].content_hash,
    }
    if before is not None:
        details |= {"concepts_added": changes.added, "concepts_removed": changes.removed, "concepts_changed": changed}
        if before.settings != after.settings:
            own = [None if one is None else one.text for one in (before.settings, after.settings)]
            details["settings"] = dict(zip(("before", "after"), own, strict=True))
    touched = [concepts[own].iri for own in (*changes.added, *changes.removed, *changed)]
    number = read_head(store, target.key).number + 1
    deed = deed._replace(scheme=target.id, change_set=number)
    add_entries(store, target.key, [Record(IMPORT, details, (target.iri, *touched))], deed)
    return number


def _refuse_unusable_id(wanted: str | None) -> None:
    if wanted is not None and not _SCHEME_ID.fullmatch(wanted):
        raise Malformed(
            message(
                "{wanted} cannot be a scheme's id: letters, digits and _ . ~ - only, at most 100",
                wanted=Given(wanted[:60]),
            )
        )


def _refuse_other_id(store: Store, scheme: ConceptScheme, stored: StoredScheme | None, wanted: str | None) -> None:
    if stored is not None and wanted is not None and stored.id != wanted:
        raise Conflict(
            message(
                "<{iri}> is here already, as scheme {scheme}; it cannot have the id {wanted} too",
                iri=scheme.iri,
                scheme=Given(stored.id),
                wanted=Given(wanted),
            )
        )
    if stored is None and any(other.id == scheme.id for other in list_schemes(store)):
        raise Conflict(
            message(
                "there is a scheme {scheme} with another IRI; choose another id for <{iri}>",
                scheme=Given(scheme.id),
                iri=scheme.iri,
            )
        )


def _plain_name(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2]
