from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from taxonomy_service.domain.actors import Person
from taxonomy_service.domain.errors import NotFound
from taxonomy_service.domain.keys import ApiKey
from taxonomy_service.store.actors import add_actor
from taxonomy_service.store.keys import (
    StoredKey,
    add_key,
    count_keys,
    find_key,
    forget_purposes,
    list_keys,
    record_uses,
    revoke_key,
)
from taxonomy_service.store.session import Store, transaction

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
KEY = StoredKey(ApiKey("a1b2", "jörg", "clé d'équipe", NOON, NOON + timedelta(days=90)), b"\0salt", b"\xffhash")


def _keep(store: Store, *ids: str, actor: str = "jörg") -> None:
    add_actor(store, actor, Person(actor))
    for number, own_id in enumerate(ids):
        created = NOON + timedelta(minutes=number)
        add_key(store, KEY._replace(key=KEY.key._replace(id=own_id, actor_id=actor, created=created)))


def test_key_is_found_by_its_public_part_only(engine: Engine) -> None:
    with transaction(engine) as store:
        _keep(store, "a1b2")
    with transaction(engine, writing=False) as store:
        assert find_key(store, "a1b2") == KEY
        assert [find_key(store, other) for other in ("", "A1B2", "a1b", "a1b2 ", "%", "clé d'équipe")] == [None] * 6


def test_keys_are_counted_and_listed_oldest_first(store: Store) -> None:
    assert count_keys(store) == 0
    _keep(store, "k2", "k1")
    _keep(store, "k3", actor="zoë")
    assert count_keys(store) == 3
    assert [key.id for key in list_keys(store, "jörg")] == ["k2", "k1"]
    assert [key.id for key in list_keys(store)] == ["k2", "k3", "k1"]
    assert list_keys(store, "nobody") == []


def test_public_part_is_given_once(engine: Engine) -> None:
    with transaction(engine) as store:
        _keep(store, "a1b2")
    with pytest.raises(IntegrityError), transaction(engine) as store:
        add_key(store, KEY._replace(hash=b"another"))
    with transaction(engine) as store:
        assert find_key(store, "a1b2") == KEY


def test_key_revoked_twice_keeps_the_first_time(store: Store) -> None:
    _keep(store, "k1", "k2")
    first = revoke_key(store, "k1").revoked
    assert first is not None
    assert revoke_key(store, "k1").revoked == first
    assert [key.revoked for key in list_keys(store)] == [first, None]
    with pytest.raises(NotFound):
        revoke_key(store, "k9")


def test_last_use_only_moves_forward(engine: Engine) -> None:
    with transaction(engine) as store:
        _keep(store, "k1", "k2")
    later = NOON + timedelta(hours=1)
    for uses in ({"k1": later, "gone": NOON}, {"k1": NOON}):
        with transaction(engine) as store:
            record_uses(store, uses)
    with transaction(engine) as store:
        assert [key.used for key in list_keys(store)] == [later, None]


def test_purposes_of_one_actor_are_forgotten(store: Store) -> None:
    _keep(store, "k1")
    _keep(store, "k2", actor="zoë")
    forget_purposes(store, "jörg")
    store.session.expire_all()
    assert [key.purpose for key in list_keys(store)] == ["", "clé d'équipe"]
