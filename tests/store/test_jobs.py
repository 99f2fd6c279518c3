from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from sqlalchemy import Engine

from taxonomy_service.domain.errors import Conflict, NotFound
from taxonomy_service.domain.jobs import LEASE, Job, JobKind, JobState
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.domain.statements import Iri
from taxonomy_service.store.jobs import add_job, ask_to_cancel, beat_job, count_running, end_job, find_job, list_jobs
from taxonomy_service.store.schemes import StoredScheme, add_scheme, find_scheme
from taxonomy_service.store.session import Store, transaction

MakeJob = Callable[..., Job]


@pytest.fixture
def scheme(store: Store) -> StoredScheme:
    return add_scheme(store, SchemeId("shoes"), Iri("urn:shoes"))


def job(own: str, *, silent: bool = False) -> Job:
    moment = datetime.now(UTC) - (LEASE * 2 if silent else LEASE * 0)
    parameters: dict[str, str | list[str] | None] = {"release": None, "languages": ["ar", "ja"]}
    return Job(own, SchemeId("shoes"), JobKind.DETECTION, JobState.RUNNING, "zofia", parameters, moment, moment)


def test_a_job_is_read_back_as_it_was_put_down(store: Store, scheme: StoredScheme) -> None:
    put = job("a")
    add_job(store, scheme, put)
    assert find_job(store, "a") == find_job(store, "a", scheme) == put
    with pytest.raises(NotFound):
        find_job(store, "b")
    other = add_scheme(store, SchemeId("other"), Iri("urn:other"))
    with pytest.raises(NotFound):
        find_job(store, "a", other)


def test_a_second_job_is_refused_with_the_name_of_the_first(store: Store, scheme: StoredScheme) -> None:
    add_job(store, scheme, job("a"))
    with pytest.raises(Conflict, match="at work on shoes already: a") as told:
        add_job(store, scheme, job("b"))
    assert told.value.data["job"] == "a"
    assert [entry.id for entry in list_jobs(store, scheme, 10)] == ["a"]


def test_a_silent_job_is_interrupted_and_gives_way(store: Store, scheme: StoredScheme) -> None:
    add_job(store, scheme, job("dead", silent=True))
    assert find_job(store, "dead").state is JobState.INTERRUPTED
    add_job(store, scheme, job("next"))
    assert [(entry.id, entry.state) for entry in list_jobs(store, scheme, 10)] == [
        ("next", JobState.RUNNING),
        ("dead", JobState.INTERRUPTED),
    ]
    assert not beat_job(store, "dead", done=1, total=2), "it must stop: another one is at work"
    assert not end_job(store, "dead", JobState.DONE)


def test_jobs_that_are_silent_or_done_are_not_counted_as_running(store: Store, scheme: StoredScheme) -> None:
    add_job(store, scheme, job("silent", silent=True))
    assert count_running(store, datetime.now(UTC)) == 0
    add_job(store, add_scheme(store, SchemeId("roads"), Iri("urn:roads")), job("alive"))
    assert count_running(store, datetime.now(UTC)) == 1
    end_job(store, "alive", JobState.DONE)
    assert count_running(store, datetime.now(UTC)) == 0


def test_a_beat_tells_how_far_it_is_and_learns_of_a_cancellation(store: Store, scheme: StoredScheme) -> None:
    add_job(store, scheme, job("a"))
    assert beat_job(store, "a", done=3, total=14)
    found = find_job(store, "a")
    assert (found.done, found.total, found.cancelling) == (3, 14, False)
    ask_to_cancel(store, "a")
    assert find_job(store, "a").cancelling
    assert not beat_job(store, "a", done=4, total=14)


def test_a_job_ends_once(store: Store, scheme: StoredScheme) -> None:
    add_job(store, scheme, job("a"))
    assert end_job(store, "a", JobState.FAILED, fault="no labels")
    assert not end_job(store, "a", JobState.DONE, counts={"open": 1})
    found = find_job(store, "a")
    assert (found.state, found.fault, found.counts) == (JobState.FAILED, "no labels", None)
    assert found.ended is not None
    add_job(store, scheme, job("b"))


def test_of_many_that_start_at_once_one_gets_the_scheme(engine: Engine) -> None:
    with transaction(engine) as store:
        add_scheme(store, SchemeId("shoes"), Iri("urn:shoes"))
    barrier = Barrier(6)

    def start(number: int) -> bool:
        barrier.wait()
        try:
            with transaction(engine) as store:
                add_job(store, find_scheme(store, "shoes"), job(f"job{number}"))
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(start, range(6))) == 1
