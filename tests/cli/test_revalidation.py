import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

CHANGES = "operations: [{operation: add-label, concept: shoe, label: {form: รองเท้า, language: th, kind: preferred}}]"


@pytest.fixture
def released(shoes: Run, tmp_path: Path) -> Run:
    (tmp_path / "changes.yaml").write_text(CHANGES, encoding="utf-8")
    (tmp_path / "labels.csv").write_text("label,language\nรองเท้า,th\nSchuh,de\n", encoding="utf-8")
    assert shoes("edit", "shoes", str(tmp_path / "changes.yaml"), "--yes").returncode == 0
    assert shoes("publish", "shoes").returncode == 0
    return shoes


def test_labels_with_another_verdict_are_listed_with_the_reason(released: Run, tmp_path: Path) -> None:
    file = str(tmp_path / "labels.csv")
    done = released("revalidate", file, "--scheme", "shoes", "--from", "1")
    assert done.returncode == 1, done.stderr
    assert "1 of 2 labels have another verdict" in done.stdout
    assert "“รองเท้า” was put on shoe" in done.stdout
    (told,) = json.loads(released("revalidate", file, "--scheme", "shoes", "--from", "1", "--format", "json").stdout)
    assert (told["changed"][0]["before"]["verdict"], told["changed"][0]["after"]["verdict"]) == ("unknown", "preferred")
    assert (told["labels"], told["changed"][0]["place"]) == (2, "line 2")
    (reason,) = told["changed"][0]["reasons"]
    assert (reason["code"], reason["concept"], reason["form"]) == ("label-added", "shoe", "รองเท้า")
    same = released("revalidate", file, "--scheme", "shoes", "--from", "2", "--to", "2")
    assert (same.returncode, "0 of 2 labels" in same.stdout) == (0, True)


def test_what_is_not_there_is_one_sentence(released: Run, tmp_path: Path) -> None:
    file = str(tmp_path / "labels.csv")
    assert "no release of shoes '7'" in released("revalidate", file, "--scheme", "shoes", "--from", "7").stderr
    missing = released("revalidate", str(tmp_path / "none.csv"), "--scheme", "shoes", "--from", "1")
    assert missing.returncode == 3
