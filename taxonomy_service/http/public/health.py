"""Health: is the service there, can it do all of its work."""

from typing import Literal

from fastapi import APIRouter

from taxonomy_service.domain.access import ANONYMOUS
from taxonomy_service.http.dependencies import ReadingStore
from taxonomy_service.http.shapes import Shape
from taxonomy_service.services.releases import scheme_ids

router = APIRouter(tags=["operation"])


class Health(Shape):
    """The service answers."""

    status: Literal["ok"] = "ok"


@router.get("/healthz", summary="Is the service there?")
async def healthz() -> Health:
    """Answer at once, without touching the database."""
    return Health()


@router.get("/readyz", summary="Can the service reach its database?")
def readyz(store: ReadingStore) -> Health:
    """Answer 503 while the database is away; labels are judged all the same, from the releases in memory."""
    scheme_ids(store, ANONYMOUS)
    return Health()
