"""Clients that are in no hurry: what ten thousand of them cost the others, and a stream of ten million lines.

The slow ones send a request by one byte in some seconds, or ask for a stream and never read it. Meanwhile one quick
client asks on; every one of its requests must be answered.
"""

import asyncio
import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from benchmarks.figures import Figure
from benchmarks.http_rate import LABELS, _load, _request, _resident, _stream, _wait_for, free_port

SLOW, STALLED, LINES, QUICK = 10_000, 200, 10_000_000, 3_000
PATH = "/v1/schemes/footwear/validate"
_LET_GO = 45.0
"""Seconds in which a server should have let the slow ones go."""


@contextmanager
def _server() -> Iterator[tuple[int, int]]:
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        environment = {**os.environ, "TAXONOMY_DATABASE_URL": f"sqlite:///{folder}/bench.db"}
        command = [sys.executable, "-m", "taxonomy_service", "serve", "--port", str(port)]
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            _wait_for(port, process)
            yield port, process.pid
        finally:
            process.terminate()
            process.wait(timeout=30)


def _quick(port: int) -> list[float]:
    """The seconds of each of the quick client's requests, sorted; raises where one is not answered."""
    return sorted(asyncio.run(_load(port, [_request(PATH, None)] * QUICK)))


class _Slow:
    """Connections that send a byte now and then, in a thread of their own."""

    def __init__(self, port: int, count: int) -> None:
        self.connections = []
        for _ in range(count):
            connection = socket.create_connection(("127.0.0.1", port), timeout=30)
            connection.sendall(b"POST " + PATH.encode())
            self.connections.append(connection)
        self._ended = Event()
        self._thread = Thread(target=self._drip)
        self._thread.start()

    def _drip(self) -> None:
        while not self._ended.wait(5.0):
            for connection in list(self.connections):
                try:
                    connection.send(b"x")
                except OSError:
                    self.connections.remove(connection)

    def end(self) -> None:
        self._ended.set()
        self._thread.join()
        for connection in self.connections:
            connection.close()


def _open_files(pid: int) -> int:
    return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())


def _let_go(pid: int, files: int) -> float:
    """Wait until a server has only about so many files open; return the seconds, at most `_LET_GO` and a bit."""
    began = time.monotonic()
    while _open_files(pid) > files + 20 and time.monotonic() - began < _LET_GO + 15:
        time.sleep(0.5)
    return time.monotonic() - began


def _slow_ones(port: int, pid: int) -> list[Figure]:
    _quick(port)
    files, memory, alone = _open_files(pid), _resident(pid), _quick(port)
    slow = _Slow(port, SLOW)
    try:
        beside, held, peak = _quick(port), _open_files(pid) - files, _resident(pid)
        seconds = _let_go(pid, files)
    finally:
        slow.end()
    _quick(port)
    p99 = QUICK * 99 // 100
    return [
        Figure("slow clients held at once", held, "", f"{SLOW:,} connections opened", at_least=SLOW * 0.99),
        Figure(
            "one-label validation beside them, p99 / alone",
            beside[p99] / alone[p99],
            "×",
            f"{beside[p99] * 1000:.1f} against {alone[p99] * 1000:.1f} ms, {QUICK:,} requests, all answered",
            at_most=10,
        ),
        Figure("memory of a slow client", (peak - memory) / SLOW * 1024, "kB", "", at_most=64),
        Figure("until all of them are let go", seconds, "s", "they go on sending bytes", at_most=_LET_GO),
        Figure("memory afterwards", _resident(pid) / memory, "×", f"of {memory:.0f} MB before", at_most=1.5),
    ]


def _stall(port: int) -> socket.socket:
    """Ask for a stream, send as much as the server takes, and read nothing."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=30)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.sendall(f"POST {PATH}/stream HTTP/1.1\r\nHost: bench\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
    line = b'{"label": "Laufschuh", "language": "de"}\n' * 500
    connection.settimeout(0.2)
    try:
        while True:
            connection.sendall(b"%x\r\n%b\r\n" % (len(line), line))
    except OSError:
        return connection


def _stalled_ones(port: int, pid: int) -> list[Figure]:
    files, memory = _open_files(pid), _resident(pid)
    stalled = [_stall(port) for _ in range(STALLED)]
    peak = _resident(pid)
    _quick(port)
    seconds = _let_go(pid, files)
    for connection in stalled:
        connection.close()
    return [
        Figure(
            f"memory of one of {STALLED} that do not read", (peak - memory) / STALLED * 1024, "kB", "", at_most=2048
        ),
        Figure("until the last of them is let go", seconds, "s", "all others are answered", at_most=90),
    ]


def _long_stream(port: int, pid: int) -> list[Figure]:
    _stream(port, 10_000)
    short = _resident(pid)
    count = _stream(port, LINES)
    wanted = LINES // (100 * len(LABELS)) * 100 * len(LABELS)
    return [
        Figure(
            "lines answered of a stream", count / wanted, "×", f"{count:,} of {wanted:,}", at_least=1.0, at_most=1.0
        ),
        Figure("memory after it / after 10,000 lines", _resident(pid) / short, "×", f"{short:.0f} MB", at_most=1.1),
    ]


def run() -> list[Figure]:
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    with _server() as (port, pid):
        return [*_long_stream(port, pid), *_slow_ones(port, pid), *_stalled_ones(port, pid)]
