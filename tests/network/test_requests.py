import re
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

import taxonomy_service
from taxonomy_service.domain.errors import Unreachable
from taxonomy_service.network.requests import Bounds, Outgoing, send
from tests.local_server import serving

SOON = Bounds(seconds=0.4, bytes=1000)


@contextmanager
def raw(behave: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server that does with the first connection what it likes."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def run() -> None:
            connection, _ = listening.accept()
            with connection, suppress(OSError):
                behave(connection)

        thread = Thread(target=run, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        thread.join(timeout=5)


def test_what_is_sent_arrives_and_the_answer_comes_back() -> None:
    with serving(lambda _: (201, {}, "चप्पल".encode())) as server:
        request = Outgoing(f"{server.url}/hook?a=1", "POST", {"X-Own": "1"}, "靴".encode(), private=True)
        answer = send(request)
    (received,) = server.received
    assert (answer.status, answer.body.decode()) == (201, "चप्पल")
    assert (received.method, received.path, received.body.decode()) == ("POST", "/hook?a=1", "靴")
    assert (received.headers["x-own"], received.headers["host"]) == ("1", server.url.removeprefix("http://"))


def test_a_redirect_is_an_answer_and_is_not_followed() -> None:
    with serving(lambda _: (302, {"Location": "http://127.0.0.1:1/"}, b"")) as server:
        assert send(Outgoing(server.url, private=True)).status == 302
    assert len(server.received) == 1


def test_private_address_is_not_reached_unless_allowed() -> None:
    with serving() as server, pytest.raises(Unreachable, match="not public"):
        send(Outgoing(server.url))
    assert server.received == []


def test_the_addresses_that_were_checked_are_those_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name is asked for once, whatever it would resolve to a moment later; an address that is dead is passed over."""
    asked: list[str] = []
    resolved = socket.getaddrinfo

    def answers(host: str, port: int, *rest: Any, **more: Any) -> Any:
        if host[0].isdigit():
            return resolved(host, port, *rest, **more)
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in ("127.0.0.9", "127.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", answers)
    with serving() as server:
        port = int(server.url.rpartition(":")[2])
        assert send(Outgoing(f"http://hook.example:{port}/", private=True)).status == 200
    assert asked == ["hook.example"]
    assert server.received[0].headers["host"] == f"hook.example:{port}"


def drip(begin: bytes, drop: bytes) -> Callable[[socket.socket], None]:
    """Send drops one by one, each well within the time a single answer may take, until the other side has left."""

    def behave(connection: socket.socket) -> None:
        connection.sendall(begin)
        for _ in range(40):
            connection.sendall(drop)
            time.sleep(0.1)

    return behave


def silence(begin: bytes) -> Callable[[socket.socket], None]:
    """Send no more than a beginning until the other side has left."""

    def behave(connection: socket.socket) -> None:
        connection.sendall(begin)
        connection.settimeout(4)
        while connection.recv(1000):
            pass

    return behave


@pytest.mark.parametrize(
    "behave",
    [
        silence(b""),
        silence(b"HTTP/1.1 200 OK\r\n"),
        drip(b"", b"X"),
        drip(b"HTTP/1.1 200 OK\r\n", b"A: b\r\n"),
        drip(b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n", b"x"),
    ],
    ids=["silent", "half a head", "a drip of status", "a drip of headers", "a drip of body"],
)
def test_a_server_that_hangs_is_left_in_time(behave: Callable[[socket.socket], None]) -> None:
    with raw(behave) as url:
        start = time.monotonic()
        with pytest.raises(Unreachable, match=r"0\.4 seconds|in time"):
            send(Outgoing(url, private=True), SOON)
        assert time.monotonic() - start < 3


@pytest.mark.parametrize(
    ("behave", "said"),
    [
        (lambda connection: connection.sendall(b"nonsense\r\n\r\n"), "nonsense"),
        (lambda connection: connection.close(), "closed|reset"),
        (lambda connection: connection.sendall(b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 1000 + b"\r\n"), "headers"),
        (lambda connection: connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 2000), "more than 1,000 bytes"),
        (lambda connection: connection.sendall(b"HTTP/1.1 200 " + b"x" * 70_000), "status line"),
    ],
)
def test_an_answer_that_is_none_is_told(behave: Callable[[socket.socket], None], said: str) -> None:
    with raw(behave) as url, pytest.raises(Unreachable, match=said):
        send(Outgoing(url, private=True), SOON)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "no http or https URL"),
        ("ftp://example.org/", "no http or https URL"),
        ("file:///etc/passwd", "no http or https URL"),
        ("http://user:secret@example.org/", "no http or https URL"),
        ("http:///path", "no http or https URL"),
        ("http://[::1", "no URL"),
        ("http://127.0.0.1:99999/", "no URL"),
        ("http://127.0.0.1:0/", "no http or https URL"),
        ("http://127.0.0.1/a b\r\nX: y", "control characters"),
    ],
)
def test_what_is_no_url_is_refused(url: str, said: str) -> None:
    with pytest.raises(Unreachable, match=said):
        send(Outgoing(url, private=True), SOON)


def test_a_port_where_nobody_listens_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(Unreachable, match=f"127.0.0.1:{port}/x: Connection refused") as told:
        send(Outgoing(f"http://127.0.0.1:{port}/x?secret=1", private=True), SOON)
    assert "secret" not in str(told.value)


def test_https_needs_a_certificate_that_is_accepted() -> None:
    with raw(lambda connection: connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")) as url, pytest.raises(Unreachable):
        send(Outgoing(url.replace("http:", "https:"), private=True), SOON)


def test_nothing_else_in_the_package_opens_connections() -> None:
    outward = re.compile(
        r"^\s*(?:import|from) (?:socket|ssl|ftplib|http\.client|urllib\.request|urllib3|requests|httpx)", re.MULTILINE
    )
    package = Path(taxonomy_service.__file__).parent
    found = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if outward.search(path.read_text("utf-8"))
    }
    assert found == {"network/addresses.py", "network/requests.py"}
