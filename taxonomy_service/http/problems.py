"""Problem details (RFC 9457): the only table of status codes."""

from collections.abc import Mapping
from typing import Any

import msgspec
import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from taxonomy_service.domain.errors import (
    Conflict,
    DatabaseOutOfStep,
    DatabaseUnusable,
    EditRefused,
    Forbidden,
    Gone,
    InvalidLanguageTag,
    KeyReused,
    Malformed,
    NotFound,
    NothingToImport,
    NotInstalled,
    Overloaded,
    PreconditionMissing,
    ReleaseBlocked,
    Stale,
    TaxonomyError,
    TooLarge,
    Unauthenticated,
    Unreachable,
    UnreadableFile,
    UnusableForm,
)

MEDIA_TYPE = "application/problem+json"
_TYPES: dict[type[TaxonomyError], tuple[int, str]] = {
    UnusableForm: (400, "unusable-form"),
    InvalidLanguageTag: (400, "invalid-language-tag"),
    UnreadableFile: (400, "unreadable-file"),
    NothingToImport: (400, "nothing-to-import"),
    Malformed: (400, "malformed"),
    Unauthenticated: (401, "unauthenticated"),
    Forbidden: (403, "forbidden"),
    Unreachable: (503, "unreachable"),
    NotFound: (404, "not-found"),
    Gone: (410, "gone"),
    NotInstalled: (501, "not-installed"),
    Overloaded: (503, "overloaded"),
    DatabaseOutOfStep: (503, "database-out-of-step"),
    DatabaseUnusable: (503, "database-unusable"),
    EditRefused: (409, "edit-refused"),
    ReleaseBlocked: (409, "release-blocked"),
    Conflict: (409, "conflict"),
    Stale: (412, "stale"),
    PreconditionMissing: (428, "precondition-missing"),
    KeyReused: (422, "idempotency-key-reused"),
    TooLarge: (413, "too-large"),
}
_TITLES = {
    400: "Malformed request",
    401: "Not authenticated",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    406: "Not acceptable",
    409: "Conflict",
    410: "Gone",
    412: "Precondition failed",
    413: "Too large",
    415: "Unsupported media type",
    422: "Unprocessable content",
    428: "Precondition required",
    500: "Internal error",
    501: "Not installed",
    503: "Not available",
}
_HEADERS: dict[type[TaxonomyError], dict[str, str]] = {
    Unauthenticated: {"WWW-Authenticate": 'Bearer realm="taxonomy-service"'},
    DatabaseUnusable: {"Retry-After": "5"},
    Overloaded: {"Retry-After": "1"},
}
_log = structlog.get_logger("taxonomy_service.http")


class Problem(msgspec.Struct, frozen=True):
    """What went wrong; `data` names the place for a program."""

    type: str
    title: str
    status: int
    detail: str
    data: dict[str, Any] = {}


def problem_of(error: TaxonomyError) -> Problem:
    """Describe one of our errors."""
    status, name = next(_TYPES[kind] for kind in type(error).__mro__ if kind in _TYPES)
    data = {key: value for key, value in error.data.items() if value is not None}
    return Problem(f"urn:taxonomy-service:problem:{name}", _TITLES[status], status, str(error), data)


def problem_response(problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """Write a problem document."""
    return Response(msgspec.json.encode(problem), problem.status, dict(headers or {}), MEDIA_TYPE)


def _plain(status: int, name: str, detail: str, **data: Any) -> Problem:
    return Problem(f"urn:taxonomy-service:problem:{name}", _TITLES.get(status, "Error"), status, detail, data)


def error_response(error: TaxonomyError) -> Response:
    """Answer one of our errors."""
    headers = next((shown for kind, shown in _HEADERS.items() if isinstance(error, kind)), None)
    return problem_response(problem_of(error), headers)


def unprocessable(detail: str, **data: Any) -> Response:
    """Answer a body whose shape is wrong."""
    return problem_response(_plain(422, "unprocessable", detail, **data))


def not_json(detail: str) -> Response:
    """Answer a body that is not JSON."""
    return problem_response(_plain(400, "malformed", f"the body is not JSON: {detail}"))


async def _ours(_request: Request, error: Exception) -> Response:
    assert isinstance(error, TaxonomyError)
    return error_response(error)


async def _http(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    name = "not-found" if error.status_code == 404 else "http"
    return problem_response(_plain(error.status_code, name, str(error.detail)), error.headers)


async def _shape(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    places = [
        {"place": ".".join(str(part) for part in fault["loc"]), "message": fault["msg"]} for fault in error.errors()
    ]
    detail = "; ".join(f"{fault['place']}: {fault['message']}" for fault in places[:5])
    return problem_response(_plain(422, "unprocessable", detail, faults=places[:50]))


def install_problem_handlers(app: FastAPI) -> None:
    """Let every failure of the app, FastAPI's own included, answer with a problem document."""
    app.add_exception_handler(TaxonomyError, _ours)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _shape)


async def answer_unexpected(scope: Scope, receive: Receive, send: Send, error: Exception, request_id: str) -> None:
    """Answer a failure that nobody foresaw: log it whole, tell the client only its number."""
    _log.error("unexpected", path=scope.get("path"), request_id=request_id, exc_info=error)
    detail = "something went wrong here; tell the operator the request id"
    await problem_response(_plain(500, "internal", detail, request_id=request_id))(scope, receive, send)
