"""Health: is the service there, can it do all of its work."""

from typing import Literal

from fastapi import APIRouter

from taxonomy_service.http.dependencies import AppState, require_database
from taxonomy_service.http.shapes import Shape

router = APIRouter(tags=["operation"])


class Health(Shape):
    """The service answers."""

    status: Literal["ok"] = "ok"


class Readiness(Health):
    """The service does all of its work; `releases` are the numbers of those by which labels are judged."""

    releases: dict[str, int]


@router.get("/healthz", summary="Is the service there?")
async def healthz() -> Health:
    """Answer at once, without touching the database."""
    return Health()


@router.get("/readyz", summary="Can the service reach its database?")
async def readyz(state: AppState) -> Readiness:
    """Answer 503 while the database is away; labels are judged all the same, by the compiled releases in `data`."""
    await require_database(state)
    return Readiness(releases=state.served.compiled.in_use())
