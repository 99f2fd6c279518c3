"""Engines: how connections to SQLite and to PostgreSQL are opened and how their transactions begin."""

import sqlite3
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.engine import Connection
from sqlalchemy.exc import ArgumentError

from taxonomy_service.domain.errors import DatabaseUnusable
from taxonomy_service.domain.messages import Given, message

PATIENCE = 30
"""Seconds to wait for another writer; `?timeout=…` in SQLite's URL says otherwise, `?options=…` in PostgreSQL's."""
_WRITER = 7_165_299_104_813
"""The advisory lock that a writer holds on PostgreSQL; any number will do, as long as every process takes the same."""


class PoolSize(NamedTuple):
    """How many connections an engine keeps open, how many more it opens under load, and how long a caller waits (s)."""

    kept: int = 5
    more: int = 10
    patience: float = 30.0


def open_engine(url: str, pool: PoolSize = PoolSize()) -> Engine:  # noqa: B008  a constant
    """Return an engine for an SQLAlchemy URL of SQLite (its folder is made where missing) or PostgreSQL (psycopg 3).

    Raises DatabaseUnusable for a URL that makes no sense, a missing driver, or a folder that cannot be made.
    """
    try:
        parsed = make_url(url)
        return _postgresql(parsed, pool) if parsed.drivername.startswith("postgres") else _other(parsed, pool)
    except ModuleNotFoundError as error:
        raise DatabaseUnusable(
            message("TAXONOMY_DATABASE_URL: the driver {driver} is not installed", driver=Given(error.name or ""))
        ) from error
    except (ArgumentError, OSError) as error:
        raise DatabaseUnusable(message("TAXONOMY_DATABASE_URL cannot be used: {fault}", fault=str(error))) from error


def _other(url: URL, pool: PoolSize) -> Engine:
    if url.get_backend_name() != "sqlite":
        raise DatabaseUnusable(
            message("TAXONOMY_DATABASE_URL: {backend} is neither sqlite nor postgresql", backend=url.get_backend_name())
        )
    kept: dict[str, Any] = {}
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        kept = {"pool_size": pool.kept, "max_overflow": pool.more, "pool_timeout": pool.patience}
    engine = create_engine(url, connect_args={} if "timeout" in url.query else {"timeout": PATIENCE}, **kept)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _postgresql(url: URL, pool: PoolSize) -> Engine:
    """Open PostgreSQL by whatever name its URL has it; a connection that died meanwhile is replaced."""
    patience = {} if "options" in url.query else {"options": f"-c lock_timeout={PATIENCE * 1000}"}
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        connect_args=patience,
        pool_pre_ping=True,
        pool_size=pool.kept,
        max_overflow=pool.more,
        pool_timeout=pool.patience,
    )
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late to keep readers and writers apart
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "cache_size=-65536"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    """Take the writer's lock, which ends with the transaction: what SQLite's BEGIN IMMEDIATE does.

    Services read, decide and write, and the audit is a chain; with one writer at a time none of them can be overtaken.
    The lock comes before the first snapshot that counts, since a writer's isolation is READ COMMITTED.
    """
    if connection.get_execution_options().get("writing", False):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITER})")
