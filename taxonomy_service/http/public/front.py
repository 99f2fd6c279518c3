"""The front door: whoever opens the address of the service in a browser."""

from fastapi import APIRouter, Response
from starlette.responses import RedirectResponse

router = APIRouter()


@router.get("/", include_in_schema=False)
async def front() -> Response:
    """Send people to the documentation; relative, so that it holds behind a proxy with a path of its own."""
    return RedirectResponse("docs")
