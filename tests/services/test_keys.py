import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from taxonomy_service.domain.access import ANONYMOUS, OPERATOR, Grant, Role
from taxonomy_service.domain.errors import Forbidden, Unauthenticated
from taxonomy_service.services.keys import authenticate, create_first_key, create_key
from taxonomy_service.store.keys import count_keys, find_key
from taxonomy_service.store.session import Store, transaction

Dump = Callable[[], dict[str, list[tuple[object, ...]]]]
BOOTSTRAP = "bootstrap-ключ-of-the-operator"


def test_key_stands_for_its_actor(store: Store) -> None:
    token = create_key(store, OPERATOR, "CVAT équipe 1", Role.READER)
    actor = authenticate(store, token)
    assert (actor.name, actor.grants) == ("CVAT équipe 1", (Grant(Role.READER),))


def test_keys_differ_even_for_one_name(store: Store) -> None:
    tokens = {create_key(store, OPERATOR, "same", Role.ADMIN) for _ in range(3)}
    assert len(tokens) == 3
    assert {authenticate(store, token).grants for token in tokens} == {(Grant(Role.ADMIN),)}


def test_only_an_admin_makes_keys(store: Store) -> None:
    with pytest.raises(Forbidden):
        create_key(store, ANONYMOUS, "mine", Role.ADMIN)
    with pytest.raises(Forbidden):
        create_first_key(store, ANONYMOUS)
    assert count_keys(store) == 0


def test_no_byte_of_the_secret_is_in_the_database(engine: Engine, dump: Dump) -> None:
    with transaction(engine) as store:
        token = create_key(store, OPERATOR, "secret", Role.ADMIN)
        stored = find_key(store, token.split("_")[1])
    assert stored is not None
    secret = token.split("_", 2)[2]
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


def test_first_key_is_made_once(store: Store) -> None:
    first = create_first_key(store, OPERATOR)
    assert first is not None
    assert authenticate(store, first).name == "first admin"
    assert create_first_key(store, OPERATOR) is None
    assert count_keys(store) == 1


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
def test_token_that_is_not_quite_right_is_refused(store: Store, change: Callable[[str], str]) -> None:
    token = create_key(store, OPERATOR, "key", Role.ADMIN)
    with pytest.raises(Unauthenticated, match="not known") as told:
        authenticate(store, change(token), BOOTSTRAP)
    assert token not in str(told.value)


@pytest.mark.parametrize("token", ["", "tsk", "tsk__", "tsk_a_b", "靴", "\0", "\ud800", "a" * 100_000, "%' OR 1=1 --"])
def test_malformed_token_is_refused(store: Store, token: str) -> None:
    for bootstrap in (None, BOOTSTRAP):
        with pytest.raises(Unauthenticated):
            authenticate(store, token, bootstrap)


def test_bootstrap_key_is_an_admin_where_there_is_one(store: Store) -> None:
    assert authenticate(store, BOOTSTRAP, BOOTSTRAP).grants == (Grant(Role.ADMIN),)
    assert count_keys(store) == 0
    for token in (BOOTSTRAP[:-1], BOOTSTRAP + "x", ""):
        with pytest.raises(Unauthenticated):
            authenticate(store, token, BOOTSTRAP)
    with pytest.raises(Unauthenticated):
        authenticate(store, BOOTSTRAP)
