"""Failures of the database, told as our errors."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolExhausted

from taxonomy_service.domain.errors import Conflict, DatabaseUnusable, Malformed, TaxonomyError
from taxonomy_service.domain.messages import message

_BUSY_SQLITE = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_UNUSABLE_SQLITE = frozenset(
    {
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_READONLY,
    }
)
# serialization_failure, deadlock_detected, lock_not_available (PostgreSQL, appendix A)
_BUSY_POSTGRESQL = frozenset({"40001", "40P01", "55P03"})
# admin_shutdown, crash_shutdown, cannot_connect_now, too_many_connections, disk_full; and class 08, connections
_AWAY_POSTGRESQL = frozenset({"57P01", "57P02", "57P03", "53300", "53100"})

_NOT_TEXT = "22021"  # character_not_in_repertoire: what the server says; psycopg mostly sees it before


@contextmanager
def failures_told() -> Iterator[None]:
    """Raise Conflict where another writer was in the way, DatabaseUnusable where the database is away.

    Malformed for text with U+0000, which PostgreSQL cannot hold; all other failures keep their name.
    """
    try:
        yield
    except PoolExhausted as error:
        raise DatabaseUnusable(message("all connections to the database are in use; try again")) from error
    except DBAPIError as error:
        ours = _ours(error)
        if ours is None:
            raise
        raise ours from error


def _ours(error: DBAPIError) -> TaxonomyError | None:
    cause = error.orig
    state = getattr(cause, "sqlstate", None)
    kind = getattr(cause, "sqlite_errorcode", 0) & 0xFF  # the low byte; the rest says more
    if state in _BUSY_POSTGRESQL or kind in _BUSY_SQLITE:
        return Conflict(message("the database is busy with another change; try again ({cause})", cause=str(cause)))
    if error.connection_invalidated or kind in _UNUSABLE_SQLITE or _is_away(cause, state):
        return DatabaseUnusable(message("the database cannot be used now: {cause}", cause=" ".join(str(cause).split())))
    if state == _NOT_TEXT or "NUL (0x00)" in str(cause):
        return Malformed(message("the database cannot hold text with the character U+0000"))
    return None


def _is_away(cause: BaseException | None, state: str | None) -> bool:
    """Say whether PostgreSQL is away: psycopg gives no state where it never reached the server."""
    if state is not None:
        return state in _AWAY_POSTGRESQL or state.startswith("08")
    return type(cause).__module__.startswith("psycopg") and type(cause).__name__ == "OperationalError"
