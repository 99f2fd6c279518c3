"""The one middleware (pure ASGI): request ids, the limit on bodies, a problem document for the unforeseen."""

from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from taxonomy_service.domain.errors import TooLarge
from taxonomy_service.http.problems import answer_unexpected, error_response

_HEADER = "x-request-id"


class Border:
    """What every request passes on its way in and out.

    Bodies are limited to `max_body` bytes, but where the path begins with one of `unlimited`: those routes count for
    themselves.
    """

    def __init__(self, app: ASGIApp, *, max_body: int, unlimited: tuple[str, ...]) -> None:
        self._app = app
        self._max_body = max_body
        self._unlimited = unlimited

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        given = headers.get(_HEADER, "")
        request_id = given if given.isascii() and given.isprintable() and 0 < len(given) <= 64 else uuid4().hex
        started = False

        async def send_with_id(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                outgoing = MutableHeaders(scope=message)
                outgoing[_HEADER] = request_id
                outgoing["x-content-type-options"] = "nosniff"
            await send(message)

        try:
            await self._app(scope, self._limited(scope, headers, receive), send_with_id)
        except TooLarge as error:
            if started:
                raise
            await error_response(error)(scope, receive, send_with_id)
        except Exception as error:
            if started:
                raise
            await answer_unexpected(scope, receive, send_with_id, error, request_id)

    def _limited(self, scope: Scope, headers: Headers, receive: Receive) -> Receive:
        path: str = scope["path"]
        if any(path.startswith(prefix) or path.endswith(prefix) for prefix in self._unlimited):
            return receive
        error = TooLarge("the body", self._max_body, "bytes", "TAXONOMY_MAX_BODY_BYTES")
        stated = headers.get("content-length", "0")
        if stated.isdecimal() and int(stated) > self._max_body:
            raise error
        count = 0

        async def receive_limited() -> Message:
            nonlocal count
            message = await receive()
            count += len(message.get("body", b""))
            if count > self._max_body:
                raise error
            return message

        return receive_limited
