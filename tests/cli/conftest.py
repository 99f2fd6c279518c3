import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

SHOES = Path(__file__).parents[1] / "data" / "http" / "shoes.ttl"
NewDatabase = Callable[..., str]
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def environment(new_database: NewDatabase) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("TAXONOMY_")}
    return clean | {"TAXONOMY_DATABASE_URL": new_database("cli", upgraded=False), "PYTHONWARNINGS": "error"}


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
