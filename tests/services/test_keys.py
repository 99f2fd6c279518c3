import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from taxonomy_service.domain.access import ANONYMOUS, OPERATOR, Actor, Grant, Role
from taxonomy_service.domain.actors import Person
from taxonomy_service.domain.errors import Forbidden, Malformed, NotFound, Unauthenticated
from taxonomy_service.domain.keys import KeyState
from taxonomy_service.services import keys
from taxonomy_service.services.actors import create_actor, show_actor
from taxonomy_service.store.keys import StoredKey, add_key, count_keys, find_key
from taxonomy_service.store.session import Store, transaction

READER = Actor("reader", "Zoë", (Grant(Role.READER),))
SHOES_ADMIN = Actor("s", "Şükrü", (Grant(Role.ADMIN, "shoes"),))  # type: ignore[arg-type]
Call = Callable[[Store, Actor, str], object]
Dump = Callable[[], dict[str, list[tuple[object, ...]]]]


@pytest.fixture
def linguist(store: Store) -> str:
    return create_actor(store, OPERATOR, Person("Jörg"), [Grant(Role.LINGUIST)]).actor.id


def test_a_key_is_that_of_its_actor(store: Store, linguist: str) -> None:
    made = keys.create_key(store, OPERATOR, linguist, "CVAT équipe 1")
    assert keys.verify_key(store, made.token).key == made.key
    assert (made.key.actor_id, made.key.purpose, made.key.expires) == (linguist, "CVAT équipe 1", None)


def test_an_actor_may_have_several_keys_and_each_opens_alone(store: Store, linguist: str) -> None:
    made = [keys.create_key(store, OPERATOR, linguist) for _ in range(3)]
    assert len({new.token for new in made}) == 3
    keys.revoke_key(store, OPERATOR, made[1].key.id)
    assert [key.state() for key in keys.list_keys(store, OPERATOR, linguist)] == [
        KeyState.ACTIVE,
        KeyState.REVOKED,
        KeyState.ACTIVE,
    ]
    for number, new in enumerate(made):
        if number == 1:
            with pytest.raises(Unauthenticated, match="was revoked"):
                keys.verify_key(store, new.token)
        else:
            assert keys.verify_key(store, new.token).key.id == new.key.id


@pytest.mark.parametrize(
    "call",
    [
        lambda store, actor, key: keys.create_key(store, actor, actor.id),
        lambda store, actor, key: keys.create_first_key(store, actor),
        lambda store, actor, key: keys.list_keys(store, actor),
        lambda store, actor, key: keys.list_keys(store, actor, "somebody else"),
        keys.show_key,
        lambda store, actor, key: keys.show_key(store, actor, "no such key"),
        keys.revoke_key,
    ],
)
def test_only_an_admin_of_the_whole_service_deals_with_the_keys_of_others(
    store: Store, linguist: str, call: Call
) -> None:
    made = keys.create_key(store, OPERATOR, linguist)
    for actor, refusal in ((ANONYMOUS, Unauthenticated), (READER, Forbidden), (SHOES_ADMIN, Forbidden)):
        with pytest.raises(refusal):
            call(store, actor, made.key.id)
    assert keys.list_keys(store, OPERATOR) == [made.key]


def test_everybody_sees_and_revokes_their_own_keys(store: Store, linguist: str) -> None:
    made = keys.create_key(store, OPERATOR, linguist)
    own = Actor(linguist, "Jörg")
    assert keys.list_keys(store, own, linguist) == [made.key] == [keys.show_key(store, own, made.key.id)]
    assert keys.revoke_key(store, own, made.key.id).state() is KeyState.REVOKED


