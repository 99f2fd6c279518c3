"""Many rows at once, past the ORM: 144,000 labels in half a second instead of five."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from taxonomy_service.store.session import Store

if TYPE_CHECKING:
    import psycopg

_ROWS_A_STATEMENT = 20
"""SQLite spends a third of its time between statements where each carries one row; more than this gains nothing."""
_LINES_A_BLOCK = 2_000
"""Lines are handed to PostgreSQL by the block: one call for each takes longer than making them."""
_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def bulk_insert(store: Store, table: str, columns: Sequence[str], rows: list[tuple[object, ...]]) -> None:
    """Insert rows given as tuples in the order of `columns`, of text, numbers, booleans and None: COPY on PostgreSQL.

    Keys are given in the order of the rows. The names come from our own code, never from input.
    """
    connection = store.session.connection()
    if connection.dialect.name == "postgresql":
        _copy(connection, f"COPY {table} ({', '.join(columns)}) FROM STDIN", rows)
        return
    whole = len(rows) // _ROWS_A_STATEMENT * _ROWS_A_STATEMENT
    groups = [
        tuple(chain.from_iterable(rows[start : start + _ROWS_A_STATEMENT]))
        for start in range(0, whole, _ROWS_A_STATEMENT)
    ]
    _insert(connection, (table, columns), groups, _ROWS_A_STATEMENT)
    _insert(connection, (table, columns), rows[whole:], 1)


def _insert(
    connection: Connection, into: tuple[str, Sequence[str]], groups: list[tuple[object, ...]], count: int
) -> None:
    if not groups:
        return
    table, columns = into
    row = f"({', '.join('?' * len(columns))})"
    places = ", ".join([row] * count)
    connection.exec_driver_sql(f"INSERT INTO {table} ({', '.join(columns)}) VALUES {places}", groups)  # noqa: S608


def _copy(connection: Connection, command: str, rows: list[tuple[object, ...]]) -> None:
    """Send the rows as COPY's text; a failure has the name that SQLAlchemy gives to it elsewhere."""
    if not rows:
        return
    driver = cast("psycopg.Connection[Any]", connection.connection.driver_connection)
    try:
        with driver.cursor() as cursor, cursor.copy(command.encode()) as copy:
            for block in _blocks(rows):
                copy.write(block)
    except driver.Error as error:
        raise DBAPIError.instance(command, None, error, driver.Error, dialect=connection.dialect) from error


def _blocks(rows: list[tuple[object, ...]]) -> Iterator[str]:
    for start in range(0, len(rows), _LINES_A_BLOCK):
        yield "".join(["\t".join(map(_cell, row)) + "\n" for row in rows[start : start + _LINES_A_BLOCK]])


def _cell(value: object) -> str:
    if isinstance(value, str):
        return value.translate(_ESCAPES) if "\\" in value or not value.isprintable() else value
    return r"\N" if value is None else str(value)
