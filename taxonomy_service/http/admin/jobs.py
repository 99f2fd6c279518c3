"""Jobs over HTTP: how far they are, and a way to stop them."""

from dataclasses import asdict
from datetime import datetime

from fastapi import APIRouter

from taxonomy_service.domain.jobs import Job, JobKind, JobState
from taxonomy_service.http.dependencies import CurrentActor, ReadingStore, SchemeName, WritingStore
from taxonomy_service.http.shapes import Shape
from taxonomy_service.services.jobs import cancel_job, job_of, jobs_of

router = APIRouter(prefix="/admin/v1/schemes/{scheme}/jobs", tags=["admin"])


class JobShape(Shape):
    """A job; `progress` is the part that is done, 0 to 1, `counts` say how many findings there are of each state."""

    id: str
    scheme: str
    kind: JobKind
    state: JobState
    author: str
    parameters: dict[str, str | list[str] | None]
    started: datetime
    beat: datetime
    ended: datetime | None
    progress: float
    cancelling: bool
    counts: dict[str, int] | None
    fault: str


def job_shape(job: Job) -> JobShape:
    """Show a job."""
    part = 1.0 if job.state is JobState.DONE else job.done / job.total if job.total else 0.0
    return JobShape(**asdict(job), progress=min(part, 1.0))


@router.get("", summary="The newest jobs of a scheme")
def jobs(store: ReadingStore, actor: CurrentActor, scheme: SchemeName) -> list[JobShape]:
    """List the newest jobs, newest first."""
    return [job_shape(job) for job in jobs_of(store, actor, scheme)]


@router.get("/{job}", summary="One job")
def job(store: ReadingStore, actor: CurrentActor, scheme: SchemeName, job: str) -> JobShape:
    """Show how far a job is; one whose process died is `interrupted` a minute later, and can be started anew."""
    return job_shape(job_of(store, actor, scheme, job))


@router.post("/{job}:cancel", summary="Stop a job", status_code=202)
def cancel(store: WritingStore, actor: CurrentActor, scheme: SchemeName, job: str) -> JobShape:
    """Ask a job to stop, which it does within seconds; what earlier jobs found stays."""
    return job_shape(cancel_job(store, actor, scheme, job))
