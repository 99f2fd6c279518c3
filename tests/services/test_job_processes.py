import sys
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from sqlalchemy import Engine

from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.domain.jobs import Job, JobState
from taxonomy_service.services.detection import start_detection
from taxonomy_service.services.imports import ImportReport
from taxonomy_service.services.job_processes import JobProcesses
from taxonomy_service.services.jobs import job_of
from taxonomy_service.store.session import transaction
from tests.patience import in_time


@pytest.fixture
def job(engine: Engine, take: Callable[..., ImportReport], shoes: str) -> str:
    take(shoes)
    with transaction(engine) as store:
        return start_detection(store, OPERATOR, "shoes").id


@pytest.fixture
def processes(engine: Engine) -> Iterator[JobProcesses]:
    made = JobProcesses(partial(transaction, engine), engine.url.render_as_string(hide_password=False))
    yield made
    made.end()


def look(engine: Engine, own: str) -> Job:
    with transaction(engine, writing=False) as store:
        return job_of(store, OPERATOR, "shoes", own)


def test_a_job_is_run_in_a_process_of_its_own(engine: Engine, processes: JobProcesses, job: str) -> None:
    processes.start(job)
    assert in_time(lambda: look(engine, job).state is not JobState.RUNNING)
    assert look(engine, job).state is JobState.DONE, look(engine, job).fault


def test_the_end_of_the_server_is_the_end_of_its_processes(engine: Engine, processes: JobProcesses, job: str) -> None:
    processes.start(job)
    (process,) = processes._running
    processes.end()
    assert process.poll() is not None


def test_a_job_without_a_process_fails(
    engine: Engine, processes: JobProcesses, job: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(OSError, match="nowhere"):
        processes.start(job)
    assert look(engine, job).state is JobState.FAILED
    assert "could not be started" in look(engine, job).fault
