import json
import socket
import threading
import time
from collections.abc import Iterator
from typing import ClassVar

import pytest
import uvicorn
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from taxonomy_service.app import create_app
from taxonomy_service.http.connections import TimedConnection
from taxonomy_service.settings import Settings
from tests.local_server import free_port
from tests.patience import PATIENCE


class Hasty(TimedConnection):
    headers_seconds: ClassVar[float] = 0.8
    stall_seconds: ClassVar[float] = 1.5


@pytest.fixture
def port(client: TestClient, settings: Settings) -> Iterator[int]:
    free = free_port()
    config = uvicorn.Config(create_app(settings), port=free, http=Hasty, log_level="error", access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield free
    server.should_exit = True
    thread.join(timeout=PATIENCE)


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)


def everything(connection: socket.socket) -> bytes:
    found = b""
    while more := connection.recv(1 << 16):
        found += more
    return found


def ask(label: str, *, close: bool) -> bytes:
    body = json.dumps({"label": label, "language": "de"}).encode()
    ending = "Connection: close\r\n" if close else ""
    head = f"POST /v1/schemes/shoes/validate HTTP/1.1\r\nHost: x\r\n{ending}Content-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def test_a_client_that_says_nothing_is_told_so_and_let_go(port: int) -> None:
    with connect(port) as connection:
        answer = everything(connection)
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["title"] == "Request timeout"


def test_headers_that_drip_do_not_buy_time(port: int) -> None:
    with connect(port) as connection:
        connection.sendall(b"POST /v1/schemes/shoes/validate HTTP/1.1\r\n")
        began = time.monotonic()
        with pytest.raises(OSError, match=r".*"):
            for number in range(100):
                connection.sendall(f"X-{number}: x\r\n".encode())
                time.sleep(0.05)
        assert time.monotonic() - began < 4


def test_a_body_that_stops_half_way_ends_the_request_quietly(port: int) -> None:
    with capture_logs() as logged, connect(port) as connection:
        connection.sendall(ask("Laufschuh", close=False)[:-10])
        assert everything(connection).startswith(b"HTTP/1.1 408 ")
    assert [entry for entry in logged if entry["log_level"] == "error"] == []


def test_a_body_that_comes_slowly_but_comes_is_answered(port: int) -> None:
    request = ask("Laufschuh", close=True)
    with connect(port) as connection:
        connection.sendall(request[:-12])
        for byte in request[-12:]:
            time.sleep(0.15)  # longer in all than a pause may be
            connection.sendall(bytes([byte]))
        assert everything(connection).startswith(b"HTTP/1.1 200 ")


def test_a_second_request_after_a_pause_is_answered(port: int) -> None:
    with connect(port) as connection:
        connection.sendall(ask("Laufschuh", close=False))
        assert connection.recv(1 << 16).startswith(b"HTTP/1.1 200 ")
        time.sleep(1.8)
        connection.sendall(ask("Laufschuh", close=True))
        assert everything(connection).startswith(b"HTTP/1.1 200 ")


def test_a_client_that_stops_reading_its_stream_is_let_go_and_holds_nobody_up(port: int) -> None:
    line = json.dumps({"label": "Laufschuh", "language": "de"}).encode() + b"\n"
    chunk = line * 2_000
    with connect(port) as stalled:
        stalled.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        stalled.sendall(
            b"POST /v1/schemes/shoes/validate/stream HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        stalled.settimeout(10)
        with pytest.raises((BrokenPipeError, ConnectionResetError)):
            while True:  # it sends on and on, and never reads
                stalled.sendall(b"%x\r\n%b\r\n" % (len(chunk), chunk))
    with connect(port) as other:
        other.sendall(ask("Laufschuh", close=True))
        assert everything(other).startswith(b"HTTP/1.1 200 ")
