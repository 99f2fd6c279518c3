import time
from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError, OperationalError

from taxonomy_service.domain.errors import Conflict, DatabaseUnusable
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.domain.statements import Iri
from taxonomy_service.store.schemes import add_scheme, list_schemes
from taxonomy_service.store.session import PATIENCE, Store, open_engine, transaction


def _ids(engine: Engine) -> list[str]:
    with transaction(engine, writing=False) as store:
        return [scheme.id for scheme in list_schemes(store)]


def _add(store: Store, own: str) -> None:
    add_scheme(store, SchemeId(own), Iri(f"urn:{own}"))


def test_transaction_is_committed_at_its_end_and_not_before(engine: Engine) -> None:
    with transaction(engine) as store:
        _add(store, "shoes")
        assert _ids(engine) == []
    assert _ids(engine) == ["shoes"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit, GeneratorExit])
def test_any_error_takes_everything_back(engine: Engine, error: type[BaseException]) -> None:
    def fail() -> None:
        with transaction(engine) as store:
            _add(store, "shoes")
            raise error

    with pytest.raises(error):
        fail()
    assert _ids(engine) == []


def test_reader_sees_one_state_however_long_it_reads(engine: Engine) -> None:
    with transaction(engine, writing=False) as reader:
        assert list_schemes(reader) == []
        with transaction(engine) as writer:
            _add(writer, "shoes")
        assert list_schemes(reader) == []
    assert _ids(engine) == ["shoes"]


def test_sqlite_is_in_wal_mode_and_keeps_foreign_keys(engine: Engine) -> None:
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA busy_timeout")).scalar() == PATIENCE * 1000
    with pytest.raises(IntegrityError, match="FOREIGN KEY"), transaction(engine) as store:
        store.session.connection().execute(
            text("INSERT INTO label (resource_key, language, kind, form, plain) VALUES (99, '', 'hidden', 'x', 1)")
        )


def test_writer_that_waits_too_long_is_told_to_try_again(engine: Engine) -> None:
    hasty = open_engine(f"{engine.url}?timeout=0.1")
    with transaction(engine) as store:
        _add(store, "shoes")
        started = time.monotonic()
        with pytest.raises(Conflict, match="busy with another change; try again"), transaction(hasty) as other:
            _add(other, "boots")
        assert time.monotonic() - started < 5
    with transaction(hasty) as other:
        _add(other, "boots")
    hasty.dispose()
    assert _ids(engine) == ["boots", "shoes"]


def test_other_failures_of_the_database_keep_their_name(engine: Engine) -> None:
    with pytest.raises(OperationalError, match="no such table"), transaction(engine) as store:
        store.session.connection().execute(text("SELECT * FROM absent"))


def test_writers_follow_one_another(engine: Engine) -> None:
    barrier = Barrier(6)
    failures: list[BaseException] = []

    def write(number: int) -> None:
        barrier.wait()
        try:
            with transaction(engine) as store:
                before = len(list_schemes(store))
                time.sleep(0.01)
                _add(store, f"s{number}")
                assert len(list_schemes(store)) == before + 1
        except BaseException as error:
            failures.append(error)

    threads = [Thread(target=write, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert _ids(engine) == [f"s{number}" for number in range(6)]


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


@pytest.mark.parametrize("url", ["", "nonsense", "sqlit:///x.db", "oracle+cx_oracle://x"])
def test_url_that_makes_no_sense_is_told(url: str) -> None:
    with pytest.raises(DatabaseUnusable, match="TAXONOMY_DATABASE_URL"):
        open_engine(url)


def test_database_in_memory_works() -> None:
    engine = open_engine("sqlite:///:memory:")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1
    engine.dispose()
