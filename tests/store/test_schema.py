from collections.abc import Callable, Iterator
from threading import Thread
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from taxonomy_service.domain.errors import DatabaseOutOfStep
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.domain.statements import Iri
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


def test_upgrade_that_fails_half_way_leaves_nothing(fresh: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = command.upgrade

    def fail(*arguments: Any) -> None:
        whole(*arguments)
        raise OSError("no space left")

    monkeypatch.setattr(command, "upgrade", fail)
    with pytest.raises(OSError, match="no space"):
        upgrade(fresh)
    assert _tables(fresh) == set()
