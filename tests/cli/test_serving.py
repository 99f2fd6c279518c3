import json
import re
import shlex
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(environment: dict[str, str], folder: Path, port: int) -> subprocess.Popen[str]:
    log = (folder / "serve.log").open("w", encoding="utf-8")
    command = [sys.executable, "-m", "taxonomy_service", "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=environment, cwd=folder, stdout=log, stderr=subprocess.STDOUT, text=True)
    log.close()
    for _ in range(300):
        if process.poll() is not None:
            raise AssertionError((folder / "serve.log").read_text(encoding="utf-8"))
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1):
                return process
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not start")


def stop(process: subprocess.Popen[str]) -> int:
    process.terminate()
    return process.wait(timeout=20)


@pytest.fixture
def port(environment: dict[str, str], tmp_path: Path) -> Iterator[int]:
    chosen = free_port()
    process = start(environment, tmp_path, chosen)
    yield chosen
    stop(process)


def post(port: int, question: dict[str, str]) -> dict[str, object]:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/v1/schemes/footwear/validate", json.dumps(question).encode(), method="POST"
    )
    with urllib.request.urlopen(request, timeout=5) as answer:
        found: dict[str, object] = json.load(answer)
        return found


def test_the_first_start_loads_the_vocabularies_and_prints_a_key_once(
    environment: dict[str, str], tmp_path: Path
) -> None:
    chosen = free_port()
    process = start(environment, tmp_path, chosen)
    accepted = post(chosen, {"label": "Laufschuh", "language": "de", "concept": "running-shoe"})
    broader = post(chosen, {"label": "chaussure de sport", "language": "fr", "concept": "running-shoe"})
    with urllib.request.urlopen(f"http://127.0.0.1:{chosen}/v1/schemes", timeout=5) as answer:
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


def test_the_commands_of_the_readme_work_as_they_stand(port: int, environment: dict[str, str], tmp_path: Path) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = [line[2:] for line in text.splitlines() if line.startswith("$ ")]
    asked = [command for command in commands if "curl" in command and "$KEY" not in command]
    told = [command for command in commands if command.startswith(".venv/bin/taxonomy-service")]
    told = [command for command in told if not re.search(r" [A-Z]{4,}", command)]  # the reader has to fill something in
    for content, name in re.findall(r"^```\w+\n(# (\S+\.\w+)\n.*?)^```", text, flags=re.DOTALL | re.MULTILINE):
        (tmp_path / name).write_text(content, encoding="utf-8")
    (tmp_path / "vocabularies").symlink_to(ROOT / "vocabularies")
    assert len(asked) >= 9
    assert len(told) >= 4
    for command in asked:
        done = subprocess.run(
            ["bash", "-c", command.replace("127.0.0.1:8000", f"127.0.0.1:{port}").replace("curl -s", "curl -sf -m 10")],
            capture_output=True,
            check=False,
            timeout=30,
            cwd=tmp_path,
        )
        assert done.returncode == 0, (command, done.stderr)
        assert done.stdout or (tmp_path / command.rpartition("> ")[2]).read_bytes()
    for command in told:
        program = f"{shlex.quote(sys.executable)} -m taxonomy_service"
        done = subprocess.run(
            ["bash", "-c", "set -o pipefail; " + command.replace(".venv/bin/taxonomy-service", program)],
            capture_output=True,
            check=False,
            timeout=60,
            env=environment,
            cwd=tmp_path,
        )
        unfilled = "take-table" in command and b"nothing is filled in" in done.stderr  # that is a translator's part
        assert done.returncode == 0 or unfilled, (command, done.stderr)


def test_a_port_in_use_is_said_so(port: int, environment: dict[str, str], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "taxonomy_service", "serve", "--port", str(port)],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode != 0
    assert "address already in use" in done.stderr
