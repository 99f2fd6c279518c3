"""Import a file in a process of its own, telling its steps on standard output, so that a test can kill it between."""

import sys
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import event

from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.domain.errors import TaxonomyError
from taxonomy_service.exchange.rdf import rdf_format
from taxonomy_service.services.imports import VocabularyFile, import_file
from taxonomy_service.store.schema import upgrade
from taxonomy_service.store.session import open_engine, transaction

STEPS = {
    "BEGIN IMMEDIATE": "BEGIN",
    "SELECT pg_advisory_xact_lock": "BEGIN",
    "DELETE FROM resource_content": "DELETE",
    "INSERT INTO resource_content": "INSERT",
    "COPY resource_content": "INSERT",
    "INSERT INTO release": "RELEASE",
}
"""What a statement begins with, and the step that it is."""


def main(url: str, path: Path) -> None:
    """Import, with so small a cache that SQLite writes pages to disk long before the commit."""
    engine = open_engine(url)
    upgrade(engine)
    _tell_copies()
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA cache_size=10"))
    event.listen(engine, "before_cursor_execute", _tell)
    event.listen(engine, "commit", lambda _connection: print("COMMIT", flush=True))
    engine.dispose()
    print("START", flush=True)
    sys.stdin.readline()
    with transaction(engine) as store, path.open("rb") as stream:
        import_file(store, OPERATOR, VocabularyFile(stream, path.name, rdf_format(path.name)))
    print("DONE", flush=True)


def _tell_copies() -> None:
    """Tell the COPY commands too, which do not pass through SQLAlchemy."""
    copy = psycopg.Cursor.copy

    def told(cursor: Any, command: bytes, *rest: Any) -> Any:
        _tell(None, cursor, command.decode())
        return copy(cursor, command, *rest)

    psycopg.Cursor.copy = told  # type: ignore[method-assign,assignment]


def _tell(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
    for beginning, step in STEPS.items():
        if statement.startswith(beginning):
            print(step, flush=True)


if __name__ == "__main__":
    try:
        main(sys.argv[1], Path(sys.argv[2]))
    except TaxonomyError as error:
        sys.exit(f"{type(error).__name__}: {error}")
