"""The service in a process of its own, and those who ask it."""

import http.client
import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import NamedTuple

from tests.patience import PATIENCE, in_time


def start(environment: dict[str, str], folder: Path, port: int, *options: str) -> subprocess.Popen[str]:
    log = (folder / "serve.log").open("w", encoding="utf-8")
    command = [sys.executable, "-m", "taxonomy_service", "serve", "--port", str(port), *options]
    process = subprocess.Popen(command, env=environment, cwd=folder, stdout=log, stderr=subprocess.STDOUT, text=True)
    log.close()
    assert in_time(lambda: process.poll() is not None or answers(port))
    assert process.poll() is None, (folder / "serve.log").read_text(encoding="utf-8")
    return process


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=PATIENCE):
            return True
    except OSError:
        return False


def stop(process: subprocess.Popen[str]) -> int:
    process.terminate()
    return process.wait(timeout=PATIENCE)


def post(port: int, question: dict[str, str], scheme: str = "footwear") -> dict[str, object]:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/v1/schemes/{scheme}/validate", json.dumps(question).encode(), method="POST"
    )
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        found: dict[str, object] = json.load(answer)
        return found


def wait_for_log(folder: Path, text: str, times: int) -> None:
    log = folder / "serve.log"
    assert in_time(lambda: log.read_text(encoding="utf-8").count(text) >= times), log.read_text(encoding="utf-8")


class Told(NamedTuple):
    """What an answer to a batch said: when it was asked for, its release, and the labels that were known."""

    asked: float
    release: int
    known: list[str]


class Load:
    """Batches asked for all the time by a few threads, each on a new connection: any worker may get it."""

    def __init__(self, port: int) -> None:
        self.told: list[Told] = []
        self.failures: list[Exception] = []
        self._port = port
        self._ending = Event()
        self._threads = [Thread(target=self._ask, daemon=True) for _ in range(4)]

    def _ask(self) -> None:
        body = json.dumps({"language": "de", "items": [{"label": f"Rennschuh {number}"} for number in range(1, 5)]})
        while not self._ending.wait(0.01):
            asked = time.monotonic()
            connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
            try:
                connection.request("POST", "/v1/schemes/shoes/validate/batch", body)
                answer = json.load(connection.getresponse())
                known = [verdict["label"] for verdict in answer["verdicts"] if verdict["verdict"] == "preferred"]
                self.told.append(Told(asked, answer["release"]["number"], known))
            except (OSError, http.client.HTTPException, ValueError, KeyError) as error:
                self.failures.append(error)
            finally:
                connection.close()

    @contextmanager
    def going_on(self) -> Iterator[None]:
        for thread in self._threads:
            thread.start()
        try:
            yield
        finally:
            self._ending.set()
            for thread in self._threads:
                thread.join()


def workers(process: subprocess.Popen[str]) -> set[int]:
    """Return the processes that serve: those which have the socket of the parent, and are no tracker of resources."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii").split()
    return {int(pid) for pid in children if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()}


def cpu_ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])
