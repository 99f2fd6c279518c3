import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from taxonomy_service.domain.errors import DatabaseUnusable
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.domain.statements import Iri
from taxonomy_service.store.engines import PATIENCE, PoolSize, folder_beside, open_engine
from taxonomy_service.store.schemes import add_scheme, list_schemes
from taxonomy_service.store.session import transaction

NewDatabase = Callable[..., str]


def test_sqlite_is_in_wal_mode_and_keeps_foreign_keys(empty_database: Path) -> None:
    engine = open_engine(f"sqlite:///{empty_database}")
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA busy_timeout")).scalar() == PATIENCE * 1000
    engine.dispose()


def test_labels_of_no_resource_are_refused(engine: Engine) -> None:
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"), transaction(engine) as store:
        store.session.connection().execute(text("INSERT INTO resource_content VALUES (99, '[]', '[]', '[]', '[]')"))


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


@pytest.mark.parametrize(
    "url", ["", "nonsense", "sqlite://", "sqlit:///x.db", "oracle+cx_oracle://x", "mysql+pymysql://x/y"]
)
def test_url_that_makes_no_sense_is_told(url: str) -> None:
    with pytest.raises(DatabaseUnusable, match="TAXONOMY_DATABASE_URL"):
        open_engine(url)


def test_database_in_memory_works() -> None:
    engine = open_engine("sqlite:///:memory:")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1
    engine.dispose()


@pytest.fixture
def moved(empty_database: Path, tmp_path: Path) -> Iterator[tuple[Engine, Path, Path]]:
    """An engine that is in use, its file, and a place to move it to."""
    file = tmp_path / "own.db"
    shutil.copy(empty_database, file)
    engine = open_engine(f"sqlite:///{file}")
    with transaction(engine) as store:
        add_scheme(store, SchemeId("shoes"), Iri("urn:shoes"))
    yield engine, file, tmp_path / "elsewhere.db"
    engine.dispose()


def test_a_file_that_is_moved_away_is_missed_until_it_is_back(moved: tuple[Engine, Path, Path]) -> None:
    engine, file, elsewhere = moved
    file.rename(elsewhere)
    for writing in (False, True, False):
        with pytest.raises(DatabaseUnusable, match="is not there"), transaction(engine, writing=writing) as store:
            list_schemes(store)
    assert not file.exists(), "no empty database was made in its place"
    elsewhere.rename(file)
    with transaction(engine) as store:
        add_scheme(store, SchemeId("靴"), Iri("urn:boots"))
    with transaction(engine, writing=False) as store:
        assert [scheme.id for scheme in list_schemes(store)] == ["shoes", "靴"]


def test_what_is_written_goes_to_the_file_that_took_the_place(
    moved: tuple[Engine, Path, Path], empty_database: Path
) -> None:
    engine, file, elsewhere = moved
    with engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))  # whoever moves a file must see to its journal
    file.rename(elsewhere)
    shutil.copy(empty_database, file)
    with transaction(engine) as store:
        assert list_schemes(store) == []
        add_scheme(store, SchemeId("boots"), Iri("urn:boots"))
    before, after = open_engine(f"sqlite:///{elsewhere}"), open_engine(f"sqlite:///{file}")
    for opened, own in ((before, "shoes"), (after, "boots")):
        with transaction(opened, writing=False) as store:
            assert [scheme.id for scheme in list_schemes(store)] == [own]
        opened.dispose()


def test_a_server_makes_no_new_database(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'absent.db'}", create=False)
    with (
        pytest.raises(DatabaseUnusable, match="taxonomy-service upgrade makes a new one"),
        transaction(engine) as store,
    ):
        list_schemes(store)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("url", "same"),
    [
        ("postgresql://me:secret@db.example:5432/shoes", "postgres://other@db.example:5432/shoes?sslmode=require"),
        ("postgresql://db.example/shoes", "postgresql+psycopg://db.example:5432/shoes"),
    ],
)
def test_a_database_has_one_folder_whoever_asks(url: str, same: str) -> None:
    assert folder_beside(url) == folder_beside(same)
    assert "secret" not in str(folder_beside(url))
    assert folder_beside(url) != folder_beside(url.replace("shoes", "boots"))


def test_a_file_has_its_folder_beside_it() -> None:
    assert folder_beside("sqlite:////srv/taxonomy.db?timeout=5") == Path("/srv/taxonomy.db.compiled")
    with pytest.raises(DatabaseUnusable):
        folder_beside("no url")
