from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from threading import Thread
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from taxonomy_service.domain.access import Grant, Role
from taxonomy_service.domain.actors import Person
from taxonomy_service.domain.errors import DatabaseOutOfStep
from taxonomy_service.domain.keys import ApiKey, KeyState
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.domain.statements import Iri
from taxonomy_service.store.actors import add_actor, add_grant, list_actors
from taxonomy_service.store.keys import StoredKey, add_key, find_key, list_keys
from taxonomy_service.store.schema import (
    REVISION,
    SchemaState,
    alembic_config,
    downgrade,
    require_current,
    schema_state,
    upgrade,
)
from taxonomy_service.store.schemes import add_scheme, list_schemes
from taxonomy_service.store.session import open_engine, transaction

NewDatabase = Callable[..., str]
FAR = 20_003
"""A key beyond the first step of those by which a migration goes through the resources."""


@pytest.fixture
def fresh(new_database: NewDatabase) -> Iterator[Engine]:
    """An engine on a database without tables, on SQLite a file that is not there yet."""
    opened = open_engine(new_database("new/folder/fresh", upgraded=False))
    yield opened
    opened.dispose()


def _stamp(engine: Engine, revision: str) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})


def _tables(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return set(inspect(connection).get_table_names())


def test_revision_is_the_newest_step() -> None:
    script = ScriptDirectory.from_config(alembic_config())
    assert script.get_current_head() == REVISION


def test_revisions_are_four_digits_in_rising_order() -> None:
    script = ScriptDirectory.from_config(alembic_config())
    steps = [step.revision for step in script.walk_revisions()]
    assert steps == sorted(steps, reverse=True)
    assert all(len(step) == 4 and step.isdecimal() for step in steps)


def test_new_file_is_empty_and_an_upgrade_makes_it_current(fresh: Engine) -> None:
    assert schema_state(fresh) is SchemaState.EMPTY
    with pytest.raises(DatabaseOutOfStep, match="taxonomy-service upgrade"):
        require_current(fresh)
    upgrade(fresh)
    assert schema_state(fresh) is SchemaState.CURRENT
    require_current(fresh)


def test_upgrade_of_a_current_database_changes_nothing(engine: Engine) -> None:
    with transaction(engine) as store:
        add_scheme(store, SchemeId("shoes"), Iri("urn:shoes"))
    upgrade(engine)
    with transaction(engine) as store:
        assert [scheme.id for scheme in list_schemes(store)] == ["shoes"]


def test_steps_lead_down_and_up_again(engine: Engine) -> None:
    before = _tables(engine)
    downgrade(engine, "base")
    assert _tables(engine) == {"alembic_version"}
    assert schema_state(engine) is SchemaState.EMPTY
    upgrade(engine)
    assert _tables(engine) == before
    require_current(engine)


@pytest.mark.parametrize(
    ("revision", "state", "advice"),
    [
        ("0000", SchemaState.BEHIND, "make a backup, then run `taxonomy-service upgrade`"),
        ("9999", SchemaState.AHEAD, "written by a newer version"),
        ("ae1027a6acf5", SchemaState.FOREIGN, "TAXONOMY_DATABASE_URL"),
    ],
)
def test_other_revision_is_told_with_what_to_do(engine: Engine, revision: str, state: SchemaState, advice: str) -> None:
    _stamp(engine, revision)
    assert schema_state(engine) is state
    with pytest.raises(DatabaseOutOfStep, match=advice) as told:
        require_current(engine)
    assert told.value.data["state"] == state.value


@pytest.mark.parametrize("revision", ["9999", "ae1027a6acf5"])
def test_upgrade_leaves_a_database_alone_that_is_ahead_or_foreign(engine: Engine, revision: str) -> None:
    _stamp(engine, revision)
    before = _tables(engine)
    with pytest.raises(DatabaseOutOfStep):
        upgrade(engine)
    assert _tables(engine) == before


def test_upgrade_makes_no_tables_beside_those_of_somebody_else(fresh: Engine) -> None:
    with fresh.begin() as connection:
        connection.execute(text("CREATE TABLE customers (id INTEGER)"))
    assert schema_state(fresh) is SchemaState.FOREIGN
    with pytest.raises(DatabaseOutOfStep, match="not ours"):
        upgrade(fresh)
    assert _tables(fresh) == {"customers"}


def test_two_upgrades_at_once_both_end_well(new_database: NewDatabase) -> None:
    url = new_database("raced", upgraded=False)
    states: list[SchemaState] = []

    def run() -> None:
        engine = open_engine(url)
        upgrade(engine)
        states.append(schema_state(engine))
        engine.dispose()

    threads = [Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert states == [SchemaState.CURRENT] * 4


def test_keys_of_the_first_revision_become_actors_and_still_open(engine: Engine) -> None:
    downgrade(engine, "0001")
    with engine.begin() as connection:
        for own_id, role in (("a1b2c3d4e5f6", "admin"), ("0123456789ab", "reader")):
            row = {"id": own_id, "role": role, "salt": b"salt", "hash": b"hash"}
            query = (
                "INSERT INTO api_key (id, name, role, salt, hash, created) "
                "VALUES (:id, 'clé à Lyon', :role, :salt, :hash, '2026-11-01 12:00:00.000000')"
            )
            connection.execute(text(query), row)
    upgrade(engine)
    with transaction(engine) as store:
        keys = {key.id: find_key(store, key.id) for key in list_keys(store)}
        actors = {entry.actor.id: entry.actor for entry in list_actors(store)}
    stored = keys["a1b2c3d4e5f6"]
    assert stored is not None
    assert (stored.key.actor_id, stored.hash, stored.key.state()) == ("a1b2c3d4e5f6", b"hash", KeyState.ACTIVE)
    assert actors["a1b2c3d4e5f6"].name == "clé à Lyon"
    assert {own_id: actor.grants for own_id, actor in actors.items()} == {
        "a1b2c3d4e5f6": (Grant(Role.ADMIN),),
        "0123456789ab": (Grant(Role.READER),),
    }


def test_step_back_leaves_no_key_more_rights_than_it_had(engine: Engine) -> None:
    with transaction(engine) as store:
        for own_id, grants in (
            ("admin", [Grant(Role.ADMIN)]),
            ("german", [Grant(Role.LINGUIST, SchemeId("shoes"), (LanguageTag("de"),))]),
            ("expiring", [Grant(Role.ADMIN)]),
        ):
            add_actor(store, own_id, Person(own_id))
            for grant in grants:
                add_grant(store, own_id, grant)
            expires = datetime.now(UTC) if own_id == "expiring" else None
            add_key(store, StoredKey(ApiKey(own_id, own_id, "", datetime.now(UTC), expires), b"s", b"h"))
    downgrade(engine, "0001")
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT id, role FROM api_key ORDER BY id")).all()
    assert [tuple(row) for row in rows] == [("admin", "admin"), ("german", "reader")]


def _insert(engine: Engine, table: str, columns: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    places = ", ".join(f":{name}" for name in columns)
    query = text(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})")
    with engine.begin() as connection:
        connection.execute(query, [dict(zip(columns, row, strict=True)) for row in rows])


def _select(engine: Engine, table: str, columns: tuple[str, ...], order: str) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        query = text(f"SELECT {', '.join(columns)} FROM {table} ORDER BY {order}")
        return [tuple(row) for row in connection.execute(query)]


def test_content_of_earlier_revisions_are_carried_over_and_back(engine: Engine) -> None:
    columns = {
        "label": ("resource_key", "form", "language", "kind", "node", "plain"),
        "note": ("resource_key", "kind", "type", "value", "language", "datatype"),
        "notation": ("resource_key", "value", "language", "datatype"),
        "statement": ("resource_key", "scheme_key", "subject", "predicate", "type", "value", "language", "datatype"),
    }
    rows: dict[str, list[tuple[object, ...]]] = {
        "label": [
            (1, 'say "靴"\\', "ja", "hidden", "urn:node", False),
            (1, "靴", "ja", "hidden", "urn:node", True),
            (1, "Schuh", "de", "alternative", None, True),
            (2, "حذاء", "ar", "preferred", None, True),
        ],
        "note": [
            (2, "scopeNote", "blank", "_:b", "", ""),
            (2, "definition", "literal", "für\nden Fuß", "de", ""),
            (FAR, "note", "iri", "urn:note", "", ""),
        ],
        "notation": [(FAR, "007", "", "urn:number")],
        "statement": [
            (1, 1, "c1", "urn:p", "literal", "x", "hi", ""),
            (1, 1, "c1", "urn:p", "blank", "_:b", "", ""),
            (None, 1, "_:b", "urn:p", "iri", "urn:q", "", ""),
        ],
    }
    downgrade(engine, "0008")
    _insert(engine, "scheme", ("key", "id", "iri", "current"), [(1, "s", "urn:s", 0)])
    resources: list[tuple[object, ...]] = [
        (key, 1, "concept", f"c{key}", f"c{key}", False, False) for key in (1, 2, FAR)
    ]
    _insert(engine, "resource", ("key", "scheme_key", "role", "id", "iri", "ordered", "gone"), resources)
    for table, own in rows.items():
        _insert(engine, table, columns[table], own)
    upgrade(engine)
    assert _select(engine, "label", columns["label"], "resource_key, place") == rows["label"]
    assert _select(engine, "label_node", ("resource_key", "node"), "node") == [(1, "urn:node")]
    assert _select(engine, "statement", ("subject", "value"), "key") == [("_:b", "urn:q")]
    parts = ("resource_key", "notes", "notations", "properties")
    assert _select(engine, "resource_content", parts, "resource_key") == [
        (1, "[]", "[]", '[["urn:p",["x","hi",""]],["urn:p","_:b"]]'),
        (
            2,
            r'[{"kind":"scopeNote","content":"_:b"},{"kind":"definition","content":["für\nden Fuß","de",""]}]',
            "[]",
            "[]",
        ),
        (FAR, '[{"kind":"note","content":"urn:note"}]', '[["007","","urn:number"]]', "[]"),
    ]
    downgrade(engine, "0008")
    for table, own in rows.items():
        assert sorted(_select(engine, table, columns[table], "key"), key=str) == sorted(own, key=str)


def test_upgrade_that_fails_half_way_leaves_nothing(fresh: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = command.upgrade

    def fail(*arguments: Any) -> None:
        whole(*arguments)
        raise OSError("no space left")

    monkeypatch.setattr(command, "upgrade", fail)
    with pytest.raises(OSError, match="no space"):
        upgrade(fresh)
    assert _tables(fresh) == set()
