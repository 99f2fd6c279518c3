import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from taxonomy_service.store.bulk import bulk_insert
from taxonomy_service.store.session import Store, transaction

COLUMNS = ("key", "id", "iri", "current")


def _stored(store: Store) -> list[tuple[object, ...]]:
    rows = store.session.connection().execute(text("SELECT key, id, iri, current FROM scheme ORDER BY key"))
    return [tuple(row) for row in rows]


@pytest.mark.parametrize("count", [0, 1, 19, 20, 21, 60, 101])
def test_every_row_arrives_in_order_whatever_the_number(store: Store, count: int) -> None:
    rows: list[tuple[object, ...]] = [(n, f"id{n}", f"urn:{n}", n) for n in range(1, count + 1)]
    bulk_insert(store, "scheme", COLUMNS, rows)
    assert _stored(store) == rows


@pytest.mark.parametrize("value", ["'); DROP TABLE scheme; --", "\0", "a\0b", "?", "%s", ":key", "靴 حذاء 👟", "\n"])
def test_values_are_never_read_as_sql(store: Store, value: str) -> None:
    rows: list[tuple[object, ...]] = [(n, f"{value}{n}", f"{value}{n}", 0) for n in range(1, 22)]
    bulk_insert(store, "scheme", COLUMNS, rows)
    assert _stored(store) == rows


def test_one_bad_row_among_many_leaves_none(engine: Engine) -> None:
    rows: list[tuple[object, ...]] = [(n, f"id{n}", f"urn:{n}", 0) for n in range(1, 50)]
    with pytest.raises(IntegrityError), transaction(engine) as store:
        bulk_insert(store, "scheme", COLUMNS, [*rows, (99, "id1", "urn:other", 0)])
    with transaction(engine) as store:
        assert _stored(store) == []
