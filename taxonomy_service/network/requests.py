"""One request outward: to an address that was checked, within stated bounds, without following redirects."""

import http.client
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from threading import Event, Timer
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from taxonomy_service.domain.errors import Unreachable
from taxonomy_service.domain.messages import Amount, Given, Message, message, verbatim
from taxonomy_service.network.addresses import resolve


class Outgoing(NamedTuple):
    """A request; `private` is whether it may go to addresses that are not public."""

    url: str
    method: str = "GET"
    headers: Mapping[str, str] = {}
    body: bytes | None = None
    private: bool = False


class Bounds(NamedTuple):
    """How long the whole may take, and how long an answer may be."""

    seconds: float = 10.0
    bytes: int = 1024 * 1024


class Answer(NamedTuple):
    """What came back; a redirect is an answer like any other."""

    status: int
    body: bytes


def send(request: Outgoing, bounds: Bounds | None = None) -> Answer:
    """Send a request and return the answer, whatever its status. Raises Unreachable for all that goes wrong."""
    bounds = bounds or Bounds()
    parts = split_url(request.url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    addresses = resolve(str(parts.hostname), port, private=request.private)
    too_late = Event()
    connection = _Connection(parts, port, addresses, too_late)
    connection.timeout = bounds.seconds
    with _deadline(connection, bounds.seconds, too_late):
        try:
            connection.request(request.method, _path(parts), request.body, dict(request.headers))
            response = connection.getresponse()
            body = response.read(bounds.bytes + 1)
        except (OSError, http.client.HTTPException, ValueError) as error:
            seconds = f"{bounds.seconds:g}"
            told = message("no answer in {seconds} seconds", seconds=seconds) if too_late.is_set() else _told(error)
            raise Unreachable(message("{url}: {fault}", url=_shown(parts), fault=told), host=parts.hostname) from error
        finally:
            connection.close()
    if too_late.is_set():
        raise Unreachable(
            message("{url}: no whole answer in {seconds} seconds", url=_shown(parts), seconds=f"{bounds.seconds:g}"),
            host=parts.hostname,
        )
    if len(body) > bounds.bytes:
        raise Unreachable(
            message("{url}: an answer of more than {bytes} bytes", url=_shown(parts), bytes=Amount(bounds.bytes)),
            host=parts.hostname,
        )
    return Answer(response.status, body)


class _Connection(http.client.HTTPConnection):
    """A connection to one of the addresses given, whatever the name would resolve to by now."""

    def __init__(self, parts: SplitResult, port: int, addresses: list[str], too_late: Event) -> None:
        super().__init__(str(parts.hostname), port)
        self._addresses = addresses
        self._too_late = too_late
        self._secure = parts.scheme == "https"
        self.default_port = 443 if self._secure else 80

    def connect(self) -> None:
        """Connect, and over HTTPS prove by its certificate that the host is the one named."""
        self._hold(self._reach())
        if self._secure:
            context = ssl.create_default_context()
            secure = context.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
            self._hold(secure)
            secure.do_handshake()

    def _reach(self) -> socket.socket:
        """Connect to the first address that answers: of an IPv6 and an IPv4 one, often only one can be reached."""
        for address in self._addresses[:-1]:
            with suppress(OSError):
                return socket.create_connection((address, self.port), self.timeout)
            if self._too_late.is_set():
                raise TimeoutError
        return socket.create_connection((self._addresses[-1], self.port), self.timeout)

    def _hold(self, opened: socket.socket) -> None:
        """Make a socket the one that is cut when the time is over; it may be over already."""
        self.sock = opened
        if self._too_late.is_set():
            raise TimeoutError


@contextmanager
def _deadline(connection: http.client.HTTPConnection, seconds: float, too_late: Event) -> Iterator[None]:
    """Cut the connection after some seconds: a server that sends a byte now and then never times out by itself."""

    def cut() -> None:
        too_late.set()
        open_socket = connection.sock
        if open_socket is not None:
            with suppress(OSError):
                socket.socket.shutdown(open_socket, socket.SHUT_RDWR)

    timer = Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def split_url(url: str) -> SplitResult:
    """Take a URL apart; raises Unreachable for one that no request can go to."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError as error:
        raise Unreachable(message("{url} is no URL", url=Given(url[:200]))) from error
    if not usable or parts.username is not None:
        raise Unreachable(message("{url} is no http or https URL without a user's name", url=Given(url[:200])))
    return parts


def _path(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _shown(parts: SplitResult) -> str:
    """Return the URL without its query, which may hold a secret."""
    return f"{parts.scheme}://{parts.netloc}{parts.path}"[:300]


def _told(error: Exception) -> Message:
    if isinstance(error, TimeoutError):
        return message("no answer in time")
    if isinstance(error, ssl.SSLCertVerificationError):
        return message("its certificate is not accepted ({fault})", fault=error.verify_message)
    return verbatim((error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__)
