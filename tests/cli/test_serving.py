import http.client
import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.cli.conftest import SHOES, NewDatabase, Run, clean_environment
from tests.local_server import free_port
from tests.patience import PATIENCE
from tests.served import Load, cpu_ticks, post, start, stop, wait_for_log, workers

ROOT = Path(__file__).parents[2]


@pytest.fixture
def port(environment: dict[str, str], tmp_path: Path) -> Iterator[int]:
    """Where the service is asked, with the vocabularies that it comes with."""
    chosen = free_port()
    process = start(environment, tmp_path, chosen)
    yield chosen
    stop(process)


def test_the_first_start_loads_the_vocabularies_and_prints_a_key_once(
    environment: dict[str, str], tmp_path: Path
) -> None:
    chosen = free_port()
    process = start(environment, tmp_path, chosen)
    accepted = post(chosen, {"label": "Laufschuh", "language": "de", "concept": "running-shoe"})
    broader = post(chosen, {"label": "chaussure de sport", "language": "fr", "concept": "running-shoe"})
    with urllib.request.urlopen(f"http://127.0.0.1:{chosen}/v1/schemes", timeout=PATIENCE) as answer:
        loaded = [scheme["id"] for scheme in json.load(answer)]
    stop(process)
    first = (tmp_path / "serve.log").read_text(encoding="utf-8")
    stop(start(environment, tmp_path, chosen))
    second = (tmp_path / "serve.log").read_text(encoding="utf-8")
    assert accepted["verdict"] == "preferred"
    assert (broader["verdict"], broader["relation"]) == ("mismatch", "broader")
    assert broader["concept"]["id"] == "sports-shoe"  # type: ignore[index]
    assert loaded == ["everyday-objects", "footwear", "retail-shelf", "road-scene"]
    assert re.search(r"admin key, shown only now: tsk_\w+", first)
    assert "tsk_" not in second


