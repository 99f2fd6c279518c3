"""Engines: how connections to SQLite and to PostgreSQL are opened and how their transactions begin."""

import hashlib
import sqlite3
from pathlib import Path
from typing import Any, NamedTuple

from platformdirs import user_cache_path
from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.engine import Connection
from sqlalchemy.exc import ArgumentError, DisconnectionError

from taxonomy_service.domain.errors import DatabaseUnusable
from taxonomy_service.domain.messages import Given, message

PATIENCE = 30
"""Seconds to wait for another writer; `?timeout=…` in SQLite's URL says otherwise, `?options=…` in PostgreSQL's."""
CONNECT_PATIENCE = 10
"""Seconds to wait for a PostgreSQL that does not say no; `?connect_timeout=…` in its URL says otherwise."""
_WRITER = 7_165_299_104_813
"""The advisory lock that a writer holds on PostgreSQL; any number will do, as long as every process takes the same."""


class PoolSize(NamedTuple):
    """How many connections an engine keeps open, how many more it opens under load, and how long a caller waits (s)."""

    kept: int = 5
    more: int = 10
    patience: float = 30.0


def open_engine(url: str, pool: PoolSize = PoolSize(), *, create: bool = True) -> Engine:  # noqa: B008  a constant
    """Return an engine for an SQLAlchemy URL of SQLite (its folder is made where missing) or PostgreSQL (psycopg 3).

    SQLite's file is made by the first connection where it is missing, unless `create` is false; never by a later one.
    Raises DatabaseUnusable for a URL that makes no sense, a missing driver, or a folder that cannot be made.
    """
    try:
        parsed = make_url(url)
        return (
            _postgresql(parsed, pool)
            if parsed.drivername.startswith("postgres")
            else _sqlite(parsed, pool, create=create)
        )
    except ModuleNotFoundError as error:
        raise DatabaseUnusable(
            message("TAXONOMY_DATABASE_URL: the driver {driver} is not installed", driver=Given(error.name or ""))
        ) from error
    except (ArgumentError, OSError) as error:
        raise DatabaseUnusable(message("TAXONOMY_DATABASE_URL cannot be used: {fault}", fault=str(error))) from error


def folder_beside(url: str) -> Path:
    """Return the folder for what can be made again from a database: beside SQLite's file, else in the user's cache.

    Raises DatabaseUnusable for a URL that makes no sense.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise DatabaseUnusable(message("TAXONOMY_DATABASE_URL cannot be used: {fault}", fault=str(error))) from error
    if _file_of(parsed) is not None:
        return Path(f"{parsed.database}.compiled")
    place = f"{parsed.host or parsed.query.get('host')}:{parsed.port or 5432}/{parsed.database}"
    digest = hashlib.sha256(place.encode()).hexdigest()[:16]
    return user_cache_path("taxonomy-service") / "compiled" / digest


def _file_of(url: URL) -> Path | None:
    """Return the file of an SQLite database; None for one in memory, or in words of SQLite's own (`file:…`)."""
    if url.get_backend_name() != "sqlite" or not url.database or url.database.startswith((":memory:", "file:")):
        return None
    return Path(url.database)


def _sqlite(url: URL, pool: PoolSize, *, create: bool) -> Engine:
    if url.get_backend_name() != "sqlite":
        raise DatabaseUnusable(
            message("TAXONOMY_DATABASE_URL: {backend} is neither sqlite nor postgresql", backend=url.get_backend_name())
        )
    if not url.database:
        raise DatabaseUnusable(message("TAXONOMY_DATABASE_URL names no file: sqlite:///FILE"))
    kept: dict[str, Any] = {}
    file = _file_of(url)
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        kept = {"pool_size": pool.kept, "max_overflow": pool.more, "pool_timeout": pool.patience}
    engine = create_engine(url, connect_args={} if "timeout" in url.query else {"timeout": PATIENCE}, **kept)
    if file is not None:
        _watch_file(engine, file, create=create)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _watch_file(engine: Engine, file: Path, *, create: bool) -> None:
    """Use no connection to a file that was moved away, whose writes would be lost, and make no new one in its place."""
    met = not create

    def refuse_absent(*_: Any) -> None:
        if met and not file.exists():
            raise DatabaseUnusable(
                message("the database {file} is not there; taxonomy-service upgrade makes a new one", file=str(file))
            )

    def note_file(_connection: Any, record: Any) -> None:
        nonlocal met
        met = True
        record.info["file"] = _identity(file)

    def refuse_moved(_connection: Any, record: Any, _proxy: Any) -> None:
        if _identity(file) != record.info.get("file"):
            raise DisconnectionError(f"{file} is no longer the file that was opened")

    event.listen(engine, "do_connect", refuse_absent)
    event.listen(engine, "connect", note_file)
    event.listen(engine, "checkout", refuse_moved)


def _identity(file: Path) -> tuple[int, int] | None:
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _postgresql(url: URL, pool: PoolSize) -> Engine:
    """Open PostgreSQL by whatever name its URL has it; a connection that died meanwhile is replaced."""
    patience: dict[str, Any] = {} if "options" in url.query else {"options": f"-c lock_timeout={PATIENCE * 1000}"}
    if "connect_timeout" not in url.query:
        patience["connect_timeout"] = CONNECT_PATIENCE
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
