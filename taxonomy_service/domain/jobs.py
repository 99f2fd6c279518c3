"""Jobs: work that takes longer than a request, and whether somebody is still at it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from taxonomy_service.domain.schemes import SchemeId

LEASE = timedelta(seconds=60)
"""A job whose process gave no sign for this long is taken for dead."""


class JobKind(StrEnum):
    """What a job does."""

    DETECTION = "detection"


class JobState(StrEnum):
    """How far a job is; all but `running` are final, and an interrupted one may be started anew."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class Job:
    """A job on a scheme; there is at most one that runs.

    `parameters` say what was asked for; `done` of `total` steps are behind it; `beat` is the last sign of life of its
    process; `counts` are what came out; `fault` is why it failed, in a sentence.
    """

    id: str
    scheme: SchemeId
    kind: JobKind
    state: JobState
    author: str
    parameters: dict[str, str | list[str] | None]
    started: datetime
    beat: datetime
    ended: datetime | None = None
    done: int = 0
    total: int = 0
    cancelling: bool = False
    counts: dict[str, int] | None = None
    fault: str = ""


def job_state(state: JobState, beat: datetime, now: datetime) -> JobState:
    """Return the state of a job as it is: one that says it runs, but gave no sign for a lease, was interrupted."""
    return JobState.INTERRUPTED if state is JobState.RUNNING and now - beat > LEASE else state
