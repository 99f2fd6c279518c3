import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from taxonomy_service.domain.errors import Malformed
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


@pytest.mark.parametrize(
    "value",
    [
        "'); DROP TABLE scheme; --",
        "?",
        "%s",
        ":key",
        "靴 حذاء 👟",
        "\n",
        "\r\t",
        "\\N",
        "\\",
        "\\.\n",
        "",
        "None",
        "靴\\N",
        "x\\N\t",
        "\\N\n",
    ],
)
def test_values_are_never_read_as_sql(store: Store, value: str) -> None:
    rows: list[tuple[object, ...]] = [(n, f"{value}{n}", f"{value}{n}", 0) for n in range(1, 22)]
    bulk_insert(store, "scheme", COLUMNS, rows)
    assert _stored(store) == rows


@pytest.mark.parametrize("value", ["\0", "a\0b"])
def test_character_zero_is_held_or_refused_but_never_changed(engine: Engine, value: str) -> None:
    rows: list[tuple[object, ...]] = [(1, value, "urn:1", 0)]
    if engine.dialect.name == "sqlite":
        with transaction(engine) as store:
            bulk_insert(store, "scheme", COLUMNS, rows)
            assert _stored(store) == rows
    else:
        with pytest.raises(Malformed, match=r"U\+0000"), transaction(engine) as store:
            bulk_insert(store, "scheme", COLUMNS, rows)


def test_truth_and_nothing_arrive_as_such(store: Store) -> None:
    bulk_insert(store, "scheme", COLUMNS, [(1, "s", "urn:s", 0)])
    resource_columns = ("scheme_key", "role", "id", "iri", "ordered", "gone")
    bulk_insert(store, "resource", resource_columns, [(1, "concept", "a", "urn:a", True, False)])
    release = (
        "scheme_key",
        "number",
        "version",
        "content_hash",
        "published",
        "concepts",
        "labels",
        "note",
        "ids",
        "body",
    )
    bulk_insert(store, "release", release, [(1, 1, None, "0", "2026-11-26", 0, 0, "", "{}", "")])
    connection = store.session.connection()
    (resource,) = connection.execute(text("SELECT ordered, gone FROM resource WHERE ordered AND NOT gone"))
    (stored,) = connection.execute(text("SELECT version, note FROM release"))
    assert (tuple(map(bool, resource)), tuple(stored)) == ((True, False), (None, ""))


def test_keys_follow_the_order_of_the_rows(store: Store) -> None:
    bulk_insert(store, "scheme", ("id", "iri", "current"), [(f"s{n}", f"urn:{n}", n) for n in range(4_500)])
    assert [row[3] for row in _stored(store)] == list(range(4_500))


def test_one_bad_row_among_many_leaves_none(engine: Engine) -> None:
    rows: list[tuple[object, ...]] = [(n, f"id{n}", f"urn:{n}", 0) for n in range(1, 50)]
    with pytest.raises(IntegrityError), transaction(engine) as store:
        bulk_insert(store, "scheme", COLUMNS, [*rows, (99, "id1", "urn:other", 0)])
    with transaction(engine) as store:
        assert _stored(store) == []
