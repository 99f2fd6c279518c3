import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from signal import SIGINT, SIGKILL

import pytest
from sqlalchemy import Engine, text

from taxonomy_service.domain.access import ANONYMOUS, OPERATOR, Actor, Grant, Role
from taxonomy_service.domain.errors import Conflict, Forbidden, Malformed, NotFound
from taxonomy_service.domain.jobs import LEASE, Job, JobKind, JobState
from taxonomy_service.services.imports import ImportReport
from taxonomy_service.services.jobs import (
    Progress,
    Transactions,
    cancel_job,
    give_up_job,
    job_of,
    jobs_of,
    run_job,
    start_job,
)
from taxonomy_service.store.session import Store, transaction
from tests.patience import in_time

CHILD = Path(__file__).with_name("job_child.py")
Keep = Callable[[Store], dict[str, int]]


@pytest.fixture
def shop(engine: Engine, take: Callable[..., ImportReport], shoes: str) -> Engine:
    take(shoes)
    return engine


@pytest.fixture
def transactions(shop: Engine) -> Transactions:
    return partial(transaction, shop)


@pytest.fixture
def job(shop: Engine) -> str:
    return start(shop).id


def start(engine: Engine, actor: Actor = OPERATOR) -> Job:
    with transaction(engine) as store:
        return start_job(store, actor, "shoes", JobKind.DETECTION, {"release": None})


def look(engine: Engine, own: str) -> Job:
    with transaction(engine, writing=False) as store:
        return job_of(store, OPERATOR, "shoes", own)


def keeping(counts: dict[str, int]) -> Callable[[Job, Progress], Keep]:
    return lambda _job, _progress: lambda _store: counts


def test_a_job_is_done_when_its_outcome_is_written(transactions: Transactions, shop: Engine, job: str) -> None:
    told: list[tuple[int, int]] = []

    def work(found: Job, progress: Progress) -> Keep:
        assert found.id == job
        progress(1, 2)
        progress(2, 2)
        return lambda _store: {"open": 3}

    done = run_job(transactions, job, work, lambda *steps: told.append(steps))
    assert (done.state, done.counts, done.fault) == (JobState.DONE, {"open": 3}, "")
    assert told == [(1, 2), (2, 2)]
    assert look(shop, job) == done
    with pytest.raises(Conflict, match="done"):
        run_job(transactions, job, keeping({}))


def test_one_job_runs_on_a_scheme_and_the_next_may_follow(transactions: Transactions, shop: Engine, job: str) -> None:
    with pytest.raises(Conflict, match=job):
        start(shop)
    run_job(transactions, job, keeping({}))
    following = start(shop)
    with transaction(shop, writing=False) as store:
        assert [one.id for one in jobs_of(store, OPERATOR, "shoes")] == [following.id, job]


def test_a_fault_that_somebody_can_mend_is_told_in_the_job(transactions: Transactions, shop: Engine, job: str) -> None:
    def work(_job: Job, _progress: Progress) -> Keep:
        raise Malformed("no labels at all")

    assert run_job(transactions, job, work).fault == "no labels at all"
    assert look(shop, job).state is JobState.FAILED


def test_a_fault_of_ours_is_raised_and_names_itself(transactions: Transactions, shop: Engine, job: str) -> None:
    def work(_job: Job, _progress: Progress) -> Keep:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run_job(transactions, job, work)
    assert look(shop, job).fault.startswith("ZeroDivisionError")


def test_an_outcome_that_cannot_be_written_is_not_there_in_part(
    transactions: Transactions, shop: Engine, job: str, dump: Callable[[], dict[str, list[tuple[object, ...]]]]
) -> None:
    before = dump()

    def keep(store: Store) -> dict[str, int]:
        store.session.connection().execute(text("DELETE FROM resource_content"))
        raise Malformed("half way")

    assert run_job(transactions, job, lambda _job, _progress: keep).state is JobState.FAILED
    after = dump()
    assert {name for name in before if before[name] != after[name]} == {"job"}


