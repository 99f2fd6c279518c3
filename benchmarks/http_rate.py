"""One-label validation over HTTP, with and without a key, against an empty FastAPI route with the same models.

Each server runs alone in a process of its own under the same uvicorn; a client in this process keeps eight connections
busy. What counts is requests a CPU second of the server, so that the client's share of the machine does not matter.
"""

import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.figures import Figure
from taxonomy_service.domain.access import OPERATOR, Grant, Role
from taxonomy_service.domain.actors import Person
from taxonomy_service.services.actors import create_actor
from taxonomy_service.services.keys import create_key
from taxonomy_service.store.schema import upgrade
from taxonomy_service.store.session import open_engine, transaction

REQUESTS = 6_000
CONNECTIONS = 8
ROUNDS = 3
BODY = json.dumps({"label": "chaussure de sport", "language": "fr", "concept": "running-shoe"}).encode()


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def _one_connection(port: int, path: str, key: str | None, count: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    sent = "" if key is None else f"Authorization: Bearer {key}\r\n"
    head = (
        f"POST {path} HTTP/1.1\r\nHost: bench\r\n{sent}"
        f"Content-Type: application/json\r\nContent-Length: {len(BODY)}\r\n\r\n"
    )
    request = head.encode() + BODY
    for _ in range(count):
        writer.write(request)
        answer = await reader.readuntil(b"\r\n\r\n")
        if not answer.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(answer.decode())
        length = next(
            int(line.split(b":")[1]) for line in answer.split(b"\r\n") if line.lower().startswith(b"content-length")
        )
        await reader.readexactly(length)
    writer.close()
    await writer.wait_closed()


async def _load(port: int, path: str, key: str | None, count: int) -> None:
    await asyncio.gather(*(_one_connection(port, path, key, count // CONNECTIONS) for _ in range(CONNECTIONS)))


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        if process.poll() is not None:
            raise RuntimeError("the server ended")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server did not start")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def measure(command: list[str], port: int, path: str, key: str | None = None) -> list[float]:
    """Requests a CPU second, a round each, after a round to warm up."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        asyncio.run(_load(port, path, key, 800))
        rates = []
        for _ in range(ROUNDS):
            before = cpu_seconds(process.pid)
            asyncio.run(_load(port, path, key, REQUESTS))
            rates.append(REQUESTS / (cpu_seconds(process.pid) - before))
        return rates
    finally:
        process.terminate()
        process.wait(timeout=20)


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
        ours, with_key, empty = [], [], []
        for _ in range(2):  # by turns, so that all meet the same machine
            empty += measure(empty_command, empty_port, "/validate")
            ours += measure(ours_command, ours_port, path)
            with_key += measure(ours_command, ours_port, path, key)
    own, keyed, floor = (sorted(rates)[len(rates) // 2] for rates in (ours, with_key, empty))
    rounds = f"requests a CPU second, medians of {len(ours)} rounds of {REQUESTS:,}"
    name = "one-label validation over HTTP"
    return [
        Figure(
            f"{name} / an empty FastAPI route",
            own / floor,
            "×",
            f"{own:,.0f} against {floor:,.0f} {rounds}",
            at_least=0.7,
        ),
        Figure(
            f"{name}, with a key / without", keyed / own, "×", f"{keyed:,.0f} against {own:,.0f} {rounds}", at_least=0.9
        ),
    ]
