from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from taxonomy_service.domain.errors import DatabaseUnusable
from taxonomy_service.store.engines import PATIENCE, PoolSize, open_engine
from taxonomy_service.store.session import transaction

NewDatabase = Callable[..., str]


def test_sqlite_is_in_wal_mode_and_keeps_foreign_keys(empty_database: Path) -> None:
    engine = open_engine(f"sqlite:///{empty_database}")
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA busy_timeout")).scalar() == PATIENCE * 1000
    engine.dispose()


def test_label_of_no_resource_is_refused(engine: Engine) -> None:
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"), transaction(engine) as store:
        store.session.connection().execute(
            text("INSERT INTO label (resource_key, language, kind, form, plain) VALUES (99, '', 'hidden', 'x', true)")
        )


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg", "postgresql+psycopg2"])
def test_postgresql_is_spoken_to_through_psycopg_3_whatever_its_url_says(scheme: str) -> None:
    engine = open_engine(f"{scheme}://me:secret@127.0.0.1:1/none")
    assert engine.dialect.driver == "psycopg"
    assert engine.url.password == "secret"


def test_pool_has_the_size_asked_for(new_database: NewDatabase) -> None:
    engine = open_engine(new_database(), PoolSize(kept=1, more=1, patience=0.05))
    with (
        engine.connect(),
        engine.connect(),
        pytest.raises(DatabaseUnusable, match="in use"),
        transaction(engine, writing=False) as store,
    ):
        store.session.connection()
    with transaction(engine, writing=False) as store:
        assert store.session.connection().execute(text("SELECT 1")).scalar() == 1
    engine.dispose()


def test_folder_of_the_file_is_made(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'a' / 'ü b' / 'x.db'}")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1
    engine.dispose()
    assert (tmp_path / "a" / "ü b" / "x.db").is_file()


def test_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DatabaseUnusable, match="TAXONOMY_DATABASE_URL"):
        open_engine(f"sqlite:///{tmp_path / 'file' / 'x.db'}")


@pytest.mark.parametrize("url", ["", "nonsense", "sqlit:///x.db", "oracle+cx_oracle://x", "mysql+pymysql://x/y"])
def test_url_that_makes_no_sense_is_told(url: str) -> None:
    with pytest.raises(DatabaseUnusable, match="TAXONOMY_DATABASE_URL"):
        open_engine(url)


def test_database_in_memory_works() -> None:
    engine = open_engine("sqlite:///:memory:")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1
    engine.dispose()
