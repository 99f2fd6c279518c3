import shutil
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from taxonomy_service.domain.errors import Conflict, DatabaseUnusable, Malformed
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.domain.statements import Iri
from taxonomy_service.store.engines import open_engine
from taxonomy_service.store.schema import schema_state
from taxonomy_service.store.schemes import add_scheme, find_scheme, list_schemes
from taxonomy_service.store.session import Store, transaction
from tests.postgresql import Server, hasty_url


def _add(store: Store, own: str) -> None:
    add_scheme(store, SchemeId(own), Iri(f"urn:{own}"))


def test_writer_that_waits_too_long_is_told_to_try_again(engine: Engine) -> None:
    hasty = open_engine(hasty_url(engine))
    with transaction(engine) as store:
        _add(store, "shoes")
        started = time.monotonic()
        with pytest.raises(Conflict, match="busy with another change; try again"), transaction(hasty) as other:
            _add(other, "boots")
        assert time.monotonic() - started < 5
    with transaction(hasty) as other:
        _add(other, "boots")
        assert [scheme.id for scheme in list_schemes(other)] == ["boots", "shoes"]
    hasty.dispose()


def test_other_failures_of_the_database_keep_their_name(engine: Engine) -> None:
    with pytest.raises(DBAPIError, match="absent"), transaction(engine) as store:
        store.session.connection().execute(text("SELECT * FROM absent"))


def test_database_that_was_never_there_is_told(postgresql: Server) -> None:
    for url in (postgresql.url("none"), "postgresql://me:secret@127.0.0.1:1/none"):
        engine = open_engine(url)
        with pytest.raises(DatabaseUnusable, match="cannot be used") as told:
            schema_state(engine)
        assert "secret" not in str(told.value)


def test_database_that_goes_away_is_told_and_served_again_when_it_is_back(postgresql: Server) -> None:
    with postgresql.database() as url:
        engine, killer = open_engine(url), open_engine(postgresql.url("postgres"))
        with pytest.raises(DatabaseUnusable, match="cannot be used"), transaction(engine) as store:
            own = store.session.connection().execute(text("SELECT pg_backend_pid()")).scalar_one()
            with killer.begin() as other:
                other.execute(text("SELECT pg_terminate_backend(:own, 5000)"), {"own": own})
            _add(store, "shoes")
        with transaction(engine) as store:
            _add(store, "shoes")
            assert [scheme.id for scheme in list_schemes(store)] == ["shoes"]
        engine.dispose()
        killer.dispose()


def test_serialisation_failure_is_a_conflict(postgresql: Server) -> None:
    with postgresql.database() as url:
        engine = open_engine(url)
        with transaction(engine) as store:
            _add(store, "shoes")
        stubborn = engine.execution_options(isolation_level="REPEATABLE READ")
        with pytest.raises(Conflict, match="try again"), transaction(stubborn) as store:
            list_schemes(store)
            with engine.begin() as other:  # somebody who does not queue as our writers do
                other.execute(text("UPDATE scheme SET current = 7"))
            store.session.connection().execute(text("UPDATE scheme SET current = 8"))
        engine.dispose()


def test_question_with_the_character_zero_is_malformed_on_postgresql(postgresql: Server) -> None:
    with postgresql.database() as url:
        engine = open_engine(url)
        with pytest.raises(Malformed, match=r"U\+0000"), transaction(engine, writing=False) as store:
            find_scheme(store, "a\0b")
        engine.dispose()


def test_a_full_disk_is_told_as_a_database_that_cannot_be_used(empty_database: Path, tmp_path: Path) -> None:
    shutil.copy(empty_database, tmp_path / "full.db")
    engine = open_engine(f"sqlite:///{tmp_path / 'full.db'}")
    with pytest.raises(DatabaseUnusable, match="disk is full"), transaction(engine) as store:
        store.session.connection().execute(text("PRAGMA max_page_count = 1"))
        for number in range(2_000):
            _add(store, f"scheme-{number}")
    engine.dispose()


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "picture.db").write_bytes(b"\x89PNG" * 5_000)
    engine = open_engine(f"sqlite:///{tmp_path / 'picture.db'}")
    with pytest.raises(DatabaseUnusable, match="not a database"), transaction(engine) as store:
        list_schemes(store)
    engine.dispose()
