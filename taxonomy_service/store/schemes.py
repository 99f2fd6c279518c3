"""Schemes in the store."""

from typing import NamedTuple

from sqlmodel import col, or_, select

from taxonomy_service.domain.errors import NotFound
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.domain.statements import Iri
from taxonomy_service.store.rows import CONCEPT
from taxonomy_service.store.session import Store
from taxonomy_service.store.tables import ResourceRow, SchemeRow


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
        raise NotFound(message("scheme"), own_id)
    return _stored(row)


def schemes_with_concept(store: Store, concept: str) -> list[SchemeId]:
    """Return the ids of the schemes whose draft has a concept of this id or IRI, in code point order."""
    query = (
        select(SchemeRow.id)
        .join(ResourceRow, col(ResourceRow.scheme_key) == col(SchemeRow.key))
        .where(ResourceRow.role == CONCEPT, col(ResourceRow.gone).is_(False))
        .where(or_(col(ResourceRow.id) == concept, col(ResourceRow.iri) == concept))
    )
    return sorted(map(SchemeId, store.session.exec(query)))


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
