from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event
from typing import Any

import pytest
from sqlalchemy import Engine

from taxonomy_service.domain.access import OPERATOR, Grant, Role
from taxonomy_service.domain.actors import ActorEntry, Person
from taxonomy_service.domain.errors import Unauthenticated, Unreachable
from taxonomy_service.domain.tokens import TokenPolicy, TokenRules
from taxonomy_service.services.actors import create_actor, erase, list_actors
from taxonomy_service.services.authentication import OpenStore
from taxonomy_service.services.issuers import FETCH_EVERY, KEYS_BELIEVED, KEYS_FRESH, IssuerKeys, TrustedIssuer
from taxonomy_service.store.session import transaction
from tests.local_issuer import AUDIENCE, LocalIssuer, ec_key, issuing
from tests.patience import PATIENCE


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def issuer() -> Iterator[LocalIssuer]:
    with issuing() as running:
        yield running


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def open_store(engine: Engine) -> OpenStore:
    return partial(transaction, engine)


@pytest.fixture
def trusted(issuer: LocalIssuer, clock: Clock) -> TrustedIssuer:
    rules = TokenRules(issuer.url, AUDIENCE)
    policy = TokenPolicy(rules, "groups", {"terminology-de": "linguist:*:de"})
    return TrustedIssuer(policy, IssuerKeys(issuer.url, clock=clock))


def actors(open_store: OpenStore) -> list[ActorEntry]:
    with open_store(writing=False) as store:
        return list_actors(store, OPERATOR)


def test_a_token_makes_an_actor_once_whose_id_stays(
    trusted: TrustedIssuer, issuer: LocalIssuer, open_store: OpenStore
) -> None:
    first = trusted(open_store, issuer.token(name="Ayşe Yılmaz", email="ayse@example.org", groups=["terminology-de"]))
    again = trusted(open_store, issuer.token(exp=2_000_000_000))
    assert (first.actor.name, [str(grant) for grant in first.actor.grants]) == ("Ayşe Yılmaz", ["linguist:*:de"])
    assert (again.actor.id, again.actor.name, again.actor.grants) == (first.actor.id, "Ayşe Yılmaz", ())
    assert trusted(open_store, issuer.token(sub="00u2")).actor.id != first.actor.id
    assert [entry.person for entry in actors(open_store)] == [
        Person("00u2", None, issuer.url, "00u2"),
        Person("Ayşe Yılmaz", "ayse@example.org", issuer.url, "00u1"),
    ]


def test_another_name_in_the_token_is_the_actor_s_from_then_on(
    trusted: TrustedIssuer, issuer: LocalIssuer, open_store: OpenStore
) -> None:
    for name in ("Ayşe Yılmaz", "Ayşe Demir"):
        trusted(open_store, issuer.token(name=name))
    for odd in ({"name": "\u202eevil"}, {"name": 7}, {"email": "x" * 400}, {"preferred_username": " "}):
        assert trusted(open_store, issuer.token(**odd)).actor.name == "Ayşe Demir"
    assert [entry.person.name for entry in actors(open_store)] == ["Ayşe Demir"]


def test_what_is_granted_here_counts_beside_what_the_token_says(
    trusted: TrustedIssuer, issuer: LocalIssuer, open_store: OpenStore
) -> None:
    with open_store(writing=True) as store:
        person = Person("Jörg", None, issuer.url, "00u1")
        known = create_actor(store, OPERATOR, person, [Grant(Role.REVIEWER)]).actor
    found = trusted(open_store, issuer.token(groups="terminology-de")).actor
    assert (found.id, [str(grant) for grant in found.grants]) == (known.id, ["reviewer:*:*", "linguist:*:de"])


def test_an_erased_actor_is_not_found_again_by_a_token(
    trusted: TrustedIssuer, issuer: LocalIssuer, open_store: OpenStore
) -> None:
    first = trusted(open_store, issuer.token()).actor
    with open_store(writing=True) as store:
        erase(store, OPERATOR, first.id)
    assert trusted(open_store, issuer.token()).actor.id != first.id


