"""The service while it runs: started as an operator would, its workers, what they hold, and load on it."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock, Thread

from benchmarks.http_rate import free_port


@dataclass
class Service:
    """A service of several workers on a database; `folder` is where it keeps its vocabularies and its log."""

    url: str
    folder: Path
    workers: int = 2
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {
            "TAXONOMY_DATABASE_URL": self.url,
            "TAXONOMY_VOCABULARIES": str(self.folder),
            "TAXONOMY_COMPILED_FOLDER": str(self.folder / "compiled"),
            "TAXONOMY_ADMIN_KEY": "a-bootstrap-key-for-benchmarks",
        }

    @contextmanager
    def running(self) -> Iterator["Service"]:
        command = [sys.executable, "-m", "taxonomy_service", "serve", "--port", str(self.port)]
        with (self.folder / "log").open("wb") as log:
            self.process = subprocess.Popen(
                [*command, "--workers", str(self.workers)], env=self.environment, stdout=log, stderr=log
            )
        try:
            self.wait_for(lambda: self.log.count("startup complete") >= self.workers, 300)
            yield self
        finally:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=60)

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")

    def wait_for(self, done: "object", seconds: float = 60) -> float:
        """Wait until something is so, and return the seconds that took."""
        began = time.perf_counter()
        while not done():  # type: ignore[operator]
            if time.perf_counter() - began > seconds:
                raise RuntimeError(self.log[-3_000:])
            time.sleep(0.01)
        return time.perf_counter() - began

    def pids(self) -> list[int]:
        """The processes that answer, not the one that watches over them."""
        assert self.process is not None
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(pid) for pid in children if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]

    def private(self) -> list[float]:
        """Megabytes that each worker has for itself alone."""
        return [_megabytes(pid, "Private_Dirty", "Private_Clean") for pid in self.pids()]

    def proportional(self) -> float:
        """Megabytes of all workers, what they share counted once."""
        return sum(_megabytes(pid, "Pss") for pid in self.pids())

    def ask(self, path: str, body: object = None, *, method: str | None = None, key: bool = False) -> tuple[int, bytes]:
        """Ask on a connection of its own; return the status and the body."""
        data = None if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data, method=method)
        if key:
            request.add_header("Authorization", "Bearer a-bootstrap-key-for-benchmarks")
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def behind(self, scheme: str) -> int:
        """The number of the release in use, of the worker that is most behind."""
        for line in self.ask("/metrics")[1].decode().splitlines():
            if line.startswith(f'taxonomy_release_in_use{{scheme="{scheme}"}}'):
                return int(float(line.rpartition(" ")[2]))
        return 0


def _megabytes(pid: int, *kinds: str) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.partition(":")[0] in kinds) / 1024


class Load:
    """Batches of labels asked for all the time by a few threads, each on a connection that it keeps.

    The labels are `Form 1` to `Form 40`, of which a release knows the one of its own number alone: an answer in which
    another is known, or that mixes two releases, is wrong.
    """

    def __init__(self, service: Service, threads: int = 4, pause: float = 0.005) -> None:
        self.answered = 0
        self.failures: list[tuple[float, str]] = []
        self.wrong: list[bytes] = []
        self._service, self._pause = service, pause
        self._ending, self._lock = Event(), Lock()
        self._threads = [Thread(target=self._ask, daemon=True) for _ in range(threads)]

    @contextmanager
    def going_on(self) -> Iterator["Load"]:
        for thread in self._threads:
            thread.start()
        try:
            yield self
        finally:
            self._ending.set()
            for thread in self._threads:
                thread.join()

    def _ask(self) -> None:
        body = json.dumps({"language": "en", "items": [{"label": f"Form {number}"} for number in range(1, 41)]})
        connection = http.client.HTTPConnection("127.0.0.1", self._service.port, timeout=30)
        while not self._ending.wait(self._pause):
            try:
                connection.request("POST", "/v1/schemes/forms/validate/batch", body)
                answer = connection.getresponse()
                content = answer.read()
            except (OSError, http.client.HTTPException) as error:
                connection.close()
                self._note(repr(error))
            else:
                if answer.status == 200:
                    self._judge(content)
                else:
                    self._note(f"{answer.status} {content[:200]!r}")

    def _note(self, failure: str) -> None:
        with self._lock:
            self.failures.append((time.monotonic(), failure))

    def _judge(self, content: bytes) -> None:
        found = json.loads(content)
        releases = {verdict["release"]["number"] for verdict in found["verdicts"]} | {found["release"]["number"]}
        known = [verdict["label"] for verdict in found["verdicts"] if verdict["verdict"] == "preferred"]
        with self._lock:
            self.answered += 1
            if known != [f"Form {found['release']['number']}"] or len(releases) != 1:
                self.wrong.append(content)


def forms(number: int, more: int = 0) -> bytes:
    """A vocabulary whose release `number` has the label `Form {number}`, and `more` concepts that stay."""
    skos = "http://www.w3.org/2004/02/skos/core#"
    concepts = [f'<urn:f/a> a <{skos}Concept> ; <{skos}inScheme> <urn:f> ; <{skos}prefLabel> "Form {number}"@en .']
    concepts += [
        f'<urn:f/c{own}> a <{skos}Concept> ; <{skos}inScheme> <urn:f> ; <{skos}prefLabel> "concept no {own}"@en .'
        for own in range(more)
    ]
    return "\n".join([f"<urn:f> a <{skos}ConceptScheme> .", *concepts]).encode()
