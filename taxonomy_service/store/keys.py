"""API keys in the store, as hashes."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from sqlmodel import col, func, select, update

from taxonomy_service.domain.errors import NotFound
from taxonomy_service.domain.keys import ApiKey
from taxonomy_service.domain.messages import message
from taxonomy_service.store.actor_tables import KeyRow
from taxonomy_service.store.actors import utc
from taxonomy_service.store.session import Store


class StoredKey(NamedTuple):
    """What is kept of a key."""

    key: ApiKey
    salt: bytes
    hash: bytes


def add_key(store: Store, stored: StoredKey) -> None:
    """Keep a key."""
    store.session.add(KeyRow(**stored.key._asdict(), salt=stored.salt, hash=stored.hash))
    store.session.flush()


def find_key(store: Store, own_id: str) -> StoredKey | None:
    """Return the key of this public part."""
    row = store.session.get(KeyRow, own_id)
    return StoredKey(_api_key(row), row.salt, row.hash) if row else None


def list_keys(store: Store, actor_id: str | None = None) -> list[ApiKey]:
    """Return the keys of an actor, or all, oldest first."""
    query = select(KeyRow).order_by(col(KeyRow.created), KeyRow.id)
    if actor_id is not None:
        query = query.where(KeyRow.actor_id == actor_id)
    return [_api_key(row) for row in store.session.exec(query)]


def count_keys(store: Store) -> int:
    """Return how many keys there are."""
    return store.session.exec(select(func.count()).select_from(KeyRow)).one()


def revoke_key(store: Store, own_id: str) -> ApiKey:
    """Let a key open nothing from now on; one that was revoked keeps its time. Raises NotFound."""
    row = store.session.get(KeyRow, own_id)
    if row is None:
        raise NotFound(message("key"), own_id)
    row.revoked = row.revoked or datetime.now(UTC)
    store.session.add(row)
    store.session.flush()
    return _api_key(row)


def forget_purposes(store: Store, actor_id: str) -> None:
    """Remove what was written about the keys of an actor."""
    store.session.exec(update(KeyRow).where(col(KeyRow.actor_id) == actor_id).values(purpose=""))


def record_uses(store: Store, uses: Mapping[str, datetime]) -> None:
    """Keep when keys were last used; an older time than the one kept changes nothing."""
    for own_id, moment in uses.items():
        newer = (col(KeyRow.id) == own_id) & (col(KeyRow.used).is_(None) | (col(KeyRow.used) < moment))
        store.session.exec(update(KeyRow).where(newer).values(used=moment))


def _api_key(row: KeyRow) -> ApiKey:
    times = (row.expires, row.used, row.revoked)
    return ApiKey(row.id, row.actor_id, row.purpose, utc(row.created), *(time and utc(time) for time in times))
