"""Jobs in the store: one that runs a scheme, with its sign of life."""

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from taxonomy_service.domain.errors import Conflict, NotFound
from taxonomy_service.domain.jobs import LEASE, Job, JobKind, JobState, job_state
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.store.finding_tables import JobRow
from taxonomy_service.store.rows import as_utc
from taxonomy_service.store.schemes import StoredScheme
from taxonomy_service.store.session import Store
from taxonomy_service.store.tables import SchemeRow

_JOBS = JobRow.__table__  # type: ignore[attr-defined]
_SCHEMES = SchemeRow.__table__  # type: ignore[attr-defined]


def add_job(store: Store, scheme: StoredScheme, job: Job) -> None:
    """Add a job that runs, once those of its scheme that are dead are marked; raises Conflict where one is alive."""
    dead = update(_JOBS).where(
        _JOBS.c.scheme_key == scheme.key,
        _JOBS.c.state == JobState.RUNNING.value,
        _JOBS.c.beat < job.started - LEASE,
    )
    connection = store.session.connection()
    connection.execute(dead.values(state=JobState.INTERRUPTED.value, ended=_JOBS.c.beat))
    try:
        with connection.begin_nested():
            connection.execute(_JOBS.insert(), _columns(scheme, job))
    except IntegrityError as error:
        running = connection.execute(
            select(_JOBS.c.id).where(_JOBS.c.scheme_key == scheme.key, _JOBS.c.state == JobState.RUNNING.value)
        ).scalar()
        raise Conflict(
            message("a job is at work on {scheme} already: {running}", scheme=scheme.id, running=str(running)),
            job=running,
        ) from error


def _columns(scheme: StoredScheme, job: Job) -> dict[str, object]:
    return {
        "id": job.id,
        "scheme_key": scheme.key,
        "kind": job.kind.value,
        "state": job.state.value,
        "author": job.author,
        "parameters": json.dumps(job.parameters, ensure_ascii=False),
        "started": job.started,
        "beat": job.beat,
        "done": job.done,
        "total": job.total,
        "cancelling": False,
        "fault": "",
    }


def find_job(store: Store, own_id: str, scheme: StoredScheme | None = None) -> Job:
    """Return the job of this id, of this scheme where one is given; raises NotFound."""
    query = _with_scheme().where(_JOBS.c.id == own_id)
    if scheme is not None:
        query = query.where(_JOBS.c.scheme_key == scheme.key)
    row = store.session.connection().execute(query).first()
    if row is None:
        raise NotFound(message("job"), own_id)
    return _job(row)


def list_jobs(store: Store, scheme: StoredScheme, limit: int) -> list[Job]:
    """Return the newest jobs of a scheme, newest first."""
    query = _with_scheme().where(_JOBS.c.scheme_key == scheme.key)
    query = query.order_by(_JOBS.c.started.desc(), _JOBS.c.id).limit(limit)
    return [_job(row) for row in store.session.connection().execute(query)]


def count_running(store: Store, now: datetime) -> int:
    """Return how many jobs are being done; those that gave no sign for a lease are not."""
    alive = select(func.count()).where(_JOBS.c.state == JobState.RUNNING.value, _JOBS.c.beat >= now - LEASE)
    return store.session.connection().execute(alive).scalar_one()


def _with_scheme() -> Any:
    return select(_JOBS, _SCHEMES.c.id.label("scheme")).join(_SCHEMES, _SCHEMES.c.key == _JOBS.c.scheme_key)


def _job(row: Any) -> Job:
    beat = as_utc(row.beat)
    return Job(
        id=row.id,
        scheme=SchemeId(row.scheme),
        kind=JobKind(row.kind),
        state=job_state(JobState(row.state), beat, datetime.now(UTC)),
        author=row.author,
        parameters=json.loads(row.parameters),
        started=as_utc(row.started),
        beat=beat,
        ended=as_utc(row.ended) if row.ended else None,
        done=row.done,
        total=row.total,
        cancelling=row.cancelling,
        counts=json.loads(row.counts) if row.counts else None,
        fault=row.fault,
    )


def beat_job(store: Store, own_id: str, *, done: int, total: int) -> bool:
    """Give a sign of life with how far the job is; False where it is to stop, since it was cancelled or given up."""
    running = (_JOBS.c.id == own_id) & (_JOBS.c.state == JobState.RUNNING.value)
    connection = store.session.connection()
    beaten = connection.execute(update(_JOBS).where(running).values(beat=datetime.now(UTC), done=done, total=total))
    wanted = connection.execute(select(_JOBS.c.cancelling).where(_JOBS.c.id == own_id)).scalar()
    return beaten.rowcount == 1 and not wanted


def end_job(
    store: Store, own_id: str, state: JobState, *, counts: dict[str, int] | None = None, fault: str = ""
) -> bool:
    """Give a running job its final state; False, and nothing is changed, where it runs no more."""
    now = datetime.now(UTC)
    query = update(_JOBS).where(_JOBS.c.id == own_id, _JOBS.c.state == JobState.RUNNING.value)
    told = json.dumps(counts) if counts is not None else None
    changed = query.values(state=state.value, beat=now, ended=now, counts=told, fault=fault)
    return store.session.connection().execute(changed).rowcount == 1


def ask_to_cancel(store: Store, own_id: str) -> None:
    """Let a running job know that it is to stop."""
    query = update(_JOBS).where(_JOBS.c.id == own_id, _JOBS.c.state == JobState.RUNNING.value)
    store.session.connection().execute(query.values(cancelling=True))
