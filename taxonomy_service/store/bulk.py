"""Many rows at once, past the ORM, which takes ten times as long."""

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


def bulk_insert(
    store: Store,
    table: str,
    columns: Sequence[str],
    rows: Sequence[tuple[object, ...]],
) -> None:
    """Insert rows given as tuples in the order of `columns`, of text, numbers, booleans and None: COPY on PostgreSQL.

    Keys are given in the order of the rows. The names come from our own code, never from input.
    """
    connection = store.session.connection()
    into = f"{table} ({', '.join(columns)})"
    if connection.dialect.name == "postgresql":
        _copy(connection, into, _lines(rows))
        return
    places = ", ".join("?" * len(columns))
    whole = len(rows) // _ROWS_A_STATEMENT * _ROWS_A_STATEMENT
    groups = [
        tuple(chain.from_iterable(rows[start : start + _ROWS_A_STATEMENT]))
        for start in range(0, whole, _ROWS_A_STATEMENT)
    ]
    _insert(connection, into, [f"({places})"] * _ROWS_A_STATEMENT, groups)
    _insert(connection, into, [f"({places})"], rows[whole:])


def _insert(connection: Connection, into: str, places: Sequence[str], rows: Sequence[tuple[object, ...]]) -> None:
    if rows:
        connection.exec_driver_sql(f"INSERT INTO {into} VALUES {', '.join(places)}", list(rows))  # noqa: S608


def _copy(connection: Connection, into: str, blocks: Iterator[str]) -> None:
    """Send blocks of COPY's text; a failure has the name that SQLAlchemy gives to it elsewhere."""
    first = next(blocks, None)
    if first is None:
        return
    command = f"COPY {into} FROM STDIN"
    driver = cast("psycopg.Connection[Any]", connection.connection.driver_connection)
    try:
        with driver.cursor() as cursor, cursor.copy(command.encode()) as copy:
            for block in chain([first], blocks):
                copy.write(block)
    except driver.Error as error:
        raise DBAPIError.instance(command, None, error, driver.Error, dialect=connection.dialect) from error


def _lines(rows: Sequence[tuple[object, ...]]) -> Iterator[str]:
    """Yield rows as COPY's text, block by block, looking closer only at blocks in which something must be escaped."""
    pattern = "\t".join(["%s"] * len(rows[0])) + "\n" if rows else ""
    for start in range(0, len(rows), _LINES_A_BLOCK):
        block = rows[start : start + _LINES_A_BLOCK]
        text = "".join([pattern % row for row in block])
        marks = any(text.count(mark) != pattern.count(mark) * len(block) for mark in "\t\n\\")
        if marks or "\r" in text or "None" in text:
            text = "".join(["\t".join(map(_cell, row)) + "\n" for row in block])
        yield text


def _cell(value: object) -> str:
    if isinstance(value, str):
        return value.translate(_ESCAPES) if "\\" in value or not value.isprintable() else value
    return r"\N" if value is None else str(value)
