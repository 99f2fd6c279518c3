"""Faults under load: what fails, what is wrong, and how long it takes until all is as it was."""

import os
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from benchmarks.figures import Figure, Unavailable
from benchmarks.running_service import Load, Service, forms
from tests.postgresql import Server, find_programs, running_server

AWAY = 60.0
"""Seconds for which the database is away."""
RELEASES = 20
CONCEPTS = 2_000
Away = Callable[[], AbstractContextManager[None]]


def run() -> list[Figure]:
    figures: list[Figure] = []
    with _sqlite() as (service, away):
        figures += [*killed(service), *database_away(service, away, "SQLite"), *damaged(service), *releases(service)]
    programs = find_programs()
    if programs is None:
        raise Unavailable("no PostgreSQL here")
    with running_server(programs) as server, _postgresql(server) as (service, away):
        figures += [*database_away(service, away, "PostgreSQL"), *releases(service)]
    return figures


@contextmanager
def _sqlite() -> Iterator[tuple[Service, Away]]:
    with tempfile.TemporaryDirectory() as folder:
        file, elsewhere = Path(folder) / "own.db", Path(folder) / "elsewhere.db"

        @contextmanager
        def away() -> Iterator[None]:
            file.rename(elsewhere)
            yield
            elsewhere.rename(file)

        with _serving(f"sqlite:///{file}", Path(folder)) as service:
            yield service, away


@contextmanager
def _postgresql(server: Server) -> Iterator[tuple[Service, Away]]:
    with (
        tempfile.TemporaryDirectory() as folder,
        server.database(upgraded=False) as url,
        _serving(url, Path(folder)) as service,
    ):
        yield service, server.away


@contextmanager
def _serving(url: str, folder: Path) -> Iterator[Service]:
    (folder / "forms.ttl").write_bytes(forms(1, CONCEPTS))
    with Service(url, folder).running() as service:
        service.wait_for(lambda: service.behind("forms") == 1)
        yield service


def _publish(service: Service, number: int) -> None:
    status, answer = service.ask("/admin/v1/imports?name=forms.ttl", forms(number, CONCEPTS), key=True)
    if status != 200:
        raise RuntimeError(answer)


def killed(service: Service) -> list[Figure]:
    """Kill one of the workers, and see that only what it was at fails."""
    before = service.pids()
    with Load(service).going_on() as load:
        time.sleep(1)
        os.kill(before[0], signal.SIGKILL)
        killed_at = time.monotonic()
        back = service.wait_for(lambda: len(service.pids()) == 2 and not set(before) <= set(service.pids()))
        service.wait_for(lambda: service.log.count("startup complete") >= 3)
        time.sleep(1)
    late = [when for when, _ in load.failures if when > killed_at + 0.5]
    told = f"{load.answered:,} batches answered; {len(load.failures)} that the worker was at; another in {back:.1f} s"
    return [
        Figure("a worker killed under load: other requests that fail", len(late), "", told, at_most=0),
        Figure("a worker killed under load: wrong answers", len(load.wrong), "", told, at_most=0),
    ]


def database_away(service: Service, away: Away, name: str) -> list[Figure]:
    """Take the database away, kill a worker meanwhile, and see what goes on and how it comes back."""
    newest = service.behind("forms")
    with Load(service).going_on() as load:
        time.sleep(1)
        with away():
            began = time.monotonic()
            ready = service.ask("/readyz")[0]
            written = service.ask("/admin/v1/imports?name=forms.ttl", forms(39, CONCEPTS), key=True)[0]
            time.sleep(AWAY - (time.monotonic() - began))
            at_the_end = service.ask("/readyz")[0]
        back = service.wait_for(lambda: service.ask("/readyz")[0] == 200)
        _publish(service, newest + 1)
        turned = service.wait_for(lambda: service.behind("forms") == newest + 1)
        time.sleep(0.5)
    told = f"{load.answered:,} batches answered in {AWAY:.0f} s and before and after; then release {newest + 1}"
    title = f"{name} away for a minute"
    return [
        Figure(f"{title}: batches that fail or are wrong", len(load.failures) + len(load.wrong), "", told, at_most=0),
        Figure(f"{title}: /readyz", ready, "", f"{at_the_end} at the end", at_least=503, at_most=503),
        Figure(f"{title}: a write", written, "", "with Retry-After", at_least=503, at_most=503),
        Figure(f"{title}: until it is ready again", back, "s", f"a release is served {turned:.1f} s later", at_most=5),
    ]


def damaged(service: Service) -> list[Figure]:
    """Damage the file that the workers use, in the ways that happen, and see that it is made again.

    One that is cut off ends the workers that read beyond the cut; then it takes as long as a worker takes to start.
    """
    file = max((service.folder / "compiled").glob("forms-*.taxr"), key=lambda path: path.stat().st_mtime)
    whole = file.read_bytes()
    figures = []
    cases = (("cut to a half", lambda: os.truncate(file, len(whole) // 2), 60), ("removed", file.unlink, 5))
    for name, damage, seconds in cases:
        with Load(service).going_on() as load:
            time.sleep(0.5)
            damage()
            mended = service.wait_for(lambda: file.exists() and file.stat().st_size == len(whole))
            time.sleep(4)
            failed = len(load.failures)
            time.sleep(1)
        same = file.read_bytes() == whole
        told = f"{load.answered:,} batches answered, {failed} not"
        figures += [
            Figure(f"a compiled file {name} in use: wrong answers", len(load.wrong), "", told, at_most=0),
            Figure(
                f"a compiled file {name} in use: whole again",
                mended if same and len(load.failures) == failed else float("inf"),
                "s",
                told,
                at_most=seconds,
            ),
        ]
    return figures


def releases(service: Service) -> list[Figure]:
    """Publish releases in a row under load."""
    first = service.behind("forms") + 1
    with Load(service).going_on() as load:
        time.sleep(2)
        for number in range(first, first + 3):  # what grows at first and then stays
            _publish(service, number)
        service.wait_for(lambda: service.behind("forms") == first + 2)
        time.sleep(1)
        before = service.proportional()
        for number in range(first + 3, first + 3 + RELEASES):
            _publish(service, number)
        turned = service.wait_for(lambda: service.behind("forms") == first + 2 + RELEASES)
        time.sleep(2)
        after = service.proportional()
    database = "SQLite" if service.url.startswith("sqlite") else "PostgreSQL"
    title = f"{RELEASES} releases in a row under load, {database}"
    told = f"{load.answered:,} batches of 40 labels; the last release is in use {turned:.2f} s after it was published"
    files = len(list((service.folder / "compiled").glob("*.taxr")))
    return [
        Figure(f"{title}: wrong or mixed answers", len(load.wrong), "", told, at_most=0),
        Figure(f"{title}: requests that fail", len(load.failures), "", told, at_most=0),
        Figure(
            f"{title}: memory of all workers after / before",
            after / before,
            "×",
            f"{after:.0f} against {before:.0f} MB, {files} files until they are a minute old",
            at_most=1.1,
        ),
    ]
