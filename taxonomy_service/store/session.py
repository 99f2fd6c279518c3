"""The door to the database: engines and transactions. One request or command is one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Engine
from sqlmodel import Session

from taxonomy_service.domain.audit import Provenance
from taxonomy_service.store.engines import open_engine
from taxonomy_service.store.failures import failures_told

__all__ = ["Store", "open_engine", "transaction"]


@dataclass(frozen=True, slots=True)
class Store:
    """An open transaction, as services see it, and by what means it was asked for; only this package looks inside."""

    session: Session
    provenance: Provenance = field(default_factory=Provenance)


@contextmanager
def transaction(engine: Engine, *, writing: bool = True, provenance: Provenance | None = None) -> Iterator[Store]:
    """Open a transaction, commit it at the end, roll it back on any error.

    A reading one sees one state of the database however long it lasts. Of writing ones there is one at a time, on
    SQLite and on PostgreSQL alike, so that two imports follow one another instead of failing late. Raises Conflict
    where another one holds the database for longer than `engines.PATIENCE`, DatabaseUnusable where the database is
    away, Malformed for text that it cannot hold.
    """
    bound = engine.execution_options(writing=writing)
    if not writing and engine.dialect.name == "postgresql":
        bound = bound.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    with failures_told(), Session(bound, expire_on_commit=False) as session:
        try:
            yield Store(session, provenance or Provenance())
            session.commit()
        except BaseException:
            session.rollback()
            raise
