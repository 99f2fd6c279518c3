"""API keys in the store, as hashes."""

from datetime import UTC, datetime
from typing import NamedTuple

from sqlmodel import func, select

from taxonomy_service.store.session import Store
from taxonomy_service.store.tables import KeyRow


class StoredKey(NamedTuple):
    """What is kept of a key."""

    id: str
    name: str
    role: str
    salt: bytes
    hash: bytes


def add_key(store: Store, key: StoredKey) -> None:
    """Keep a key."""
    store.session.add(KeyRow(**key._asdict(), created=datetime.now(UTC)))
    store.session.flush()


def find_key(store: Store, own_id: str) -> StoredKey | None:
    """Return the key of this public part."""
    row = store.session.get(KeyRow, own_id)
    return StoredKey(row.id, row.name, row.role, row.salt, row.hash) if row else None


def count_keys(store: Store) -> int:
    """Return how many keys there are."""
    return store.session.exec(select(func.count()).select_from(KeyRow)).one()
