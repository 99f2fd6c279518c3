"""The audit chain of the service itself in the store."""

from collections.abc import Iterator

from sqlalchemy import insert
from sqlmodel import col, select

from taxonomy_service.domain.audit import AuditEntry, Deed, Head, Record, make_entry
from taxonomy_service.store.audit import columns_of, entry_of, in_pages
from taxonomy_service.store.service_audit_tables import ServiceAuditEntryRow, ServiceAuditHeadRow
from taxonomy_service.store.session import Store

_ONLY = 1


def read_service_head(store: Store) -> Head:
    """Return the newest entry's number and hash."""
    row = store.session.get(ServiceAuditHeadRow, _ONLY)
    return Head(row.number, row.hash) if row else Head()


def add_service_entry(store: Store, record: Record, deed: Deed) -> AuditEntry:
    """Add an entry at the end of the chain, of which there is one writer at a time."""
    entry = make_entry(read_service_head(store), record, deed)
    store.session.connection().execute(insert(ServiceAuditEntryRow), [columns_of(entry)])
    store.session.merge(ServiceAuditHeadRow(key=_ONLY, number=entry.number, hash=entry.hash))
    store.session.flush()
    return entry


def read_service_entries(store: Store, *, after: int = 0, limit: int | None = None) -> Iterator[AuditEntry]:
    """Yield entries in order of number."""
    return in_pages(lambda after, step: _page(store, after, step), after, limit)


def _page(store: Store, after: int, step: int) -> list[AuditEntry]:
    query = select(ServiceAuditEntryRow).where(ServiceAuditEntryRow.number > after)
    return [entry_of(row) for row in store.session.exec(query.order_by(col(ServiceAuditEntryRow.number)).limit(step))]
