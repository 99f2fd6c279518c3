"""Authentication: from an Authorization header to the actor who sent it.

What was verified is remembered for some seconds, so that a request costs a look-up and no SQL; what was revoked,
expired or granted meanwhile shows when they are over.
"""

import hashlib
import hmac
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from threading import Lock
from typing import NamedTuple, Protocol

from taxonomy_service.domain.access import ANONYMOUS, BOOTSTRAP, Actor
from taxonomy_service.domain.errors import DatabaseUnusable, Unauthenticated
from taxonomy_service.domain.messages import Amount, message
from taxonomy_service.services.keys import PREFIX, verify_key
from taxonomy_service.store.actors import find_actor
from taxonomy_service.store.keys import record_uses
from taxonomy_service.store.session import Store

MEMORY = 5.0
"""Seconds for which a verified credential is believed."""
GRACE = 900.0
"""Seconds for which it is believed while the database is away, when nothing could be revoked there either."""
USE_EVERY = 60.0
"""Seconds between two notes of a key's last use."""
MOST_REMEMBERED = 10_000
LONGEST_TOKEN = 16 * 1024


class OpenStore(Protocol):
    """What opens a transaction."""

    def __call__(self, *, writing: bool) -> AbstractContextManager[Store]:
        """Open one."""


class Credentials(NamedTuple):
    """Who sent a request, and by what we know; `expires` is when that ends to count."""

    actor: Actor
    key_id: str | None = None
    expires: datetime | None = None


TokenReader = Callable[[OpenStore, str], Credentials]
"""Says who sent a token of an issuer; raises Unauthenticated, Unreachable."""


class _Remembered(NamedTuple):
    credentials: Credentials
    until: float
    proof: bytes | None
    verified: float


class Authentication:
    """Who sends the requests of a process. Threads may share it."""

    def __init__(
        self,
        open_store: OpenStore,
        *,
        bootstrap: str | None = None,
        stranger: Actor = ANONYMOUS,
        read_token: TokenReader | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._open_store = open_store
        self._bootstrap = bootstrap
        self._stranger = Credentials(stranger)
        self._read_token = read_token
        self._clock = clock
        self._pepper = secrets.token_bytes(32)  # tokens are not kept in memory, nor hashes that another could look up
        self._lock = Lock()
        self._remembered: OrderedDict[bytes, _Remembered] = OrderedDict()
        self._used: dict[str, float] = {}
        self._recorded: dict[str, float] = {}

    def ready(self, header: str | None) -> Credentials | None:
        """Return who sent an Authorization header where no work is needed to know it, else None."""
        if header is None:
            return self._stranger
        known = self._remembered.get(self._digest(header))
        now = self._clock()
        if known is None or known.until <= now:
            return None
        if known.credentials.key_id is not None:
            self._used[known.credentials.key_id] = now
        return known.credentials

    def is_new(self, header: str) -> bool:
        """Say whether a header was not found right lately: whoever knows a key's id can make us hash wrong secrets."""
        return self._digest(header) not in self._remembered

    def check(self, header: str | None) -> Credentials:
        """Return who sent an Authorization header (RFC 6750 §2.1).

        Raises Unauthenticated, Unreachable, and DatabaseUnusable where it is away and the credential was not verified
        in the last quarter of an hour.
        """
        known = self.ready(header)
        if known is not None or header is None:
            return known or self._stranger
        digest = self._digest(header)
        before = self._remembered.get(digest)
        try:
            found, proof = self._verify(_bearer(header), before)
        except Unauthenticated:
            with self._lock:
                self._remembered.pop(digest, None)
            raise
        except DatabaseUnusable:
            if before is None or not self._counts_yet(before):
                raise
            self._remember(digest, before.credentials, before.proof, verified=before.verified)
            return before.credentials
        self._remember(digest, found, proof, verified=self._clock())
        return found

    def _counts_yet(self, known: _Remembered) -> bool:
        now, expires = self._clock(), known.credentials.expires
        return now < known.verified + GRACE and (expires is None or now < expires.timestamp())

    def _digest(self, header: str) -> bytes:
        return hashlib.blake2b(header.encode(errors="replace"), key=self._pepper, digest_size=32).digest()

    def _verify(self, token: str, before: _Remembered | None) -> tuple[Credentials, bytes | None]:
        if self._bootstrap is not None and hmac.compare_digest(
            token.encode(errors="replace"), self._bootstrap.encode()
        ):
            return Credentials(BOOTSTRAP), None
        if self._read_token is not None and not token.startswith(f"{PREFIX}_") and token.count(".") == 2:
            return self._read_token(self._open_store, token), None
        with self._open_store(writing=False) as store:
            stored = verify_key(store, token, before.proof if before else None)
            actor = find_actor(store, stored.key.actor_id).actor
        self._used[stored.key.id] = self._clock()
        return Credentials(actor, stored.key.id, stored.key.expires), stored.hash

    def _remember(self, digest: bytes, found: Credentials, proof: bytes | None, *, verified: float) -> None:
        until = self._clock() + MEMORY
        if found.expires is not None:
            until = min(until, found.expires.timestamp())
        with self._lock:
            self._remembered[digest] = _Remembered(found, until, proof, verified)
            self._remembered.move_to_end(digest)
            while len(self._remembered) > MOST_REMEMBERED:
                self._remembered.popitem(last=False)

    def record_uses(self, *, all_of_them: bool = False) -> None:
        """Keep when keys were last used, each at most once a minute; at the end of the process `all_of_them`."""
        due = {
            own_id: used
            for own_id, used in list(self._used.items())
            if used > self._recorded.get(own_id, 0.0)
            and (all_of_them or used - self._recorded.get(own_id, 0.0) >= USE_EVERY)
        }
        if due:
            with self._open_store(writing=True) as store:
                record_uses(store, {own_id: datetime.fromtimestamp(used, UTC) for own_id, used in due.items()})
            self._recorded |= due


def _bearer(header: str) -> str:
    kind, _, token = header.partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        raise Unauthenticated(message("the Authorization header must be 'Bearer' and a key or token"))
    if len(token) > LONGEST_TOKEN:
        raise Unauthenticated(message("the token is longer than {limit} characters", limit=Amount(LONGEST_TOKEN)))
    return token.strip()
