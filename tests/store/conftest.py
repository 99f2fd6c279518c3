import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text

from taxonomy_service.store.schema import upgrade
from taxonomy_service.store.session import Store, open_engine, transaction

Dump = Callable[[], dict[str, list[tuple[object, ...]]]]


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with our tables and nothing in them, to be copied: making one takes a quarter of a second."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    engine = open_engine(f"sqlite:///{path}")
    upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture
def engine(empty_database: Path, tmp_path: Path) -> Iterator[Engine]:
    path = tmp_path / "store.db"
    shutil.copy(empty_database, path)
    opened = open_engine(f"sqlite:///{path}")
    yield opened
    opened.dispose()


@pytest.fixture
def store(engine: Engine) -> Iterator[Store]:
    with transaction(engine) as opened:
        yield opened


@pytest.fixture
def dump(engine: Engine) -> Dump:
    """Return every row of every table, by table, as another connection sees them."""

    def rows() -> dict[str, list[tuple[object, ...]]]:
        with engine.connect() as connection:
            return {
                table: [tuple(row) for row in connection.execute(text(f"SELECT * FROM {table} ORDER BY 1"))]
                for table in sorted(inspect(connection).get_table_names())
            }

    return rows