def test_a_key_opens_until_it_expires(store: Store, linguist: str) -> None:
    soon = datetime.now(UTC) + timedelta(hours=1)
    made = keys.create_key(store, OPERATOR, linguist, expires=soon)
    stored = keys.verify_key(store, made.token)
    assert stored.key.expires == soon
    past = stored.key._replace(id="0" * 12, expires=datetime.now(UTC) - timedelta(seconds=1))
    add_key(store, StoredKey(past, stored.salt, stored.hash))
    with pytest.raises(Unauthenticated, match="has expired"):
        keys.verify_key(store, made.token.replace(made.key.id, past.id))
    with pytest.raises(Malformed, match="already"):
        keys.create_key(store, OPERATOR, linguist, expires=datetime.now(UTC))


def test_that_a_key_expired_or_was_revoked_is_told_to_its_holder_only(store: Store, linguist: str) -> None:
    made = keys.create_key(store, OPERATOR, linguist)
    keys.revoke_key(store, OPERATOR, made.key.id)
    with pytest.raises(Unauthenticated, match="not known"):
        keys.verify_key(store, f"tsk_{made.key.id}_{'A' * 43}")


def test_no_byte_of_the_secret_is_in_the_database(engine: Engine, dump: Dump) -> None:
    with transaction(engine) as store:
        actor = create_actor(store, OPERATOR, Person("secret"))
        made = keys.create_key(store, OPERATOR, actor.actor.id)
        stored = find_key(store, made.key.id)
    assert stored is not None
    secret = made.token.split("_", 2)[2]
    assert (len(stored.salt), len(stored.hash)) == (16, 64)
    held = repr(dump()).encode()
    if engine.dialect.name == "sqlite":  # every byte of the file, what was deleted or moved included
        path = Path(str(engine.url.database))
        with sqlite3.connect(path) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        held += path.read_bytes()
        assert stored.hash in held
    assert secret.encode() not in held
    assert repr(stored.hash).encode() in held


def test_first_key_is_made_once_and_is_an_admin(store: Store) -> None:
    first = keys.create_first_key(store, OPERATOR)
    assert first is not None
    actor_id = keys.verify_key(store, first).key.actor_id
    assert show_actor(store, OPERATOR, actor_id).actor.grants == (Grant(Role.ADMIN),)
    assert keys.create_first_key(store, OPERATOR) is None
    assert count_keys(store) == 1


def test_a_key_of_nobody_is_not_made(store: Store) -> None:
    with pytest.raises(NotFound):
        keys.create_key(store, OPERATOR, "nobody")
    with pytest.raises(NotFound):
        keys.show_key(store, OPERATOR, "no such key")


@pytest.mark.parametrize(
    "change",
    [
        lambda token: token[:-1],
        lambda token: token + "x",
        lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"),
        lambda token: token.upper(),
        lambda token: token.replace("tsk_", "", 1),
        lambda token: f"tsk_{'0' * 12}_" + token.split("_", 2)[2],
        lambda token: f" {token}",
        lambda token: f"{token}\n",
        lambda token: token.replace("_", "__", 1),
        lambda token: token[:-1] + "é",
    ],
)
def test_token_that_is_not_quite_right_is_refused(store: Store, linguist: str, change: Callable[[str], str]) -> None:
    token = keys.create_key(store, OPERATOR, linguist).token
    with pytest.raises(Unauthenticated, match="not known") as told:
        keys.verify_key(store, change(token))
    assert token.split("_", 2)[2] not in str(told.value)


@pytest.mark.parametrize("token", ["", "tsk", "tsk__", "tsk_a_b", "靴", "\0", "\ud800", "a" * 100_000, "%' OR 1=1 --"])
def test_malformed_token_is_refused(store: Store, token: str) -> None:
    with pytest.raises(Unauthenticated):
        keys.verify_key(store, token)


def test_a_proof_saves_the_hashing_only_where_the_stored_hash_is_the_same(store: Store, linguist: str) -> None:
    made = keys.create_key(store, OPERATOR, linguist)
    stored = keys.verify_key(store, made.token)
    assert keys.verify_key(store, made.token, stored.hash) == stored
    with pytest.raises(Unauthenticated):
        keys.verify_key(store, made.token, b"another hash")
