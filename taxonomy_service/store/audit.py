"""The audit chains of schemes in the store: entries are added at the end and never changed."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from sqlalchemy import insert, text
from sqlmodel import col, select

from taxonomy_service.domain.audit import AuditEntry, Deed, Head, Record, make_entry
from taxonomy_service.store.bulk import bulk_insert
from taxonomy_service.store.curation_tables import AuditEntryRow, AuditHeadRow, AuditTouchRow
from taxonomy_service.store.service_audit_tables import ServiceAuditEntryRow
from taxonomy_service.store.session import Store

_STEP = 500


def read_head(store: Store, scheme_key: int) -> Head:
    """Return the newest entry's number and hash."""
    query = select(AuditHeadRow.number, AuditHeadRow.hash).where(AuditHeadRow.scheme_key == scheme_key)
    found = store.session.exec(query).first()
    return Head(*found) if found else Head()


def add_entries(store: Store, scheme_key: int, records: list[Record], deed: Deed) -> list[AuditEntry]:
    """Add entries at the end of a scheme's chain, of which there is one writer at a time."""
    head = start = read_head(store, scheme_key)
    entries = []
    for record in records:
        entry = make_entry(head, record, deed)
        entries.append(entry)
        head = Head(entry.number, entry.hash)
    rows = [{"scheme_key": scheme_key, **columns_of(entry)} for entry in entries]
    if rows:
        store.session.connection().execute(insert(AuditEntryRow), rows)
        touches = [
            (scheme_key, entry.number, iri)
            for entry, record in zip(entries, records, strict=True)
            for iri in record.touched
        ]
        bulk_insert(store, "audit_touch", ("scheme_key", "number", "iri"), list(touches))
        _set_head(store, scheme_key, head, new=start.number == 0)
    return entries


def columns_of(entry: AuditEntry) -> dict[str, object]:
    """Return the columns of an entry, in whichever chain it stands."""
    return {
        "number": entry.number,
        "change_set": entry.change_set,
        "kind": entry.kind,
        "actor": entry.actor,
        "time": entry.time,
        "body": entry.body,
        "previous": entry.previous,
        "hash": entry.hash,
    }


def _set_head(store: Store, scheme_key: int, head: Head, *, new: bool) -> None:
    statement = (
        "INSERT INTO audit_head (scheme_key, number, hash) VALUES (:key, :number, :hash)"
        if new
        else "UPDATE audit_head SET number = :number, hash = :hash WHERE scheme_key = :key"
    )
    store.session.connection().execute(text(statement), {"key": scheme_key, **head._asdict()})


def read_entries(
    store: Store, scheme_key: int, *, after: int = 0, limit: int | None = None, iri: str | None = None
) -> Iterator[AuditEntry]:
    """Yield entries in order of number; of one resource where its IRI is given."""
    return in_pages(lambda after, step: _page(store, scheme_key, after, step, iri), after, limit)


def in_pages(
    read: Callable[[int, int], list[AuditEntry]], after: int = 0, limit: int | None = None
) -> Iterator[AuditEntry]:
    """Yield the entries after a number, at most `limit`; `read` returns so many of those after a number, in order."""
    while limit is None or limit > 0:
        step = _STEP if limit is None else min(limit, _STEP)
        entries = read(after, step)
        yield from entries
        if len(entries) < step:
            return
        after = entries[-1].number
        limit = None if limit is None else limit - step


def _page(store: Store, scheme_key: int, after: int, step: int, iri: str | None) -> list[AuditEntry]:
    query = select(AuditEntryRow).where(AuditEntryRow.scheme_key == scheme_key, AuditEntryRow.number > after)
    if iri is not None:
        touched = select(AuditTouchRow.number).where(AuditTouchRow.scheme_key == scheme_key, AuditTouchRow.iri == iri)
        query = query.where(col(AuditEntryRow.number).in_(touched))
    return [entry_of(row) for row in store.session.exec(query.order_by(col(AuditEntryRow.number)).limit(step))]


def change_set_entries(store: Store, scheme_key: int, number: int) -> list[AuditEntry]:
    """Return the entries of a change set, its own first."""
    query = select(AuditEntryRow).where(
        AuditEntryRow.scheme_key == scheme_key, AuditEntryRow.number >= number, AuditEntryRow.change_set == number
    )
    return [entry_of(row) for row in store.session.exec(query.order_by(col(AuditEntryRow.number)))]


def entry_of(row: AuditEntryRow | ServiceAuditEntryRow) -> AuditEntry:
    """Return the entry of a row."""
    return AuditEntry(row.number, row.change_set, row.kind, row.actor, _utc(row.time), row.body, row.previous, row.hash)


def _utc(time: datetime) -> datetime:
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
