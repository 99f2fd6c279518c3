"""The one middleware (pure ASGI): request ids, the limits on bodies, counts, a problem document for the unforeseen."""

from time import perf_counter
from typing import NamedTuple
from uuid import uuid4

import structlog
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from taxonomy_service.domain.errors import Overloaded, TooLarge
from taxonomy_service.domain.messages import message
from taxonomy_service.http.logs import request_of_log
from taxonomy_service.http.meters import Meters
from taxonomy_service.http.problems import answer_unexpected, error_response

_HEADER = b"x-request-id"
_UNMATCHED = "unmatched"
"""The route of requests for what does not exist."""
_HUNG_UP = 499
"""The status noted, as nginx does, where nothing was answered, since the client had gone."""
_log = structlog.get_logger("taxonomy_service.requests")


class Limits(NamedTuple):
    """Bodies are limited to `max_body` bytes, and those being read at one time to `max_bodies` together.

    Not where the path begins or ends with one of `unlimited`: those routes count for themselves.
    """

    max_body: int
    max_bodies: int
    unlimited: tuple[str, ...]


class Border:
    """What every request passes on its way in and out; with `log` each is a line of the log."""

    def __init__(self, app: ASGIApp, *, limits: Limits, meters: Meters, log: bool = False) -> None:
        self._app = app
        self._limits = limits
        self._meters = meters
        self._log = log
        self._held = 0  # bytes of the bodies that are being read or worked on

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["method"] == "HEAD":  # what answers GET answers HEAD (RFC 9110 §9.1); the server leaves out the body
            scope = {**scope, "method": "GET"}
        began = perf_counter()
        request_id = _request_id(scope)
        told = request_of_log.set(request_id)
        answer = _Answer(send, request_id)
        try:
            await self._pass(scope, receive, answer)
        finally:
            self._note(scope, answer, perf_counter() - began)
            request_of_log.reset(told)

    async def _pass(self, scope: Scope, receive: Receive, answer: "_Answer") -> None:
        body = None if self._is_unlimited(scope) else _Body(self, receive)
        try:
            if body is not None:
                self._refuse_stated(scope)
            await self._app(scope, receive if body is None else body.receive, answer.send)
        except (TooLarge, Overloaded) as error:
            if answer.status is not None:
                raise
            liked = (_header(scope, b"accept-language") or b"").decode("latin-1")
            await error_response(error, liked)(scope, receive, answer.send)
        except ClientDisconnect:
            return  # nobody is there to be told
        except Exception as error:
            if answer.status is not None:
                raise
            await answer_unexpected(scope, receive, answer.send, error, answer.request_id)
        finally:
            if body is not None:
                self.release(body.count)

    def _note(self, scope: Scope, answer: "_Answer", seconds: float) -> None:
        """Count a request; its template is known once the router has found it."""
        route = getattr(scope.get("route"), "path", _UNMATCHED)
        status = _HUNG_UP if answer.status is None else answer.status
        self._meters.count_request(route, scope["method"], status, seconds)
        if self._log:
            _log.info(
                "request",
                method=scope["method"],
                path=scope["path"],
                route=route,
                status=status,
                milliseconds=round(seconds * 1000, 3),
            )

    def _is_unlimited(self, scope: Scope) -> bool:
        path: str = scope["path"]
        return path.startswith(self._limits.unlimited) or path.endswith(self._limits.unlimited)

    def _refuse_stated(self, scope: Scope) -> None:
        """Raise TooLarge where the request says that it is, before any of it is read."""
        stated = _header(scope, b"content-length") or b""
        if stated.isdigit() and int(stated) > self._limits.max_body:
            raise self._too_large()

    def hold(self, count: int, more: int) -> None:
        """Count bytes more of a body of which there are `count`; raises TooLarge, Overloaded."""
        self._held += more
        if count > self._limits.max_body:
            raise self._too_large()
        if self._held > self._limits.max_bodies:
            raise Overloaded(message("the bodies of the requests that are at work take too much memory; try again"))

    def release(self, count: int) -> None:
        """Let go of the bytes of a body."""
        self._held -= count

    def _too_large(self) -> TooLarge:
        return TooLarge(message("the body"), self._limits.max_body, message("bytes"), "TAXONOMY_MAX_BODY_BYTES")


class _Body:
    """The body of a request, counted as it comes."""

    __slots__ = ("_border", "_receive", "count")

    def __init__(self, border: Border, receive: Receive) -> None:
        self._border = border
        self._receive = receive
        self.count = 0

    async def receive(self) -> Message:
        """Receive a part of the body."""
        message = await self._receive()
        more = len(message.get("body", b""))
        self.count += more
        self._border.hold(self.count, more)
        return message


class _Answer:
    """What is sent in answer to a request; `status` is None until it begins."""

    __slots__ = ("_send", "request_id", "status")

    def __init__(self, send: Send, request_id: str) -> None:
        self._send = send
        self.request_id = request_id
        self.status: int | None = None

    async def send(self, message: Message) -> None:
        """Send a part of the answer, the first with our headers."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            own = ((_HEADER, self.request_id.encode()), (b"x-content-type-options", b"nosniff"))
            message["headers"] = [*message["headers"], *own]
        await self._send(message)


def _header(scope: Scope, wanted: bytes) -> bytes | None:
    """Return the first value of a header; plain, since this happens in every request."""
    for key, value in scope["headers"]:
        if key == wanted:
            found: bytes = value
            return found
    return None


def _request_id(scope: Scope) -> str:
    """Return the id that the client gave, where it is short and printable, else a new one."""
    given = (_header(scope, _HEADER) or b"").decode("latin-1")
    return given if given.isascii() and given.isprintable() and 0 < len(given) <= 64 else uuid4().hex
