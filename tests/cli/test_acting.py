import io

import pytest

from tests.cli.conftest import Run


def test_the_key_in_the_environment_says_who_acts(shoes: Run, people: dict[str, str]) -> None:
    assert shoes("whoami").stdout.startswith("operator (operator)")
    assert shoes("whoami", TAXONOMY_KEY=people["René"]).stdout.startswith("René (")


def test_a_key_is_read_from_standard_input(shoes: Run, people: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(people["Ute"] + "\n"))
    assert shoes("whoami", TAXONOMY_KEY="-").stdout.startswith("Ute (")


def test_a_key_that_opens_nothing_does_not_make_an_operator(shoes: Run) -> None:
    done = shoes("proposals", "list", "shoes", TAXONOMY_KEY="tsk_0123456789ab_" + "A" * 43)
    assert (done.returncode, done.stdout) == (2, "")
    assert "not known" in done.stderr
