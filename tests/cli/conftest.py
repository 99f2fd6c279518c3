import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from taxonomy_service.cli import console
from taxonomy_service.cli.command import main
from taxonomy_service.store.session import open_engine

SHOES = Path(__file__).parents[1] / "data" / "http" / "shoes.ttl"
NewDatabase = Callable[..., str]
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may read another language."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.delenv("LANGUAGE", raising=False)


@pytest.fixture
def environment(new_database: NewDatabase, request: pytest.FixtureRequest) -> dict[str, str]:
    """The environment of a command whose database holds one vocabulary where the test asks for it, else nothing."""
    filled = request.getfixturevalue("shoes_database") if "shoes" in request.fixturenames else None
    return clean_environment(new_database("cli", upgraded=False, like=filled))


def clean_environment(url: str) -> dict[str, str]:
    """Return the environment of a command that works on a database, whatever the settings are here."""
    ours = {name for name in os.environ if name.startswith("TAXONOMY_")} - {"TAXONOMY_COMPILED_FOLDER"}
    clean = {name: value for name, value in os.environ.items() if name not in ours}
    return clean | {"TAXONOMY_DATABASE_URL": url, "PYTHONWARNINGS": "error"}


def execute(environment: dict[str, str], statement: str) -> None:
    """Do to the database of a command what no command does."""
    engine = open_engine(environment["TAXONOMY_DATABASE_URL"])
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.fixture
def run(
    environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Iterator[Run]:
    """Run the command in this process, which takes a tenth of the time of a process of its own."""
    engines: list[Engine] = []

    def opened(url: str) -> Engine:
        engines.append(open_engine(url))
        return engines[-1]

    def call(*arguments: str, **changed: str) -> subprocess.CompletedProcess[str]:
        code: object = 0
        with monkeypatch.context() as patched:
            for name in os.environ.keys() - environment.keys():
                patched.delenv(name)
            for name, value in (environment | changed).items():
                patched.setenv(name, value)
            patched.setattr(sys, "argv", ["taxonomy-service", *arguments])
            try:
                main()
            except SystemExit as end:
                code = end.code or 0
            finally:
                gc.unfreeze()  # a process that goes on has to look for garbage there too
                gc.enable()
        shown = capfd.readouterr()
        return subprocess.CompletedProcess(list(arguments), int(str(code)), shown.out, shown.err)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(console, "open_engine", opened)
    yield call
    for engine in engines:
        engine.dispose()


@pytest.fixture
def apart(environment: dict[str, str], tmp_path: Path) -> Run:
    """Run the command as a person would: in a process of its own."""

    def call(*arguments: str, **changed: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "taxonomy_service", *arguments],
            env=environment | changed,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    return call


@pytest.fixture
def shoes(run: Run) -> Run:
    """The command, on a database with one vocabulary (see `environment`)."""
    return run


@pytest.fixture
def people(shoes: Run) -> dict[str, str]:
    """The keys of people who work on the vocabulary, by name."""
    keys = {}
    for name, role, languages in (
        ("Cem", "contributor", None),
        ("Léa", "linguist", "fr"),
        ("René", "reviewer", "fr"),
        ("Ute", "reviewer", "de"),
        ("Zoë", "reviewer", None),
        ("Rima", "reader", None),
    ):
        limits = ("--languages", languages) if languages else ()
        done = shoes("grant", name, role, "--scheme", "shoes", *limits)
        assert done.returncode == 0, done.stderr
        keys[name] = done.stdout.split()[-1]
    return keys
