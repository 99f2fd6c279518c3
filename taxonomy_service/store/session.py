"""The door to the database: engines and transactions. One request or command is one transaction."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.engine import Connection
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlmodel import Session

from taxonomy_service.domain.errors import Conflict, DatabaseUnusable

PATIENCE = 30
"""Seconds that SQLite waits for another process to finish its change; `?timeout=…` in the URL says otherwise."""
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})


@dataclass(frozen=True, slots=True)
class Store:
    """An open transaction, as services see it; only this package looks inside."""

    session: Session


def open_engine(url: str) -> Engine:
    """Return an engine for an SQLAlchemy URL; SQLite in WAL mode with foreign keys, its folder made where missing.

    Raises DatabaseUnusable for a URL that makes no sense, a missing driver, or a folder that cannot be made.
    """
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() != "sqlite":
            return create_engine(parsed, pool_pre_ping=True)
        if parsed.database and parsed.database != ":memory:":
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(parsed, connect_args={} if "timeout" in parsed.query else {"timeout": PATIENCE})
    except ModuleNotFoundError as error:
        raise DatabaseUnusable(f"TAXONOMY_DATABASE_URL: the driver {error.name!r} is not installed") from error
    except (ArgumentError, OSError) as error:
        raise DatabaseUnusable(f"TAXONOMY_DATABASE_URL cannot be used: {error}") from error
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late to keep readers and writers apart
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "cache_size=-65536"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def transaction(engine: Engine, *, writing: bool = True) -> Iterator[Store]:
    """Open a transaction, commit it at the end, roll it back on any error.

    A writing one takes SQLite's write lock at once, so that two imports follow one another instead of failing late.
    That one raises Conflict where another process holds the lock for longer than SQLite's timeout.
    """
    bound = engine.execution_options(writing=writing)
    with busy_is_conflict() if writing else nullcontext(), Session(bound, expire_on_commit=False) as session:
        try:
            yield Store(session)
            session.commit()
        except BaseException:
            session.rollback()
            raise


@contextmanager
def busy_is_conflict() -> Iterator[None]:
    """Turn SQLite's "database is locked" into a Conflict that says to try again."""
    try:
        yield
    except OperationalError as error:
        if getattr(error.orig, "sqlite_errorcode", 0) & 0xFF not in _BUSY:  # the low byte is the kind of error
            raise
        raise Conflict(f"the database is busy with another change; try again ({error.orig})") from error
