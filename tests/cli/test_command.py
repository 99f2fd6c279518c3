import subprocess
from collections.abc import Callable
from importlib.metadata import version

import pytest

from taxonomy_service.cli.command import COMMANDS

Run = Callable[..., subprocess.CompletedProcess[str]]


def test_help_lists_every_command(run: Run) -> None:
    shown = run("--help")
    assert shown.returncode == 0
    for name in COMMANDS:
        assert f"  {name} " in shown.stdout


def test_the_version_is_printed(run: Run) -> None:
    assert run("--version").stdout.strip() == version("taxonomy-service")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["frobnicate"], 2, "No such command"),
        (["export", "nix"], 2, "no scheme 'nix'"),
        (["export", "shoes", "--format", "docx"], 2, "docx"),
        (["export", "shoes", "--release", "9"], 2, "release"),
        (["import", "missing.ttl"], 3, "missing.ttl"),
        (["validate", "missing.csv", "--scheme", "shoes"], 3, "missing.csv"),
        (["validate", "missing.csv", "--scheme", "shoes", "--language", "not a tag"], 3, "language tag"),
        (["validate", "missing.csv"], 2, "--scheme"),
    ],
)
def test_misuse_is_one_sentence_and_a_code(shoes: Run, arguments: list[str], code: int, said: str) -> None:
    done = shoes(*arguments)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nonsense", "TAXONOMY_DATABASE_URL"),
        ("sqlite:////proc/no/such.db", "/proc/no"),
        ("oracle9://x/y", "TAXONOMY_DATABASE_URL"),
    ],
)
def test_a_database_that_cannot_be_used_is_said_so(run: Run, url: str, said: str) -> None:
    done = run("schemes", TAXONOMY_DATABASE_URL=url)
    assert done.returncode == 4
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_setting_that_makes_no_sense_is_named(run: Run) -> None:
    done = run("schemes", TAXONOMY_MAX_BATCH="many")
    assert done.returncode == 2
    assert "TAXONOMY_MAX_BATCH" in done.stderr
