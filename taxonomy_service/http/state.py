"""What a running app holds."""

from dataclasses import dataclass, field
from typing import cast

from anyio import CapacityLimiter
from sqlalchemy import Engine
from starlette.requests import Request

from taxonomy_service.http.answers import Answers
from taxonomy_service.http.meters import Meters
from taxonomy_service.http.turns import Turns
from taxonomy_service.services.authentication import Authentication
from taxonomy_service.services.imports import ImportLimits
from taxonomy_service.services.job_processes import JobProcesses
from taxonomy_service.services.served_releases import ServedReleases


@dataclass(frozen=True, slots=True)
class State:
    """The engines for writing and for reading, their turns, the releases served, who is known, jobs, limits, counts."""

    engine: Engine
    reading: Engine
    turns: Turns
    served: ServedReleases
    authentication: Authentication
    jobs: JobProcesses
    import_limits: ImportLimits
    max_body: int
    max_batch: int
    webhook_private: bool = False
    embeddings: frozenset[str] = frozenset()
    metrics_key: str | None = None
    meters: Meters = field(default_factory=Meters)
    answers: Answers = field(default_factory=Answers)
    strangers: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(2))
    exports: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(2))


def state_of(request: Request) -> State:
    """Return the state of the app that serves a request."""
    return cast("State", request.app.state.taxonomy)
