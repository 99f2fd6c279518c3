"""Word of new releases and warnings: PostgreSQL passes it on at once (NOTIFY), elsewhere whoever wants it has to poll.

A pooler that shares connections between transactions (PgBouncer) loses it, and so does a standby: polling goes on.
"""

import os
import select
from collections.abc import Callable
from threading import Event, Thread
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from taxonomy_service.store.session import Store

if TYPE_CHECKING:
    import psycopg

CHANNEL = "taxonomy_releases"
PAUSE = 5.0
"""Seconds between two attempts to listen where the server is away."""


def announce(store: Store) -> None:
    """Give word, when the transaction is committed, that there is a release or a warning to look for."""
    connection = store.session.connection()
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"NOTIFY {CHANNEL}")


class Listener:
    """A thread that listens on one connection of its own, and opens another one where that is lost.

    `told` is called in the thread for each word, and once a connection listens: what came before it was missed.
    """

    def __init__(self, engine: Engine, told: Callable[[], object], *, pause: float = PAUSE) -> None:
        self._engine = engine
        self._told = told
        self._pause = pause
        self._ending = Event()
        self._woken, self._wake = os.pipe()
        self._thread = Thread(target=self._run, name="listener", daemon=True)

    def start(self) -> None:
        """Start to listen, on PostgreSQL."""
        if self._engine.dialect.name == "postgresql":
            self._thread.start()

    def stop(self) -> None:
        """Stop, and wait until it is done."""
        self._ending.set()
        os.write(self._wake, b"x")
        if self._thread.is_alive():
            self._thread.join()
        os.close(self._wake)
        os.close(self._woken)

    def _run(self) -> None:
        import psycopg  # noqa: PLC0415  a start on SQLite need not load it

        while not self._ending.is_set():
            try:
                with self._connect() as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    self._told()
                    self._listen(connection)
            except psycopg.Error:
                self._ending.wait(self._pause)

    def _connect(self) -> "psycopg.Connection[tuple[object, ...]]":
        import psycopg  # noqa: PLC0415  as above

        dialect = self._engine.dialect
        arguments, named = dialect.create_connect_args(self._engine.url)
        return psycopg.connect(*arguments, **named, autocommit=True)

    def _listen(self, connection: "psycopg.Connection[tuple[object, ...]]") -> None:
        while not self._ending.is_set():
            select.select([connection.fileno(), self._woken], [], [])
            if list(connection.notifies(timeout=0)):
                self._told()
