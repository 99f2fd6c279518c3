"""A connection that does not wait for ever: for a request to come, for a body to go on, for an answer to be read.

Uvicorn itself limits only the pause between two requests. A client that opens connections and says nothing, or that
stops reading what it asked for, would hold them, their buffers and the release of their answer until it leaves.
"""

from asyncio import BaseTransport, TimerHandle
from typing import ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_TOO_LATE = (
    b"HTTP/1.1 408 Request Timeout\r\ncontent-type: application/problem+json\r\ncontent-length: %d\r\n"
    b"connection: close\r\n\r\n%b"
)
_PROBLEM = (
    b'{"type":"urn:taxonomy-service:problem:request-timeout","title":"Request timeout","status":408,'
    b'"detail":"the request did not come to its end in time"}'
)


class TimedConnection(HttpToolsProtocol):
    """A connection of uvicorn's that is ended once the client has kept it waiting too long.

    It looks at itself from time to time, so that a request that comes and goes costs nothing more.
    """

    headers_seconds: ClassVar[float] = 20.0
    """How long the line and headers of a request may take, from the moment the connection waits for them."""
    stall_seconds: ClassVar[float] = 60.0
    """How long nothing may come of a body, or be taken of an answer."""

    _look_timer: TimerHandle | None = None
    _moved = 0.0
    """When the client last gave or took something, by the loop's clock."""
    _begun: float | None = None
    """Since when a request is awaited; None once its headers are there."""

    def connection_made(self, transport: BaseTransport) -> None:
        """Begin to wait for the first request."""
        super().connection_made(transport)  # type: ignore[arg-type]
        self._moved = self._begun = self.loop.time()
        self._look_later()

    def connection_lost(self, exc: Exception | None) -> None:
        """End the looks with the connection."""
        if self._look_timer is not None:
            self._look_timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came, which may be the beginning of the next request."""
        self._moved = self.loop.time()
        if self._begun is None and self._waits_for_request():
            self._begun = self._moved
        super().data_received(data)

    def on_headers_complete(self) -> None:
        """Stop waiting for a request."""
        self._begun = None
        super().on_headers_complete()

    def pause_writing(self) -> None:
        """Note since when the client takes nothing."""
        self._moved = self.loop.time()
        super().pause_writing()

    def _waits_for_request(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _look_later(self) -> None:
        pause = min(self.headers_seconds, self.stall_seconds) / 4
        self._look_timer = self.loop.call_later(pause, self._look)

    def _look(self) -> None:
        if self._is_late(self.loop.time()):
            self._end()
        else:
            self._look_later()

    def _is_late(self, now: float) -> bool:
        if self._begun is not None and now - self._begun > self.headers_seconds:
            return True
        return self._waits_for_client() and now - self._moved > self.stall_seconds

    def _waits_for_client(self) -> bool:
        """Whether it is the client's turn: to take what was written, or to go on with a body that is being read."""
        if self.flow.write_paused or self.transport.is_closing():
            return True
        return not self._waits_for_request() and self.cycle.more_body and not self.flow.read_paused

    def _end(self) -> None:
        """Say so where nothing was said yet, and let go, since who takes nothing would not let us finish either."""
        cycle = self.cycle
        answered = cycle is not None and cycle.response_started and not cycle.response_complete
        if not answered and not self.transport.is_closing():
            self.transport.write(_TOO_LATE % (len(_PROBLEM), _PROBLEM))
            self.transport.close()
            self._look_later()  # it closes once that is taken; the next look is not so kind
        else:
            self.transport.abort()
