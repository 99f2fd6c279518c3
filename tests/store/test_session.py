import time
from threading import Barrier, Thread

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import InternalError

from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.domain.statements import Iri
from taxonomy_service.store.schemes import add_scheme, list_schemes
from taxonomy_service.store.session import Store, transaction


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


def test_reading_transaction_cannot_write_on_postgresql(engine: Engine) -> None:
    if engine.dialect.name != "postgresql":
        pytest.skip("SQLite has no transactions that only read")
    with pytest.raises(InternalError, match="read-only"), transaction(engine, writing=False) as store:
        _add(store, "shoes")


def test_writer_sees_what_the_writer_before_it_wrote(engine: Engine) -> None:
    """The second writer waits inside its first statement: what it reads next must not be older than its turn."""
    begun = Barrier(2)
    seen: list[list[str]] = []

    def follow() -> None:
        begun.wait()
        with transaction(engine) as store:
            seen.append([scheme.id for scheme in list_schemes(store)])

    follower = Thread(target=follow)
    follower.start()
    with transaction(engine) as store:
        _add(store, "shoes")
        begun.wait()
        time.sleep(0.1)
    follower.join()
    assert seen == [["shoes"]]
