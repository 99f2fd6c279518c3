"""Many rows at once, past the ORM: 144,000 labels in half a second instead of five."""

from collections.abc import Sequence
from itertools import chain

from taxonomy_service.store.session import Store

_ROWS_A_STATEMENT = 20
"""SQLite spends a third of its time between statements where each carries one row; more than this gains nothing."""


def bulk_insert(store: Store, table: str, columns: Sequence[str], rows: list[tuple[object, ...]]) -> None:
    """Insert rows given as tuples in the order of `columns`; the names come from our own code, never from input."""
    whole = len(rows) // _ROWS_A_STATEMENT * _ROWS_A_STATEMENT
    groups = [
        tuple(chain.from_iterable(rows[start : start + _ROWS_A_STATEMENT]))
        for start in range(0, whole, _ROWS_A_STATEMENT)
    ]
    _insert(store, table, columns, groups, _ROWS_A_STATEMENT)
    _insert(store, table, columns, rows[whole:], 1)


def _insert(store: Store, table: str, columns: Sequence[str], groups: list[tuple[object, ...]], count: int) -> None:
    if not groups:
        return
    connection = store.session.connection()
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    row = f"({', '.join([mark] * len(columns))})"
    places = ", ".join([row] * count)
    connection.exec_driver_sql(f"INSERT INTO {table} ({', '.join(columns)}) VALUES {places}", groups)  # noqa: S608
