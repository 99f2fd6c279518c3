"""Validation over HTTP: labels one by one, against an empty FastAPI route with the same models, then as a stream.

One by one they are asked twice over: a label that comes again, as it does while images are annotated, and bodies of
which none comes again, with thousands of labels in ten languages.

Each server runs alone under the same uvicorn, ours with one worker or two; a client in this process keeps eight
connections busy. What counts is requests a CPU second of the server's processes, so that the client's share of the
machine does not matter. Latencies are of the clock, and compared in the same run.
"""

import asyncio
import io
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import count, islice, repeat
from pathlib import Path
from threading import Thread
from typing import NamedTuple

from benchmarks.figures import Figure
from taxonomy_service.domain.access import OPERATOR, Grant, Role
from taxonomy_service.domain.actors import Person
from taxonomy_service.exchange.rdf import RdfFormat, read_statements
from taxonomy_service.exchange.skos_reader import read_skos
from taxonomy_service.services.actors import create_actor
from taxonomy_service.services.keys import create_key
from taxonomy_service.store.schema import upgrade
from taxonomy_service.store.session import open_engine, transaction

REQUESTS = 6_000
CONNECTIONS = 8
ROUNDS = 3
BODY = json.dumps({"label": "chaussure de sport", "language": "fr", "concept": "running-shoe"}).encode()
FOOTWEAR = Path(__file__).parents[1] / "vocabularies" / "footwear.ttl"


STREAMED = 500_000
_VERDICT = b'{"verdict":'
LABELS = (
    "Laufschuh",
    "chaussure de sport",
    "ランニングシューズ",
    "Laufshcuh",
    "zapatilla",
    "but do biegania",
    "sandal",
)


