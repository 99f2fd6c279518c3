"""The issuer whose tokens are trusted: from a token to the actor it stands for."""

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from threading import Lock
from typing import Any

from taxonomy_service.domain.access import Actor
from taxonomy_service.domain.actors import ActorEntry, Person
from taxonomy_service.domain.errors import Unauthenticated, Unreachable
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.tokens import TokenPolicy, claimed_grants
from taxonomy_service.exchange.tokens import Claims, SigningKey, key_id_of, read_token, signing_keys
from taxonomy_service.network.issuers import fetch_keys
from taxonomy_service.services.actors import LONGEST_NAME, add_person, change_person
from taxonomy_service.services.authentication import Credentials, OpenStore
from taxonomy_service.store import actors as stored

FETCH_EVERY = 30.0
"""Seconds between two requests to the issuer, whatever tokens come in."""
KEYS_FRESH = 3600.0
"""Seconds after which the keys are asked for again."""
KEYS_BELIEVED = 86_400.0
"""Seconds for which keys count while the issuer cannot be reached."""
PATIENCE = 1.0
"""Seconds that a request whose key is not known waits for keys that another one is fetching."""

FetchKeys = Callable[[str], list[dict[str, Any]]]


class IssuerKeys:
    """The keys of an issuer, fetched when they are needed and kept. Threads may share it."""

    def __init__(self, issuer: str, fetch: FetchKeys = fetch_keys, clock: Callable[[], float] = time.time) -> None:
        self._issuer = issuer
        self._fetch = fetch
        self._clock = clock
        self._lock = Lock()
        self._keys: Mapping[str, SigningKey] = {}
        self._fetched = float("-inf")
        self._tried = float("-inf")

    def find(self, own_id: str) -> SigningKey:
        """Return the key of an id; "" is the only one there is. Raises Unauthenticated, Unreachable."""
        found, fault = self._known(own_id), None
        if found is None or self._age() >= KEYS_FRESH:
            fault = self._refresh(patience=PATIENCE if found is None else 0.0)
            found = self._known(own_id)
        if found is not None:
            return found
        if self._age() >= KEYS_BELIEVED:
            raise fault or Unreachable(
                message("the keys of the issuer {issuer} cannot be had now; try again", issuer=self._issuer)
            )
        raise Unauthenticated(message("the token was signed with a key that the issuer does not publish"))

    def _age(self) -> float:
        return self._clock() - self._fetched

    def _known(self, own_id: str) -> SigningKey | None:
        if self._age() >= KEYS_BELIEVED:
            return None
        if own_id == "" and len(self._keys) == 1:
            return next(iter(self._keys.values()))
        return self._keys.get(own_id)

    def _refresh(self, *, patience: float) -> Unreachable | None:
        """Fetch the keys, unless that was tried a moment ago; return what went wrong.

        Where another request is fetching them, wait for it for `patience` seconds.
        """
        if not self._lock.acquire(timeout=patience):
            return None
        try:
            if self._clock() - self._tried < FETCH_EVERY:
                return None
            self._tried = self._clock()
            self._keys = signing_keys(self._fetch(self._issuer))
            self._fetched = self._clock()
        except Unreachable as error:
            return error
        finally:
            self._lock.release()
        return None


class TrustedIssuer:
    """Says who sent a token of the issuer; see `services.authentication.TokenReader`."""

    def __init__(self, policy: TokenPolicy, keys: IssuerKeys | None = None) -> None:
        self._policy = policy
        self._keys = keys or IssuerKeys(policy.rules.issuer)

    def __call__(self, open_store: OpenStore, token: str) -> Credentials:
        """Return the actor a token stands for, who is made at first sight. Raises Unauthenticated, Unreachable."""
        claims = read_token(token, self._keys.find(key_id_of(token)), self._policy.rules, datetime.now(UTC))
        if not claims.subject.isprintable() or not 0 < len(claims.subject) <= 255:  # OpenID Connect Core §2
            raise Unauthenticated(message("the token's subject is not 1 to 255 visible characters"))
        entry = _actor_of(open_store, self._policy.rules.issuer, claims)
        grants = dict.fromkeys((*entry.actor.grants, *claimed_grants(claims.all, self._policy)))
        return Credentials(Actor(entry.actor.id, entry.actor.name, tuple(grants)), None, claims.expires)


def _person(claims: Claims, known: Person) -> Person:
    """Return the person as a token tells it; what it does not tell stays."""
    names = (claims.all.get(claim) for claim in ("name", "preferred_username"))
    name = next((name for name in names if isinstance(name, str) and name.strip() and name.isprintable()), known.name)
    email = claims.all.get("email")
    usable = isinstance(email, str) and email.isprintable() and len(email) <= 320
    return known._replace(name=name[:LONGEST_NAME], email=email if usable else known.email)


def _actor_of(open_store: OpenStore, issuer: str, claims: Claims) -> ActorEntry:
    """Return the actor of an issuer's subject, made or renamed where that is needed."""
    with open_store(writing=False) as store:
        known = stored.find_by_subject(store, issuer, claims.subject)
    if known is not None and known.person == _person(claims, known.person):
        return known
    with open_store(writing=True) as store:
        known = stored.find_by_subject(store, issuer, claims.subject)
        if known is None:
            fresh = Person(claims.subject[:LONGEST_NAME], None, issuer, claims.subject)
            return stored.find_actor(store, add_person(store, _person(claims, fresh)))
        change_person(store, known, _person(claims, known.person), by=known.actor.id)
        return stored.find_actor(store, known.actor.id)
