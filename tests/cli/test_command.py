from importlib.metadata import version

import pytest

from taxonomy_service.cli.command import COMMANDS
from tests.cli.conftest import Run


def test_help_lists_every_command(apart: Run) -> None:
    shown = apart("--help")
    assert shown.returncode == 0
    for name in COMMANDS:
        assert f"  {name} " in shown.stdout


def test_the_version_is_printed(apart: Run) -> None:
    assert apart("--version").stdout.strip() == version("taxonomy-service")


@pytest.mark.parametrize("scheme", ["shoes", "nix"])
def test_a_process_of_its_own_says_and_returns_what_is_looked_at_in_the_process_of_the_tests(
    apart: Run, shoes: Run, scheme: str
) -> None:
    own, here = (run("export", scheme, "--format", "ntriples") for run in (apart, shoes))
    assert (own.returncode, own.stdout, own.stderr) == (here.returncode, here.stdout, here.stderr)
    assert ("حذاء جري" in own.stdout, "no scheme 'nix'" in own.stderr) == (scheme == "shoes", scheme == "nix")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["frobnicate"], 2, "No such command"),
        (["export", "nix"], 2, "no scheme 'nix'"),
        (["export", "shoes", "--format", "docx"], 2, "docx"),
        (["export", "shoes", "--release", "9"], 2, "release"),
        (["import", "missing.ttl"], 3, "missing.ttl"),
        (["validate", "missing.csv", "--scheme", "shoes"], 3, "missing.csv"),
        (["validate", "missing.csv", "--scheme", "shoes", "--language", "not a tag"], 2, "language tag"),
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


@pytest.mark.parametrize(
    "arguments",
    [
        ["boundaries", "check", "shoes", "--language"],
        ["boundaries", "check", "shoes", "--reader"],
        ["check", "shoes", "--reader"],
        ["findings", "detect", "shoes", "--language"],
        ["findings", "list", "shoes", "--language"],
        ["grant", "Léa", "linguist", "--languages"],
        ["proposals", "opinion", "shoes", "1", "approve", "--language"],
        ["reference", "add", "missing.tsv", "--language"],
        ["revalidate", "missing.csv", "--scheme", "shoes", "--from", "1", "--language"],
        ["translate", "shoes", "fr", "table.csv", "--source"],
        ["translate", "shoes", "--", "x_y!", "table.csv"],
        ["validate", "missing.csv", "--scheme", "shoes", "--language"],
        ["work", "shoes", "--language"],
    ],
)
def test_a_language_tag_on_the_command_line_that_is_none_is_misuse(shoes: Run, arguments: list[str]) -> None:
    done = shoes(*arguments, *([] if "x_y!" in arguments else ["x_y!"]))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: 'x_y!' is not a well-formed language tag")
