from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, inspect, text

from taxonomy_service.store.session import Store, open_engine, transaction

NewDatabase = Callable[..., str]
Dump = Callable[[], dict[str, list[tuple[object, ...]]]]


@pytest.fixture
def engine(new_database: NewDatabase) -> Iterator[Engine]:
    opened = open_engine(new_database())
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