def test_a_cancelled_job_stops_at_its_next_step(transactions: Transactions, shop: Engine, job: str) -> None:
    def work(_job: Job, progress: Progress) -> Keep:
        with transaction(shop) as store:
            assert cancel_job(store, OPERATOR, "shoes", job).cancelling
        for step in range(6_000):
            progress(step, 6_000)
            time.sleep(0.01)
        raise AssertionError("nobody stopped it")

    assert run_job(transactions, job, work, seconds=0.01).state is JobState.CANCELLED
    with transaction(shop) as store, pytest.raises(Conflict, match="cancelled"):
        cancel_job(store, OPERATOR, "shoes", job)


def test_a_job_given_up_for_dead_writes_nothing_when_it_wakes(
    transactions: Transactions, shop: Engine, job: str
) -> None:
    def work(_job: Job, _progress: Progress) -> Keep:
        silence(shop, job)
        start(shop)
        return lambda store: {"rows": store.session.connection().execute(text("DELETE FROM resource_content")).rowcount}

    assert run_job(transactions, job, work).state is JobState.INTERRUPTED
    with transaction(shop, writing=False) as store:
        assert store.session.connection().execute(text("SELECT count(*) FROM label")).scalar()


def silence(engine: Engine, own: str) -> None:
    """Let a lease go by since the job's last sign of life."""
    with transaction(engine) as store:
        past = (look(engine, own).beat - LEASE - timedelta(seconds=1)).replace(tzinfo=None).isoformat(" ")
        store.session.connection().execute(
            text("UPDATE job SET beat = :past WHERE id = :own"), {"past": past, "own": own}
        )


@contextmanager
def child(engine: Engine, own: str) -> Iterator[subprocess.Popen[str]]:
    url = engine.url.render_as_string(hide_password=False)
    with subprocess.Popen([sys.executable, str(CHILD), url, own], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "AT WORK\n"
        yield process
        process.kill()


def test_a_process_that_is_killed_leaves_a_job_that_is_interrupted_a_lease_later(shop: Engine, job: str) -> None:
    with child(shop, job) as process:
        assert in_time(lambda: look(shop, job).done > 0)
        process.send_signal(SIGKILL)
        process.wait()
    left = look(shop, job)
    assert (left.state, left.total) == (JobState.RUNNING, 10_000)
    assert left.done > 0
    with pytest.raises(Conflict):
        start(shop)
    silence(shop, job)
    assert look(shop, job).state is JobState.INTERRUPTED
    assert start(shop).state is JobState.RUNNING


def test_a_process_that_is_asked_to_end_says_so_at_once(shop: Engine, job: str) -> None:
    with child(shop, job) as process:
        process.send_signal(SIGINT)
        process.wait()
    assert look(shop, job).state is JobState.INTERRUPTED
    assert start(shop).state is JobState.RUNNING


def test_a_job_that_could_not_be_run_fails(transactions: Transactions, shop: Engine, job: str) -> None:
    give_up_job(transactions, job, "no processes are left")
    assert (look(shop, job).state, look(shop, job).fault) == (JobState.FAILED, "no processes are left")


def test_jobs_are_for_those_who_edit_and_seen_by_those_who_work(shop: Engine, job: str) -> None:
    reviewer = Actor("r", "r", (Grant(Role.REVIEWER),))
    with transaction(shop) as store:
        assert job_of(store, reviewer, "shoes", job).id == job
        for actor in (reviewer, ANONYMOUS):
            with pytest.raises(Forbidden):
                start_job(store, actor, "shoes", JobKind.DETECTION, {})
            with pytest.raises(Forbidden):
                cancel_job(store, actor, "shoes", job)
        for ask in (job_of, cancel_job):
            with pytest.raises(NotFound):
                ask(store, OPERATOR, "shoes", "nothing")
        with pytest.raises(Forbidden):
            jobs_of(store, ANONYMOUS, "shoes")
