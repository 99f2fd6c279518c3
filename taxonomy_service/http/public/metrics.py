"""Metrics for Prometheus, for this machine or for whoever holds their key."""

import hmac
from ipaddress import ip_address

from fastapi import APIRouter, Request, Response

from taxonomy_service.domain.errors import NotFound, Unauthenticated
from taxonomy_service.domain.messages import message
from taxonomy_service.http.dependencies import AppState, count_queues
from taxonomy_service.http.state import State

router = APIRouter(tags=["operation"])
_TEXT = "text/plain; version=0.0.4; charset=utf-8"


@router.get(
    "/metrics",
    summary="Metrics, in Prometheus' text format",
    response_class=Response,
    responses={
        200: {"content": {"text/plain": {"schema": {"type": "string"}}}},
        401: {"description": "The key of the metrics is needed"},
        404: {"description": "Metrics are told to this machine alone"},
    },
)
async def metrics(request: Request, state: AppState) -> Response:
    """Without a key in the settings they are told to this machine alone; to others they do not exist."""
    _require_access(request, state)
    return Response(state.meters.text(await count_queues(state)), media_type=_TEXT)


def _require_access(request: Request, state: State) -> None:
    if state.metrics_key is None:
        if not _is_here(request):
            raise NotFound(message("page"), "/metrics")
        return
    given = request.headers.get("authorization", "").encode(errors="replace")
    if not hmac.compare_digest(given, f"Bearer {state.metrics_key}".encode()):
        raise Unauthenticated(
            message("metrics need the header 'Authorization: Bearer' and the key TAXONOMY_METRICS_KEY")
        )


def _is_here(request: Request) -> bool:
    """Say whether a request comes from this machine, and not from a proxy on it that passes on those of others."""
    passed_on = "forwarded" in request.headers or "x-forwarded-for" in request.headers
    try:
        return not passed_on and request.client is not None and ip_address(request.client.host).is_loopback
    except ValueError:
        return False
