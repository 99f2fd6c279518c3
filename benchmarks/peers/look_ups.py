"""Which concept does this label name? Asked of ours and of each peer: the same vocabulary, the same labels, by turns.

Before anything is timed every server must answer some of the labels rightly. What counts is requests a CPU second
of the server's processes, since a client in Python on the same cores keeps a quick server waiting; the rate of the
clock, with four connections open, stands beside.
"""

import asyncio
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from benchmarks.figures import Figure, Unavailable
from benchmarks.http_rate import cpu_seconds, free_port, listens
from benchmarks.peers.client import ask, load
from benchmarks.peers.servers import OURS, PEERS, Files, Server
from benchmarks.peers.vocabulary import LANGUAGES, Row, asked, rows, write_table, write_turtle

SIZES = (10_000, 100_000)
AT_LEAST = {"oxigraph serve": 0.5, "rdflib-endpoint": 3, "csv-reconcile": 50, "Atramhasis": 50}
CHECKED, SECONDS, CONNECTIONS, ROUNDS = 20, 4.0, 4, 3


class Measured(NamedTuple):
    """Requests a second of the clock, and requests a CPU second of the server's processes."""

    rate: float
    cpu_rate: float


@contextmanager
def running(server: Server, files: Files) -> Iterator[tuple[int, int]]:
    """Fill and start a server; give its port and process."""
    port = free_port()
    server.prepare(files, port)
    with (files.folder / "log.txt").open("wb") as log:
        process = subprocess.Popen(server.command(files, port), stdout=log, stderr=log, cwd=files.folder)
    try:
        _wait(port, process, server.name)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(port: int, process: subprocess.Popen[bytes], name: str) -> None:
    for _ in range(6000):
        if process.poll() is not None:
            raise RuntimeError(f"{name} ended with {process.returncode}")
        if listens(port):
            return
        time.sleep(0.1)
    raise RuntimeError(f"{name} did not start in ten minutes")


def _requests(server: Server, labels: list[Row], port: int) -> list[bytes]:
    return [server.request(row).replace(b"{port}", str(port).encode()) for row in labels]


def _must_be_right(server: Server, port: int, labels: list[Row]) -> float:
    """Ask some labels; return the seconds a request took. Raises RuntimeError at an answer without the concept."""
    began = time.perf_counter()
    bodies = asyncio.run(ask(port, _requests(server, labels, port)))
    for row, body in zip(labels, bodies, strict=True):
        if server.names(row) not in body.decode().replace("\\/", "/"):
            raise RuntimeError(f"{server.name} does not find {row}: {body[:300]!r}")
    return (time.perf_counter() - began) / len(labels)


def measure(server: Server, files: Files, labels: list[Row]) -> Measured:
    """Return the median of some rounds."""
    with running(server, files) as (port, process):
        each = _must_be_right(server, port, labels[:CHECKED])
        count = max(CONNECTIONS, min(len(labels), int(SECONDS / each)))
        requests = _requests(server, labels[:count], port)
        found = []
        for _ in range(ROUNDS):
            before = cpu_seconds(process)
            rate = load(port, requests, connections=CONNECTIONS)
            found.append(Measured(count / rate.seconds, count / max(0.01, cpu_seconds(process) - before)))
        return Measured(*(sorted(values)[ROUNDS // 2] for values in zip(*found, strict=True)))


def _files(folder: Path, labels: list[Row]) -> Files:
    files = Files(folder, folder / "generated.ttl", folder / "generated.tsv")
    write_turtle(files.turtle, labels)
    write_table(files.table, labels)
    return files


def _compared(concepts: int) -> list[Figure]:
    every = rows(concepts)
    labels = asked(every, 20_000)
    figures = []
    with tempfile.TemporaryDirectory() as name:
        files = _files(Path(name), every)
        ours = measure(OURS, files, labels)
        for peer in PEERS:
            theirs = measure(peer, files, labels)
            figures.append(
                Figure(
                    f"label look-up, {concepts:,} concepts: ours / {peer.name}",
                    ours.cpu_rate / theirs.cpu_rate,
                    "×",
                    f"{ours.cpu_rate:,.0f} against {theirs.cpu_rate:,.0f} requests a CPU second; of the clock "
                    f"{ours.rate:,.0f} against {theirs.rate:,.0f}; {concepts * LANGUAGES:,} labels",
                    at_least=AT_LEAST[peer.name],
                )
            )
    return figures


def run() -> list[Figure]:
    before = os.environ.get("TAXONOMY_DATABASE_URL")
    try:
        return [figure for concepts in SIZES for figure in _compared(concepts)]
    except FileNotFoundError as error:
        raise Unavailable(str(error)) from error
    finally:
        os.environ.pop("TAXONOMY_DATABASE_URL", None)
        if before is not None:
            os.environ["TAXONOMY_DATABASE_URL"] = before
