"""Jobs: started in one request, done in a process of their own, watched and cancelled in others."""

import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from threading import Event, Thread
from types import TracebackType
from typing import Protocol, Self

from taxonomy_service.domain.access import Action, Actor, require
from taxonomy_service.domain.errors import Conflict, TaxonomyError
from taxonomy_service.domain.jobs import Job, JobKind, JobState
from taxonomy_service.domain.messages import message
from taxonomy_service.store import jobs as stored_jobs
from taxonomy_service.store.schemes import find_scheme
from taxonomy_service.store.session import Store

BEAT_SECONDS = 2.0
Progress = Callable[[int, int], None]
"""Told how many steps of how many are done; raises Stopped where the work is to stop."""


class Transactions(Protocol):
    """Opens transactions: a job needs several, since others want to see how far it is."""

    def __call__(self, *, writing: bool) -> AbstractContextManager[Store]:
        """Open one."""
        ...


class Stopped(TaxonomyError):
    """The job was cancelled, or given up for dead and started anew."""


def start_job(
    store: Store, actor: Actor, scheme_id: str, kind: JobKind, parameters: dict[str, str | list[str] | None]
) -> Job:
    """Put down a job on a scheme, which somebody has to run (`run_job`).

    Raises NotFound, Forbidden (without the right to edit), and Conflict where a job is at work on the scheme.
    """
    scheme = find_scheme(store, scheme_id)
    require(actor, Action.EDIT, scheme_id)
    now = datetime.now(UTC)
    job = Job(secrets.token_hex(8), scheme.id, kind, JobState.RUNNING, actor.id, parameters, started=now, beat=now)
    stored_jobs.add_job(store, scheme, job)
    return job


def job_of(store: Store, actor: Actor, scheme_id: str, own_id: str) -> Job:
    """Return a job of a scheme. Raises NotFound, Forbidden."""
    scheme = find_scheme(store, scheme_id)
    require(actor, Action.INSPECT, scheme_id)
    return stored_jobs.find_job(store, own_id, scheme)


def jobs_of(store: Store, actor: Actor, scheme_id: str, limit: int = 20) -> list[Job]:
    """Return the newest jobs of a scheme, newest first. Raises NotFound, Forbidden."""
    scheme = find_scheme(store, scheme_id)
    require(actor, Action.INSPECT, scheme_id)
    return stored_jobs.list_jobs(store, scheme, limit)


def cancel_job(store: Store, actor: Actor, scheme_id: str, own_id: str) -> Job:
    """Ask a job to stop, which it does within seconds. Raises NotFound, Forbidden, Conflict where it runs no more."""
    scheme = find_scheme(store, scheme_id)
    require(actor, Action.EDIT, scheme_id)
    job = stored_jobs.find_job(store, own_id, scheme)
    if job.state is not JobState.RUNNING:
        raise Conflict(message("the job runs no more: it is {state}", state=job.state), state=job.state.value)
    stored_jobs.ask_to_cancel(store, own_id)
    return stored_jobs.find_job(store, own_id, scheme)


def give_up_job(transactions: Transactions, own_id: str, fault: str) -> None:
    """Let a job fail that could not be run at all."""
    with transactions(writing=True) as store:
        stored_jobs.end_job(store, own_id, JobState.FAILED, fault=fault)


class Pulse:
    """The signs of life of a job, given every few seconds by a thread, with how far the job is.

    A database that is busy for a while is no reason to stop: the lease is much longer than a beat.
    """

    def __init__(self, transactions: Transactions, own_id: str, seconds: float = BEAT_SECONDS) -> None:
        self._transactions = transactions
        self._own_id = own_id
        self._seconds = seconds
        self._steps = (0, 0)
        self._ending = Event()
        self._stopping = Event()
        self._thread = Thread(target=self._beat, name=f"pulse of job {own_id}", daemon=True)

    def __enter__(self) -> Self:
        """Begin to beat."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """End the thread, once its last transaction is over."""
        self._ending.set()
        self._thread.join()

    def telling(self, told: Progress) -> Progress:
        """Return what tells both `told` and the store how far the job is, and raises Stopped where it is to stop."""

        def progress(done: int, total: int) -> None:
            self._steps = (done, total)
            told(done, total)
            if self._stopping.is_set():
                raise Stopped("the job was cancelled")

        return progress

    def _beat(self) -> None:
        while not self._ending.wait(self._seconds):
            done, total = self._steps
            try:
                with self._transactions(writing=True) as store:
                    if not stored_jobs.beat_job(store, self._own_id, done=done, total=total):
                        self._stopping.set()
            except Conflict:
                continue


def run_job(
    transactions: Transactions,
    own_id: str,
    work: Callable[[Job, Progress], Callable[[Store], dict[str, int]]],
    told: Progress = lambda _done, _total: None,
    *,
    seconds: float = BEAT_SECONDS,
) -> Job:
    """Run a job to its end and return it as it is then.

    `work` does what takes long, telling how far it is (as `told` is told too), and returns what writes the outcome:
    that happens in the very transaction in which the job is done, or not at all. Raises NotFound, Conflict where the
    job runs no more, and whatever goes wrong unforeseen.
    """
    with transactions(writing=False) as store:
        job = stored_jobs.find_job(store, own_id)
    if job.state is not JobState.RUNNING:
        raise Conflict(message("the job runs no more: it is {state}", state=job.state), state=job.state.value)
    try:
        with Pulse(transactions, own_id, seconds) as pulse:
            keep = work(job, pulse.telling(told))
        _finish(transactions, own_id, keep)
    except Stopped:
        _end(transactions, own_id, JobState.CANCELLED)
    except TaxonomyError as error:
        _end(transactions, own_id, JobState.FAILED, str(error))
    except Exception as error:
        _end(transactions, own_id, JobState.FAILED, f"{type(error).__name__} (the log has more)")
        raise
    except BaseException:
        _end(transactions, own_id, JobState.INTERRUPTED)
        raise
    with transactions(writing=False) as store:
        return stored_jobs.find_job(store, own_id)


def _finish(transactions: Transactions, own_id: str, keep: Callable[[Store], dict[str, int]]) -> None:
    with transactions(writing=True) as store:
        counts = keep(store)
        if not stored_jobs.end_job(store, own_id, JobState.DONE, counts=counts):
            raise Stopped("the job was given up for dead, and another one was started")


def _end(transactions: Transactions, own_id: str, state: JobState, fault: str = "") -> None:
    with transactions(writing=True) as store:
        stored_jobs.end_job(store, own_id, state, fault=fault)