def test_threads_that_bring_a_new_subject_at_once_make_one_actor(
    trusted: TrustedIssuer, issuer: LocalIssuer, open_store: OpenStore
) -> None:
    token = issuer.token()
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: trusted(open_store, token).actor.id, range(16)))
    assert found == {entry.actor.id for entry in actors(open_store)}
    assert len(found) == 1


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ({"iss": "https://evil.example"}, "not of the issuer"),
        ({"aud": "another"}, "not for the audience"),
        ({"exp": 1}, "has expired"),
        ({"nbf": 4_000_000_000}, "not valid yet"),
        ({"sub": ""}, "not as they should"),
        ({"sub": "x" * 256}, "255 visible characters"),
        ({"sub": "00u1\n"}, "255 visible characters"),
    ],
)
def test_a_token_that_is_not_right_makes_no_actor(
    trusted: TrustedIssuer, issuer: LocalIssuer, open_store: OpenStore, claims: dict[str, Any], said: str
) -> None:
    with pytest.raises(Unauthenticated, match=said):
        trusted(open_store, issuer.token(**claims))
    assert actors(open_store) == []


def test_keys_are_fetched_once_and_again_for_an_unknown_one_but_not_all_the_time(
    trusted: TrustedIssuer, issuer: LocalIssuer, open_store: OpenStore, clock: Clock
) -> None:
    old, new = issuer.keys[0], ec_key("key-2")
    for _ in range(3):
        trusted(open_store, issuer.token(old))
    assert len(issuer.server.received) == 2
    for _ in range(3):
        with pytest.raises(Unauthenticated, match="does not publish"):
            trusted(open_store, issuer.token(new))
    assert len(issuer.server.received) == 2
    issuer.keys = [new]
    clock.now += FETCH_EVERY
    trusted(open_store, issuer.token(new))
    assert len(issuer.server.received) == 4
    with pytest.raises(Unauthenticated, match="does not publish"):
        trusted(open_store, issuer.token(old))


def test_a_key_that_the_issuer_took_back_counts_for_an_hour_at_most(
    trusted: TrustedIssuer, issuer: LocalIssuer, open_store: OpenStore, clock: Clock
) -> None:
    old = issuer.keys[0]
    trusted(open_store, issuer.token(old))
    issuer.keys = [ec_key("key-2")]
    clock.now += KEYS_FRESH
    with pytest.raises(Unauthenticated, match="does not publish"):
        trusted(open_store, issuer.token(old))


def test_an_issuer_that_is_away_stops_nobody_who_is_known_for_a_day(
    trusted: TrustedIssuer, issuer: LocalIssuer, open_store: OpenStore, clock: Clock
) -> None:
    token = issuer.token()
    trusted(open_store, token)
    issuer.up = False
    clock.now += KEYS_FRESH
    assert trusted(open_store, token).actor.name == "00u1"
    with pytest.raises(Unauthenticated, match="does not publish"):
        trusted(open_store, issuer.token(ec_key("key-9")))
    clock.now += KEYS_BELIEVED
    with pytest.raises(Unreachable, match="status 503"):
        trusted(open_store, token)
    with pytest.raises(Unreachable, match="cannot be had now"):
        trusted(open_store, token)
    issuer.up = True
    clock.now += FETCH_EVERY
    assert trusted(open_store, token).actor.name == "00u1"


@pytest.mark.parametrize("pause", [FETCH_EVERY, KEYS_FRESH])
def test_an_issuer_that_hangs_does_not_hold_up_those_whose_key_is_known(
    issuer: LocalIssuer, open_store: OpenStore, clock: Clock, pause: float
) -> None:
    begun, hanging, calls = Event(), Event(), []

    def fetch(_url: str) -> list[dict[str, Any]]:
        calls.append(1)
        if len(calls) > 1:
            begun.set()
            hanging.wait(PATIENCE * 2)
        return [dict(key.as_dict(private=False)) for key in issuer.keys]

    trusted = TrustedIssuer(TokenPolicy(TokenRules(issuer.url, AUDIENCE)), IssuerKeys(issuer.url, fetch, clock))
    trusted(open_store, issuer.token())
    clock.now += pause
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(trusted, open_store, issuer.token(ec_key("key-9")))
        assert begun.wait(PATIENCE)
        assert trusted(open_store, issuer.token()).actor.name == "00u1"
        assert not waiting.done()
        hanging.set()
        with pytest.raises(Unauthenticated):
            waiting.result()


def test_a_token_without_a_key_s_id_is_read_where_there_is_one_key_only(
    trusted: TrustedIssuer, issuer: LocalIssuer, open_store: OpenStore, clock: Clock
) -> None:
    nameless = ec_key("key-1")
    issuer.keys = [nameless]
    token = issuer.token(
        type(nameless).import_key({k: v for k, v in nameless.as_dict(private=True).items() if k != "kid"})
    )
    assert trusted(open_store, token).actor.name == "00u1"
    issuer.keys.append(ec_key("key-2"))
    clock.now += KEYS_FRESH
    with pytest.raises(Unauthenticated):
        trusted(open_store, token)
