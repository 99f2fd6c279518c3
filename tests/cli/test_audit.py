import json

from tests.cli.conftest import Run, execute


def test_a_chain_is_verified_listed_and_exported(shoes: Run) -> None:
    assert "shoes: 1 entries, whole; the last is " in shoes("audit", "verify").stdout
    assert "import" in shoes("audit", "log", "shoes").stdout
    line = json.loads(shoes("audit", "export", "shoes").stdout)
    assert json.loads(line["body"])["actor"] == "operator"
    assert shoes("audit", "export", "shoes", "--after", "1").stdout == ""


def test_a_broken_chain_is_exit_code_1(shoes: Run, environment: dict[str, str]) -> None:
    execute(environment, "UPDATE audit_entry SET body = replace(body, 'operator', 'somebody')")
    done = shoes("audit", "verify", "shoes", "--format", "json")
    assert done.returncode == 1
    assert json.loads(done.stdout)[0]["broken_at"] == 1
    assert "breaks at entry 1: the entry was altered" in shoes("audit", "verify").stdout


def test_log_and_export_ask_for_a_scheme(shoes: Run) -> None:
    done = shoes("audit", "log")
    assert done.returncode == 3
    assert "needs the id of a scheme, or --service" in done.stderr
    assert shoes("audit", "log", "shoes", "--service").returncode == 3
    assert shoes("audit", "verify", "boots").returncode == 2


def test_the_chain_of_the_service_is_verified_with_the_others(
    shoes: Run, people: dict[str, str], environment: dict[str, str]
) -> None:
    told = shoes("audit", "verify").stdout.splitlines()
    assert [line.split(",")[0] for line in told] == ["shoes: 1 entries", "(service): 18 entries"]
    assert shoes("audit", "verify", "--service").stdout == told[1] + "\n"
    log = shoes("audit", "log", "--service").stdout
    assert "linguist:shoes:fr" in log
    assert "operator" in log
    lines = [json.loads(line) for line in shoes("audit", "export", "--service", "--after", "2").stdout.splitlines()]
    assert [line["number"] for line in lines][:2] == [3, 4]
    execute(environment, "DELETE FROM service_audit_entry WHERE number = 18")
    done = shoes("audit", "verify")
    assert (done.returncode, "(service): the chain breaks at entry 18: the entry is missing" in done.stdout) == (
        1,
        True,
    )
