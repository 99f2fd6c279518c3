"""References in the store, compiled."""

from datetime import UTC, datetime

from sqlmodel import col, select

from taxonomy_service.domain.errors import NotFound
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.references import ReferenceEntry, ReferenceKind
from taxonomy_service.store.reference_tables import ReferenceRow
from taxonomy_service.store.session import Store

_ENTRY_COLUMNS = (
    ReferenceRow.name,
    ReferenceRow.kind,
    ReferenceRow.licence,
    ReferenceRow.source,
    ReferenceRow.languages,
    ReferenceRow.senses,
    ReferenceRow.forms,
    ReferenceRow.checksum,
)


def put_reference(store: Store, entry: ReferenceEntry, body: bytes) -> None:
    """Keep a reference in its compiled form, in place of one of the same name."""
    row = store.session.exec(select(ReferenceRow).where(ReferenceRow.name == entry.name)).first()
    row = row or ReferenceRow(name=entry.name)
    row.kind = entry.kind.value
    row.licence = entry.licence
    row.source = entry.source
    row.languages = " ".join(entry.languages)
    row.senses = entry.senses
    row.forms = entry.forms
    row.checksum = entry.checksum
    row.added = datetime.now(UTC)
    row.body = body
    store.session.add(row)
    store.session.flush()


def list_references(store: Store) -> list[ReferenceEntry]:
    """Return what is known of all references, in order of name, without opening them."""
    rows = store.session.exec(select(*_ENTRY_COLUMNS).order_by(col(ReferenceRow.name)))  # type: ignore[call-overload]
    return [_entry(row) for row in rows]


def find_reference(store: Store, name: str) -> bytes:
    """Return a reference in its compiled form; raises NotFound."""
    return _row(store, name).body


def delete_reference(store: Store, name: str) -> None:
    """Delete a reference; raises NotFound."""
    store.session.delete(_row(store, name))
    store.session.flush()


def _row(store: Store, name: str) -> ReferenceRow:
    row = store.session.exec(select(ReferenceRow).where(ReferenceRow.name == name)).first()
    if row is None:
        raise NotFound(message("reference"), name)
    return row


def _entry(row: tuple[str, str, str, str, str, int, int, str]) -> ReferenceEntry:
    name, kind, licence, source, languages, senses, forms, checksum = row
    tags = tuple(LanguageTag(tag) for tag in languages.split())
    return ReferenceEntry(name, ReferenceKind(kind), licence, source, tags, senses, forms, checksum)
