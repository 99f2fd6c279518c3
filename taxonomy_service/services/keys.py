"""API keys: made once, shown once, kept as salted scrypt hashes."""

import hashlib
import hmac
import re
import secrets
from functools import lru_cache

from taxonomy_service.domain.access import Action, Actor, Grant, Role, require
from taxonomy_service.domain.errors import Unauthenticated
from taxonomy_service.store.keys import StoredKey, add_key, count_keys, find_key
from taxonomy_service.store.session import Store

_PREFIX = "tsk"
_TOKEN = re.compile(rf"{_PREFIX}_([0-9a-f]{{12}})_([\w-]{{43}})", re.ASCII)
_UNKNOWN = "the API key is not known here"


def create_key(store: Store, actor: Actor, name: str, role: Role) -> str:
    """Make a key and return it; it cannot be shown again."""
    require(actor, Action.ADMINISTER)
    own_id, secret, salt = secrets.token_hex(6), secrets.token_urlsafe(32), secrets.token_bytes(16)
    add_key(store, StoredKey(own_id, name, role.value, salt, _hash(secret, salt)))
    return f"{_PREFIX}_{own_id}_{secret}"


def create_first_key(store: Store, actor: Actor) -> str | None:
    """Make the first admin key of a database, or return None where there is a key already."""
    return create_key(store, actor, "first admin", Role.ADMIN) if count_keys(store) == 0 else None


def authenticate(store: Store, token: str, bootstrap: str | None = None) -> Actor:
    """Return the actor a key stands for; raises Unauthenticated. Compares in constant time."""
    if bootstrap is not None and hmac.compare_digest(token.encode(errors="replace"), bootstrap.encode()):
        return Actor("bootstrap", "bootstrap admin", (Grant(Role.ADMIN),))
    parts = _TOKEN.fullmatch(token)
    key = find_key(store, parts[1]) if parts else None
    if parts is None or key is None or not hmac.compare_digest(_hash(parts[2], key.salt), key.hash):
        raise Unauthenticated(_UNKNOWN)
    return Actor(key.id, key.name, (Grant(Role(key.role)),))


@lru_cache(maxsize=256)
def _hash(secret: str, salt: bytes) -> bytes:
    """Hash a secret; the few in use are remembered, since scrypt takes 40 ms by design."""
    return hashlib.scrypt(secret.encode(), salt=salt, n=2**14, r=8, p=1, maxmem=64 * 1024 * 1024)
