from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Semaphore, active_count

import pytest
from sqlalchemy import Engine, text

from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.domain.statements import Iri
from taxonomy_service.store.engines import open_engine
from taxonomy_service.store.listening import Listener, announce
from taxonomy_service.store.schemes import add_scheme, find_scheme
from taxonomy_service.store.session import transaction
from taxonomy_service.store.warnings import renew_warnings
from tests.patience import PATIENCE
from tests.postgresql import Server


@pytest.fixture
def on_postgresql(postgresql: Server) -> Iterator[Engine]:
    with postgresql.database() as url:
        engine = open_engine(url)
        yield engine
        engine.dispose()


@contextmanager
def listening(engine: Engine) -> Iterator[Callable[[float], bool]]:
    """Listen, and yield what waits for a word and says whether it came."""
    words = Semaphore(0)
    listener = Listener(engine, words.release, pause=0.05)
    listener.start()
    try:
        yield lambda seconds: words.acquire(timeout=seconds)
    finally:
        listener.stop()


def test_word_is_given_when_the_transaction_is_committed(on_postgresql: Engine) -> None:
    with listening(on_postgresql) as word:
        assert word(PATIENCE), "what came before it listened was missed"
        with transaction(on_postgresql) as store:
            announce(store)
            store.session.connection().execute(text("SELECT 1"))
            assert not word(0.1)
        assert word(PATIENCE)
        with pytest.raises(RuntimeError), transaction(on_postgresql) as store:
            announce(store)
            raise RuntimeError
        assert not word(0.1)


def test_warnings_that_change_are_announced(on_postgresql: Engine) -> None:
    with listening(on_postgresql) as word:
        assert word(PATIENCE)
        with transaction(on_postgresql) as store:
            add_scheme(store, SchemeId("shoes"), Iri("urn:shoes"))
            renew_warnings(store, find_scheme(store, "shoes"))
        assert word(PATIENCE)


def test_a_connection_that_is_lost_is_replaced(on_postgresql: Engine) -> None:
    with listening(on_postgresql) as word:
        assert word(PATIENCE)
        with on_postgresql.begin() as connection:
            lost = connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND query LIKE 'LISTEN%'"
                )
            ).scalars()
            assert list(lost) == [True]
        assert word(PATIENCE), "it listens again"
        with transaction(on_postgresql) as store:
            announce(store)
        assert word(PATIENCE)


def test_a_server_that_is_away_is_tried_until_the_end() -> None:
    threads = active_count()
    with listening(open_engine("postgresql://me@127.0.0.1:1/none")) as word:
        assert not word(0.2)
    assert active_count() == threads


def test_sqlite_has_no_word_to_give(engine: Engine) -> None:
    threads = active_count()
    if engine.dialect.name == "sqlite":
        with listening(engine) as word, transaction(engine) as store:
            announce(store)
            assert active_count() == threads
            assert not word(0)
