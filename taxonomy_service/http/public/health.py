"""Health: is the service there."""

from typing import Literal

from fastapi import APIRouter

from taxonomy_service.http.shapes import Shape

router = APIRouter(tags=["operation"])


class Health(Shape):
    """The service answers."""

    status: Literal["ok"] = "ok"


@router.get("/healthz", summary="Is the service there?")
async def healthz() -> Health:
    """Answer at once, without touching the database."""
    return Health()
