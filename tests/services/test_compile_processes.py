import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from taxonomy_service.domain.releases import ReleaseEntry
from taxonomy_service.offline import open_release
from taxonomy_service.services.compile_processes import CompileProcesses
from taxonomy_service.services.compiled_files import building
from taxonomy_service.services.imports import ImportReport
from taxonomy_service.services.releases import find_entry
from taxonomy_service.store.session import transaction

Take = Callable[..., ImportReport]


def _wait(processes: CompileProcesses, path: Path) -> None:
    while processes.is_at_work(path):
        time.sleep(0.01)


@pytest.fixture
def processes(engine: Engine) -> CompileProcesses:
    return CompileProcesses(engine.url.render_as_string(hide_password=False))


@pytest.fixture
def entry(take: Take, shoes: str, engine: Engine) -> ReleaseEntry:
    take(shoes)
    with transaction(engine, writing=False) as store:
        return find_entry(store, "shoes", "1")


def test_a_process_that_was_begun_holds_the_lock_until_the_file_is_there(
    processes: CompileProcesses, entry: ReleaseEntry, tmp_path: Path
) -> None:
    path = tmp_path / "shoes.taxr"
    with building(tmp_path, "shoes") as lock:
        processes.begin(entry, path, lock)
    assert processes.is_at_work(path)
    with pytest.raises(BlockingIOError), building(tmp_path, "shoes", waiting=False):
        pass
    with building(tmp_path, "shoes"):
        assert open_release(path).name == entry.name
    _wait(processes, path)


def test_a_process_that_fails_is_told_once(processes: CompileProcesses, entry: ReleaseEntry, tmp_path: Path) -> None:
    path = tmp_path / "absent" / "shoes.taxr"
    with pytest.raises(ChildProcessError, match="No such file"):
        processes.run(entry, path)
    with building(tmp_path, "shoes") as lock:
        processes.begin(entry, path, lock)
    with building(tmp_path, "shoes"), pytest.raises(ChildProcessError, match="No such file"):
        _wait(processes, path)
    assert not processes.is_at_work(path)


def test_processes_end_with_the_server(processes: CompileProcesses, entry: ReleaseEntry, tmp_path: Path) -> None:
    path = tmp_path / "shoes.taxr"
    with building(tmp_path, "shoes") as lock:
        processes.begin(entry, path, lock)
    processes.end()
    with building(tmp_path, "shoes", waiting=False):
        assert not processes.is_at_work(path)
    assert not path.exists()
