"""Problem details (RFC 9457): the only table of status codes."""

from collections.abc import Mapping
from functools import reduce
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, NamedTuple

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
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import Message, message, tell, verbatim
from taxonomy_service.domain.shape_faults import shape_fault
from taxonomy_service.http.accept_language import told_in
from taxonomy_service.services.catalogues import SOURCE_LANGUAGE, translator

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
    400: message("Malformed request"),
    401: message("Not authenticated"),
    403: message("Not allowed"),
    404: message("Not found"),
    405: message("Method not allowed"),
    406: message("Not acceptable"),
    409: message("Conflict"),
    410: message("Gone"),
    412: message("Precondition failed"),
    413: message("Too large"),
    415: message("Unsupported media type"),
    422: message("Unprocessable content"),
    428: message("Precondition required"),
    500: message("Internal error"),
    501: message("Not installed"),
    503: message("Not available"),
}
_OTHER = message("Error")
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


class Fault(NamedTuple):
    """What a problem says, before it is told in a language; `name` is the end of its type."""

    status: int
    name: str
    detail: Message
    data: Mapping[str, Any] = MappingProxyType({})


def fault_of(error: TaxonomyError) -> Fault:
    """Return what one of our errors says."""
    status, name = next(_TYPES[kind] for kind in type(error).__mro__ if kind in _TYPES)
    return Fault(status, name, error.said, {key: value for key, value in error.data.items() if value is not None})


def problem_of(fault: Fault, language: LanguageTag = SOURCE_LANGUAGE) -> Problem:
    """Tell a fault in a language that there is a catalogue for; `data` is the same in all."""
    reader = translator(language)
    title = tell(_TITLES.get(fault.status, _OTHER), reader)
    detail = tell(fault.detail, reader)
    return Problem(f"urn:taxonomy-service:problem:{fault.name}", title, fault.status, detail, dict(fault.data))


def fault_response(fault: Fault, accept_language: str | None, headers: Mapping[str, str] | None = None) -> Response:
    """Write a problem document in the language that the client likes best of those we have."""
    language = told_in(accept_language)
    own = {"Content-Language": language, "Vary": "Accept-Language", **(headers or {})}
    return Response(msgspec.json.encode(problem_of(fault, language)), fault.status, own, MEDIA_TYPE)


def error_response(error: TaxonomyError, accept_language: str | None = None) -> Response:
    """Answer one of our errors."""
    headers = next((shown for kind, shown in _HEADERS.items() if isinstance(error, kind)), None)
    return fault_response(fault_of(error), accept_language, headers)


def unprocessable(request: Request, detail: str | Message) -> Response:
    """Answer a body whose shape is wrong."""
    told = detail if isinstance(detail, Message) else verbatim(detail)
    return fault_response(Fault(422, "unprocessable", told), _accepted(request))


def is_encoded(request: Request) -> bool:
    """Say whether the body is stated to be compressed."""
    return request.headers.get("content-encoding", "identity") != "identity"


def not_json(request: Request, fault: str | Message = "") -> Response:
    """Answer a body that is not JSON; one that is compressed is of no use here (415, RFC 9110 §15.5.16)."""
    if is_encoded(request):
        told = message("the body is compressed; send it as it is, without Content-Encoding")
        return fault_response(Fault(415, "encoded", told), _accepted(request), {"Accept-Encoding": "identity"})
    plain = fault if isinstance(fault, Message) else fault.removeprefix("JSON is malformed: ")
    told = message("the body is not JSON: {fault}", fault=plain)
    return fault_response(Fault(400, "malformed", told), _accepted(request))


def _accepted(request: Request) -> str | None:
    return request.headers.get("accept-language")


async def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, TaxonomyError)
    return error_response(error, _accepted(request))


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    name = "not-found" if error.status_code == 404 else "http"
    said = str(error.detail)
    usual = said == HTTPStatus(error.status_code).phrase  # what Starlette says where it says nothing
    detail = _TITLES.get(error.status_code, verbatim(said)) if usual else verbatim(said)
    return fault_response(Fault(error.status_code, name, detail), _accepted(request), error.headers)


async def _shape(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    places = [
        {"place": ".".join(str(part) for part in fault["loc"]), "message": fault["msg"]} for fault in error.errors()
    ]
    told = [message("{place}: {fault}", place=one["place"], fault=shape_fault(one["message"])) for one in places[:5]]
    detail = reduce(lambda first, more: message("{first}; {more}", first=first, more=more), told)
    return fault_response(Fault(422, "unprocessable", detail, {"faults": places[:50]}), _accepted(request))


def install_problem_handlers(app: FastAPI) -> None:
    """Let every failure of the app, FastAPI's own included, answer with a problem document."""
    app.add_exception_handler(TaxonomyError, _ours)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _shape)


async def answer_unexpected(scope: Scope, receive: Receive, send: Send, error: Exception, request_id: str) -> None:
    """Answer a failure that nobody foresaw: log it whole, tell the client only its number."""
    _log.error("unexpected", path=scope.get("path"), request_id=request_id, exc_info=error)
    detail = message("something went wrong here; tell the operator the request id")
    fault = Fault(500, "internal", detail, {"request_id": request_id})
    await fault_response(fault, _accepted(Request(scope)))(scope, receive, send)