def shell(command: str, environment: dict[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
    command = command.replace(".venv/bin/taxonomy-service", f"{sys.executable} -m taxonomy_service")
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
        env=environment,
        cwd=folder,
    )


def test_the_commands_of_the_readme_work_as_they_stand(
    port: int, run: Run, environment: dict[str, str], tmp_path: Path
) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = [line[2:] for line in text.splitlines() if line.startswith("$ ")]
    asked = [command for command in commands if "curl" in command and "$KEY" not in command]
    told = [command for command in commands if command.startswith((".venv/bin/taxonomy-service", "sed "))]
    told = [command for command in told if not re.search(r" [A-Z]{4,}", command)]  # the reader has to fill something in
    for content, name in re.findall(r"^```\w+\n(# (\S+\.\w+)\n.*?)^```", text, flags=re.DOTALL | re.MULTILINE):
        (tmp_path / name).write_text(content, encoding="utf-8")
    (tmp_path / "vocabularies").symlink_to(ROOT / "vocabularies")
    assert len(asked) >= 9
    assert len(told) >= 4
    for command in asked:
        ours = command.replace("127.0.0.1:8000", f"127.0.0.1:{port}").replace("curl -s", "curl -sf -m 60")
        done = shell(ours, environment, tmp_path)
        assert done.returncode == 0, (command, done.stderr)
        assert done.stdout or (tmp_path / command.rpartition("> ")[2]).read_bytes()
    for command in told:
        of_the_shell = set(command) & set("|<>&;$*")
        done = shell(command, environment, tmp_path) if of_the_shell else run(*shlex.split(command)[1:])
        unfilled = "take-table" in command and "nothing is filled in" in done.stderr  # that is a translator's part
        finds = "boundaries check" in command and done.returncode == 1 and done.stdout
        assert done.returncode == 0 or unfilled or finds, (command, done.stderr)


def test_a_misspelt_setting_is_told_before_another_database_is_made(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    misspelt = environment | {"TAXONOMY_DATABSE_URL": "sqlite:///mine.db", "TAXONOMY_DATABASE_URL": "nonsense"}
    done = subprocess.run(
        [sys.executable, "-m", "taxonomy_service", "serve"],
        env=misspelt,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    warned, failed = done.stderr.splitlines()
    assert warned == "warning: TAXONOMY_DATABSE_URL is no setting and changes nothing; is it TAXONOMY_DATABASE_URL?"
    assert failed.startswith("error: ")


def test_a_port_in_use_is_said_so(apart: Run, tmp_path: Path) -> None:
    (tmp_path / "shoes.ttl").write_bytes(SHOES.read_bytes())
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = apart("serve", "--port", str(taken.getsockname()[1]), TAXONOMY_VOCABULARIES=str(tmp_path))
    assert done.returncode != 0
    assert "address already in use" in done.stderr


class Together(NamedTuple):
    """Two workers that serve the shoes, and where."""

    process: subprocess.Popen[str]
    port: int
    folder: Path
    environment: dict[str, str]


@pytest.fixture(scope="module")
def together(lasting_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Together]:
    """They last for several tests: starting them takes seconds."""
    folder, chosen = tmp_path_factory.mktemp("together"), free_port()
    (folder / "shoes.ttl").write_bytes(SHOES.read_bytes())
    environment = clean_environment(lasting_database("together", upgraded=False)) | {
        "TAXONOMY_VOCABULARIES": str(folder),
        "TAXONOMY_POLL_SECONDS": "0.2",
    }
    process = start(environment, folder, chosen, "--workers", "2")
    wait_for_log(folder, "startup complete", 2)
    yield Together(process, chosen, folder, environment)
    assert stop(process) == 0


def publish(run: Run, served: Together, number: int) -> float:
    """Import the shoes with a German label that only release `number` has; return when it was published."""
    text = SHOES.read_text(encoding="utf-8").replace('"Laufschuh"', f'"Rennschuh {number}"')
    path = served.folder / f"{number}.ttl"
    path.write_text(text, encoding="utf-8")
    done = run("import", str(path), **served.environment)
    assert done.returncode == 0, done.stderr
    return time.monotonic()


def test_workers_turn_to_each_new_release_without_a_failed_or_a_mixed_answer(together: Together, run: Run) -> None:
    load = Load(together.port)
    before = {pid: cpu_ticks(pid) for pid in workers(together.process)}
    with load.going_on():
        published = [0.0, 0.0]
        for number in (2, 3, 4):
            published.append(publish(run, together, number))
            time.sleep(2.3)
    assert load.failures == []
    assert {told.release for told in load.told} == {1, 2, 3, 4}
    for told in load.told:
        assert told.known == ([] if told.release == 1 else [f"Rennschuh {told.release}"])
        assert not any(told.asked > published[newer] + 2 for newer in range(told.release + 1, 5))
    assert len(before) == 2
    assert all(cpu_ticks(pid) - ticks >= 5 for pid, ticks in before.items()), "a worker was hardly asked"


def test_a_stream_is_answered_by_one_release_though_another_is_published_meanwhile(
    together: Together, run: Run
) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", together.port, timeout=PATIENCE)
    connection.putrequest("POST", "/v1/schemes/shoes/validate/stream?language=de")
    connection.putheader("Transfer-Encoding", "chunked")
    connection.endheaders()
    line = b'{"label": "Rennschuh 9"}\n'
    connection.send(b"%x\r\n%b\r\n" % (len(line), line))
    answer = connection.getresponse()
    told = [json.loads(answer.readline())]
    publish(run, together, 9)
    time.sleep(1.5)  # by then all workers have turned to it
    for _ in range(20):
        fresh = post(together.port, {"label": "Rennschuh 9", "language": "de"}, "shoes")
        assert fresh["verdict"] == "preferred"
    connection.send((b"%x\r\n%b\r\n" % (len(line), line)) * 50 + b"0\r\n\r\n")
    told += map(json.loads, answer)
    connection.close()
    assert len(told) == 51
    assert {(verdict["release"]["number"], verdict["verdict"]) for verdict in told} == {
        (fresh["release"]["number"] - 1, "unknown")  # type: ignore[index]
    }


def test_what_is_done_at_the_first_start_is_done_once_for_all_workers(together: Together) -> None:
    log = (together.folder / "serve.log").read_text(encoding="utf-8")
    assert [log.count(line) for line in ("made the database", "loaded shoes", "shown only now")] == [1, 1, 1]


def test_a_worker_that_is_killed_costs_only_what_it_was_at_and_is_replaced(together: Together) -> None:
    load = Load(together.port)
    before = workers(together.process)
    with load.going_on():
        time.sleep(0.5)
        os.kill(min(before), signal.SIGKILL)
        wait_for_log(together.folder, "startup complete", 3)
        failed = len(load.failures)
        answered = len(load.told)
        time.sleep(0.5)
    assert failed <= 4, "no more than a request of each thread"
    assert len(load.failures) == failed
    assert len(load.told) > answered
    after = workers(together.process)
    assert len(after) == 2
    assert after & before == {max(before)}


def test_a_request_in_flight_is_answered_whole_though_the_service_ends(
    environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "shoes.ttl").write_bytes(SHOES.read_bytes())
    chosen = free_port()
    process = start(environment | {"TAXONOMY_VOCABULARIES": str(tmp_path)}, tmp_path, chosen)
    connection = http.client.HTTPConnection("127.0.0.1", chosen, timeout=PATIENCE)
    connection.putrequest("POST", "/v1/schemes/shoes/validate/stream?language=de")
    connection.putheader("Transfer-Encoding", "chunked")
    connection.endheaders()
    line = b'{"label": "Laufschuh"}\n'
    connection.send(b"%x\r\n%b\r\n" % (len(line), line))
    answer = connection.getresponse()
    first = answer.readline()
    process.terminate()
    wait_for_log(tmp_path, "Waiting for connections to close", 1)
    connection.send(b"%x\r\n%b\r\n0\r\n\r\n" % (len(line), line))
    assert [json.loads(told)["verdict"] for told in (first, *answer)] == ["preferred", "preferred"]
    connection.close()
    assert process.wait(timeout=PATIENCE) == -signal.SIGTERM  # as uvicorn tells whoever ended it, once all is answered
