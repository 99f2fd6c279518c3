"""API keys: made once, shown once, kept as salted scrypt hashes."""

import hashlib
import hmac
import re
import secrets
from datetime import UTC, datetime
from typing import NamedTuple

from taxonomy_service.domain.access import Action, Actor, Grant, Role, require
from taxonomy_service.domain.actors import Person
from taxonomy_service.domain.audit import ServiceChange
from taxonomy_service.domain.errors import Conflict, Malformed, NotFound, Unauthenticated
from taxonomy_service.domain.keys import ApiKey, KeyState
from taxonomy_service.domain.messages import message
from taxonomy_service.services.actors import create_actor, show_actor
from taxonomy_service.services.service_audit import note
from taxonomy_service.store import keys as stored_keys
from taxonomy_service.store.keys import StoredKey
from taxonomy_service.store.session import Store

PREFIX = "tsk"
_TOKEN = re.compile(rf"{PREFIX}_([0-9a-f]{{12}})_([\w-]{{43}})", re.ASCII)
_UNKNOWN = message("the API key is not known here")
_TOLD = {
    KeyState.REVOKED: message("the API key was revoked"),
    KeyState.EXPIRED: message("the API key has expired"),
}


class NewKey(NamedTuple):
    """A key that was just made; `token` is what its holder sends, and is shown this once."""

    key: ApiKey
    token: str


def create_key(
    store: Store, actor: Actor, actor_id: str, purpose: str = "", *, expires: datetime | None = None
) -> NewKey:
    """Make a key of an actor, which allows what the actor is granted. Raises NotFound, Conflict for an erased actor."""
    require(actor, Action.ADMINISTER)
    if show_actor(store, actor, actor_id).erased is not None:
        raise Conflict(message("the actor {actor} was erased; make a new one", actor=actor_id), actor=actor_id)
    now = datetime.now(UTC)
    if expires is not None and expires <= now:
        raise Malformed(message("the key would have expired already"), expires=expires.isoformat())
    own_id, secret, salt = secrets.token_hex(6), secrets.token_urlsafe(32), secrets.token_bytes(16)
    key = ApiKey(own_id, actor_id, purpose, now, expires)
    stored_keys.add_key(store, StoredKey(key, salt, _hash(secret, salt)))
    until = expires.isoformat() if expires else None
    note(store, actor.id, ServiceChange.KEY_MADE, key=own_id, who=actor_id, expires=until)
    return NewKey(key, f"{PREFIX}_{own_id}_{secret}")


def create_first_key(store: Store, actor: Actor) -> str | None:
    """Make the first admin key of a database, or return None where there is a key already."""
    require(actor, Action.ADMINISTER)
    if stored_keys.count_keys(store):
        return None
    entry = create_actor(store, actor, Person("first admin"), [Grant(Role.ADMIN)])
    return create_key(store, actor, entry.actor.id, "made by the first start of serve").token


def list_keys(store: Store, actor: Actor, actor_id: str | None = None) -> list[ApiKey]:
    """Return the keys of an actor, or all, oldest first; everybody may list their own."""
    if actor_id != actor.id:
        require(actor, Action.ADMINISTER)
    return stored_keys.list_keys(store, actor_id)


def show_key(store: Store, actor: Actor, own_id: str) -> ApiKey:
    """Return a key; everybody may see their own. Raises NotFound, for the key of somebody else Forbidden."""
    found = stored_keys.find_key(store, own_id)
    if found is None or found.key.actor_id != actor.id:
        require(actor, Action.ADMINISTER)
    if found is None:
        raise NotFound(message("key"), own_id)
    return found.key


def revoke_key(store: Store, actor: Actor, own_id: str) -> ApiKey:
    """Let a key open nothing from now on; everybody may revoke their own. Raises as `show_key` does."""
    known = show_key(store, actor, own_id)
    if known.revoked is None:
        note(store, actor.id, ServiceChange.KEY_REVOKED, key=own_id, who=known.actor_id)
    return stored_keys.revoke_key(store, own_id)


def verify_key(store: Store, token: str, proved: bytes | None = None) -> StoredKey:
    """Return the key that a token is; raises Unauthenticated. Compares in constant time.

    `proved` is the hash that this very token had before: where the stored one is still the same, none is computed.
    """
    parts = _TOKEN.fullmatch(token)
    stored = stored_keys.find_key(store, parts[1]) if parts else None
    if parts is None or stored is None:
        raise Unauthenticated(_UNKNOWN)
    if not hmac.compare_digest(proved or _hash(parts[2], stored.salt), stored.hash):
        raise Unauthenticated(_UNKNOWN)
    state = stored.key.state()
    if state is not KeyState.ACTIVE:
        raise Unauthenticated(_TOLD[state], key=stored.key.id)
    return stored


def _hash(secret: str, salt: bytes) -> bytes:
    return hashlib.scrypt(secret.encode(), salt=salt, n=2**14, r=8, p=1, maxmem=64 * 1024 * 1024)
