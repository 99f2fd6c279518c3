import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from taxonomy_service.store.keys import StoredKey, add_key, count_keys, find_key
from taxonomy_service.store.session import Store, transaction

KEY = StoredKey("a1b2", "clé d'équipe", "admin", b"\0salt", b"\xffhash")


def test_key_is_found_by_its_public_part_only(store: Store) -> None:
    add_key(store, KEY)
    assert find_key(store, "a1b2") == KEY
    assert [find_key(store, other) for other in ("", "A1B2", "a1b", "a1b2 ", "%", "clé d'équipe")] == [None] * 6


def test_keys_are_counted(store: Store) -> None:
    counts = [count_keys(store)]
    for number in range(3):
        add_key(store, KEY._replace(id=f"k{number}"))
        counts.append(count_keys(store))
    assert counts == [0, 1, 2, 3]


def test_public_part_is_given_once(engine: Engine) -> None:
    with transaction(engine) as store:
        add_key(store, KEY)
    with pytest.raises(IntegrityError), transaction(engine) as store:
        add_key(store, KEY._replace(name="another"))
    with transaction(engine) as store:
        assert find_key(store, "a1b2") == KEY
