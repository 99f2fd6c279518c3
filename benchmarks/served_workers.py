"""Many workers on one compiled release: what each costs in memory, and how soon all turn to a new one."""

import json
import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.generated import generated_release
from benchmarks.running_service import Service, forms
from taxonomy_service.services.freezing import freeze, release_content
from taxonomy_service.store.schema import upgrade
from taxonomy_service.store.schemes import add_scheme
from taxonomy_service.store.session import open_engine, transaction
from tests.postgresql import find_programs, running_server

CONCEPTS, LANGUAGES = 25_000, 40
WORKERS = 3
ASKED = 60_000
RELEASES = 10


def run() -> list[Figure]:
    figures = memory()
    with tempfile.TemporaryDirectory() as folder:
        figures.append(swaps(f"sqlite:///{folder}/own.db", Path(folder), "SQLite, which is polled"))
    programs = find_programs()
    if programs is not None:
        with (
            running_server(programs) as server,
            server.database(upgraded=False) as url,
            tempfile.TemporaryDirectory() as folder,
        ):
            figures.append(swaps(url, Path(folder), "PostgreSQL, which gives word"))
    return figures


def memory() -> list[Figure]:
    """Private memory of a worker that judges by a million labels, beyond one that judges by two."""
    release = generated_release(CONCEPTS, LANGUAGES)
    pairs = [(own.form, own.language) for concept in release.scheme.concepts.values() for own in concept.labels]
    asked = random.Random(3).sample(pairs, ASKED)
    with _filled(None) as service:
        small = _warm(service, asked)
    with _filled(release) as service:
        large = _warm(service, asked)
        size = sum(path.stat().st_size for path in (service.folder / "compiled").glob("*.taxr")) / 2**20
    further = max(large) - sorted(small)[len(small) // 2]
    told = f"{max(large):.0f} MB, {sorted(small)[1]:.0f} MB with two labels; a file of {size:.0f} MB, {WORKERS} workers"
    return [Figure(f"private memory a worker for {len(pairs):,} labels", further, "MB", told, at_most=40)]


@contextmanager
def _filled(release: object) -> Iterator[Service]:
    """A service whose database holds a release, without the draft, which nobody reads here."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/own.db"
        own = Path(folder)
        if release is None:
            (own / "generated.ttl").write_bytes(forms(1).replace(b"urn:f", b"urn:generated"))
        else:
            engine = open_engine(url)
            upgrade(engine)
            with transaction(engine) as store:
                scheme = release.scheme  # type: ignore[attr-defined]
                release_content(store, add_scheme(store, scheme.id, scheme.iri), freeze(scheme), note="")
            engine.dispose()
        with Service(url, own, WORKERS).running() as service:
            yield service


def _warm(service: Service, asked: list[tuple[str, str]]) -> list[float]:
    """Ask all workers for labels, and return what memory they have for themselves then."""
    for start in range(0, len(asked), 1_000):
        items = [{"label": form, "language": language} for form, language in asked[start : start + 1_000]]
        status, answer = service.ask("/v1/schemes/generated/validate/batch", {"items": items})
        if status != 200 or len(json.loads(answer)["verdicts"]) != len(items):
            raise RuntimeError(answer[:500])
    return service.private()


def swaps(url: str, folder: Path, name: str) -> Figure:
    """Seconds from the answer to a publication until the last worker has turned to it."""
    (folder / "forms.ttl").write_bytes(forms(1))
    seconds = []
    with Service(url, folder, WORKERS).running() as service:
        service.wait_for(lambda: service.behind("forms") == 1)
        for number in range(2, 2 + RELEASES):
            status, answer = service.ask("/admin/v1/imports?name=forms.ttl", forms(number), key=True)
            if status != 200:
                raise RuntimeError(answer)
            seconds.append(service.wait_for(lambda wanted=number: service.behind("forms") == wanted))  # type: ignore[misc]
    told = f"the longest of {RELEASES}, median {sorted(seconds)[RELEASES // 2]:.2f} s; {WORKERS} workers"
    return Figure(f"from publishing to the last worker's turn: {name}", max(seconds), "s", told, at_most=2)
