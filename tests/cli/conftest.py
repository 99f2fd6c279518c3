import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

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
def environment(new_database: NewDatabase) -> dict[str, str]:
    return clean_environment(new_database("cli", upgraded=False))


def clean_environment(url: str) -> dict[str, str]:
    """Return the environment of a command that works on a database, whatever the settings are here."""
    ours = {name for name in os.environ if name.startswith("TAXONOMY_")} - {"TAXONOMY_COMPILED_FOLDER"}
    clean = {name: value for name, value in os.environ.items() if name not in ours}
    return clean | {"TAXONOMY_DATABASE_URL": url, "PYTHONWARNINGS": "error"}


@pytest.fixture
def run(environment: dict[str, str], tmp_path: Path) -> Run:
    """Run the command as a person would: in a process of its own."""

    def call(*arguments: str, **changed: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "taxonomy_service", *arguments],
            env=environment | changed,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    return call


@pytest.fixture
def shoes(run: Run) -> Run:
    """The command, on a database with one vocabulary."""
    done = run("import", str(SHOES))
    assert done.returncode == 0, done.stderr
    return run


@pytest.fixture
def here(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Iterator[Run]:
    """Run the command in this process, which takes a tenth of the time of a process of its own."""
    engines: list[Engine] = []

    def opened(url: str) -> Engine:
        engines.append(open_engine(url))
        return engines[-1]

    def call(*arguments: str, **changed: str) -> subprocess.CompletedProcess[str]:
        code: object = 0
        with monkeypatch.context() as patched:
            for name, value in (environment | changed).items():
                patched.setenv(name, value)
            patched.setattr(sys, "argv", ["taxonomy-service", *arguments])
            try:
                main()
            except SystemExit as end:
                code = end.code or 0
        shown = capfd.readouterr()
        return subprocess.CompletedProcess(list(arguments), int(str(code)), shown.out, shown.err)

    monkeypatch.setattr(console, "open_engine", opened)
    yield call
    for engine in engines:
        engine.dispose()


@pytest.fixture
def there(here: Run) -> Run:
    """The command in this process, on a database with one vocabulary."""
    assert here("upgrade").returncode == 0
    assert here("import", str(SHOES)).returncode == 0
    return here


@pytest.fixture
def people(there: Run) -> dict[str, str]:
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
        done = there("grant", name, role, "--scheme", "shoes", *limits)
        assert done.returncode == 0, done.stderr
        keys[name] = done.stdout.split()[-1]
    return keys