class Rounds(NamedTuple):
    """Requests a CPU second of each round, and the seconds that every request took."""

    rates: list[float]
    seconds: list[float]

    @property
    def rate(self) -> float:
        return sorted(self.rates)[len(self.rates) // 2]

    @property
    def p99(self) -> float:
        return sorted(self.seconds)[len(self.seconds) * 99 // 100]

    def joined(self, other: "Rounds") -> "Rounds":
        return Rounds(self.rates + other.rates, self.seconds + other.seconds)


def cpu_seconds(pid: int) -> float:
    """CPU seconds of a process and its children."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    own = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return own + sum(cpu_seconds(int(child)) for child in children)


def _resident(pid: int) -> float:
    """Megabytes of memory that a process has."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def _request(path: str, key: str | None, body: bytes = BODY) -> bytes:
    sent = "" if key is None else f"Authorization: Bearer {key}\r\n"
    head = (
        f"POST {path} HTTP/1.1\r\nHost: bench\r\n{sent}"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


_BLANKS = str.maketrans("01", " \t")


def _distinct(path: str) -> Iterator[bytes]:
    """Yield requests of which no two are alike: all labels of a vocabulary with their concepts, over and over."""
    statements = read_statements(io.BytesIO(FOOTWEAR.read_bytes()), FOOTWEAR.name, RdfFormat.TURTLE, limit=1 << 30)
    (scheme,) = read_skos(statements, FOOTWEAR.name).schemes
    labels = [(own.form, own.language, concept.id) for concept in scheme.concepts.values() for own in concept.labels]
    for number in count():
        form, language, concept = labels[number * 101 % len(labels)]
        asked = json.dumps({"label": form, "language": language, "concept": concept}, ensure_ascii=False)
        yield _request(path, None, (asked + f"{number:b}".translate(_BLANKS)).encode())


async def _one_connection(port: int, requests: list[bytes]) -> list[float]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    seconds = []
    for request in requests:
        began = time.perf_counter()
        writer.write(request)
        answer = await reader.readuntil(b"\r\n\r\n")
        if not answer.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(answer.decode())
        length = next(
            int(line.split(b":")[1]) for line in answer.split(b"\r\n") if line.lower().startswith(b"content-length")
        )
        await reader.readexactly(length)
        seconds.append(time.perf_counter() - began)
    writer.close()
    await writer.wait_closed()
    return seconds


async def _load(port: int, requests: list[bytes]) -> list[float]:
    each = [_one_connection(port, requests[own::CONNECTIONS]) for own in range(CONNECTIONS)]
    return [seconds for found in await asyncio.gather(*each) for seconds in found]


def _settle(pid: int) -> None:
    """Wait until the processes do nothing, which is when all of them are ready."""
    before = -1.0
    while (now := cpu_seconds(pid)) > before + 0.03:
        before = now
        time.sleep(1.0)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError("the server ended")
        if listens(port):
            return
        time.sleep(0.1)
    raise RuntimeError("the server did not start")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def measure(command: list[str], port: int, requests: Iterator[bytes]) -> Rounds:
    """Measure some rounds, after one to warm up."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        asyncio.run(_load(port, list(islice(requests, 800))))
        _settle(process.pid)
        rounds = Rounds([], [])
        for _ in range(ROUNDS):
            asked = list(islice(requests, REQUESTS))
            before = cpu_seconds(process.pid)
            seconds = asyncio.run(_load(port, asked))
            rounds = rounds.joined(Rounds([REQUESTS / (cpu_seconds(process.pid) - before)], seconds))
        return rounds
    finally:
        process.terminate()
        process.wait(timeout=20)


def _stream(port: int, lines: int) -> int:
    """Send a stream and read its answer at the same time; return how many lines came back."""
    line = [json.dumps({"label": label, "language": "de"}, ensure_ascii=False) + "\n" for label in LABELS]
    chunk = "".join(line * 100).encode()
    with socket.create_connection(("127.0.0.1", port)) as connection:
        head = "POST /v1/schemes/footwear/validate/stream HTTP/1.1\r\nHost: bench\r\nTransfer-Encoding: chunked\r\n\r\n"
        connection.sendall(head.encode())

        def send() -> None:
            for _ in range(lines // (100 * len(LABELS))):
                connection.sendall(b"%x\r\n%b\r\n" % (len(chunk), chunk))
            connection.sendall(b"0\r\n\r\n")

        sender = Thread(target=send)
        sender.start()
        count, tail = 0, b""
        while not tail.endswith(b"\r\n0\r\n\r\n"):
            found = tail + connection.recv(1 << 20)
            count += found.count(_VERDICT)
            tail = found[1 - len(_VERDICT) :]  # too short to be counted again
        sender.join()
    return count


def measure_stream(command: list[str], port: int) -> list[Figure]:
    """Verdicts a CPU second of a stream, and the memory that a long one takes beyond a short one."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        _stream(port, 10_000)
        memory, before = _resident(process.pid), cpu_seconds(process.pid)
        count = _stream(port, STREAMED)
        rate = count / (cpu_seconds(process.pid) - before)
        more = _resident(process.pid) - memory
    finally:
        process.terminate()
        process.wait(timeout=20)
    detail = f"{count:,} lines of {len(LABELS)} labels that come again"
    return [
        Figure("NDJSON stream over HTTP", rate, "labels a CPU second", detail, at_least=100_000),
        Figure("NDJSON stream, more memory than after 10,000 lines", more, "MB", detail, at_most=10),
    ]


def make_key() -> str:
    """Make a key in the database that the servers will use."""
    engine = open_engine(os.environ["TAXONOMY_DATABASE_URL"])
    upgrade(engine)
    with transaction(engine) as store:
        actor = create_actor(store, OPERATOR, Person("annotators"), [Grant(Role.ANNOTATOR)]).actor
        token = create_key(store, OPERATOR, actor.id).token
    engine.dispose()
    return token


def run() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TAXONOMY_DATABASE_URL"] = f"sqlite:///{folder}/bench.db"
        key, ours_port, empty_port = make_key(), free_port(), free_port()
        ours_command = [sys.executable, "-m", "taxonomy_service", "serve", "--port", str(ours_port)]
        empty_command = [sys.executable, "-m", "benchmarks.empty_route", str(empty_port)]
        path = "/v1/schemes/footwear/validate"
        ours, distinct, with_key, both, empty = (Rounds([], []) for _ in range(5))
        again, keyed = repeat(_request(path, None)), repeat(_request(path, key))
        for _ in range(2):  # by turns, so that all meet the same machine
            empty = empty.joined(measure(empty_command, empty_port, repeat(_request("/validate", None))))
            ours = ours.joined(measure(ours_command, ours_port, again))
            distinct = distinct.joined(measure(ours_command, ours_port, _distinct(path)))
            with_key = with_key.joined(measure(ours_command, ours_port, keyed))
            both = both.joined(measure([*ours_command, "--workers", "2"], ours_port, again))
        figures = _figures(ours, distinct, empty) + _beside(ours, with_key, both)
        return [*figures, *measure_stream(ours_command, ours_port)]


def _figures(ours: Rounds, distinct: Rounds, empty: Rounds) -> list[Figure]:
    rounds = f"requests a CPU second, medians of {len(ours.rates)} rounds of {REQUESTS:,}"
    name = "one-label validation over HTTP"
    return [
        Figure(
            f"{name} / an empty FastAPI route",
            ours.rate / empty.rate,
            "×",
            f"{ours.rate:,.0f} against {empty.rate:,.0f} {rounds}",
            at_least=1.0,
        ),
        Figure(
            f"{name}, no body twice / an empty FastAPI route",
            distinct.rate / empty.rate,
            "×",
            f"{distinct.rate:,.0f} against {empty.rate:,.0f} {rounds}",
            at_least=1.0,
        ),
        Figure(
            f"{name}, p99 / that of the empty route",
            ours.p99 / empty.p99,
            "×",
            f"{ours.p99 * 1000:.1f} against {empty.p99 * 1000:.1f} ms, eight connections",
            at_most=3.0,
        ),
    ]


def _beside(ours: Rounds, with_key: Rounds, both: Rounds) -> list[Figure]:
    rounds = f"requests a CPU second, medians of {len(ours.rates)} rounds of {REQUESTS:,}"
    name = "one-label validation over HTTP"
    return [
        Figure(
            f"{name}, with a key / without",
            with_key.rate / ours.rate,
            "×",
            f"{with_key.rate:,.0f} against {ours.rate:,.0f} {rounds}",
            at_least=0.9,
        ),
        Figure(
            f"{name}, two workers / one",
            both.rate / ours.rate,
            "×",
            f"{both.rate:,.0f} against {ours.rate:,.0f} {rounds}",
            at_least=0.9,
        ),
    ]
