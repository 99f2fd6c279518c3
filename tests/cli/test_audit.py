import json
import sqlite3

from tests.cli.conftest import Run


def test_a_chain_is_verified_listed_and_exported(shoes: Run, here: Run) -> None:
    assert "shoes: 1 entries, whole; the last is " in here("audit", "verify").stdout
    assert "import" in here("audit", "log", "shoes").stdout
    line = json.loads(here("audit", "export", "shoes").stdout)
    assert json.loads(line["body"])["actor"] == "operator"
    assert here("audit", "export", "shoes", "--after", "1").stdout == ""


def test_a_broken_chain_is_exit_code_1(shoes: Run, here: Run, environment: dict[str, str]) -> None:
    connection = sqlite3.connect(environment["TAXONOMY_DATABASE_URL"].removeprefix("sqlite:///"))
    with connection:
        connection.execute("UPDATE audit_entry SET body = replace(body, 'operator', 'somebody')")
    connection.close()
    done = here("audit", "verify", "shoes", "--format", "json")
    assert done.returncode == 1
    assert json.loads(done.stdout)[0]["broken_at"] == 1
    assert "breaks at entry 1: the entry was altered" in here("audit", "verify").stdout


def test_log_and_export_ask_for_a_scheme(shoes: Run, here: Run) -> None:
    done = here("audit", "log")
    assert done.returncode == 3
    assert "needs the id of a scheme" in done.stderr
    assert here("audit", "verify", "boots").returncode == 2
