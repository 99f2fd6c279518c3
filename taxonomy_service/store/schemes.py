"""Schemes in the store."""

from typing import NamedTuple

from sqlmodel import select

from taxonomy_service.domain.errors import NotFound
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.domain.statements import Iri
from taxonomy_service.store.session import Store
from taxonomy_service.store.tables import SchemeRow


class StoredScheme(NamedTuple):
    """A scheme's key, names and the number of its newest release."""

    key: int
    id: SchemeId
    iri: Iri
    current: int


def _stored(row: SchemeRow) -> StoredScheme:
    assert row.key is not None
    return StoredScheme(row.key, SchemeId(row.id), Iri(row.iri), row.current)


def list_schemes(store: Store) -> list[StoredScheme]:
    """Return all schemes, in code point order of their ids, which a database's own collation need not keep to."""
    return sorted(map(_stored, store.session.exec(select(SchemeRow))), key=lambda scheme: scheme.id)


def find_scheme(store: Store, own_id: str) -> StoredScheme:
    """Return the scheme of this id; raises NotFound."""
    row = store.session.exec(select(SchemeRow).where(SchemeRow.id == own_id)).first()
    if row is None:
        raise NotFound("scheme", own_id)
    return _stored(row)


def lock_scheme(store: Store, key: int) -> None:
    """Let no other transaction change the scheme before this one ends; SQLite's write lock does so already."""
    store.session.exec(select(SchemeRow.key).where(SchemeRow.key == key).with_for_update()).one()


def add_scheme(store: Store, own_id: SchemeId, iri: Iri) -> StoredScheme:
    """Add a scheme without a release."""
    row = SchemeRow(id=own_id, iri=iri)
    store.session.add(row)
    store.session.flush()
    return _stored(row)


def set_current(store: Store, key: int, number: int) -> None:
    """Make a release the newest."""
    row = store.session.get_one(SchemeRow, key)
    row.current = number
    store.session.add(row)
    store.session.flush()
