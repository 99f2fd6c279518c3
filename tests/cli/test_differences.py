import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

CHANGES = """
operations:
  - {operation: merge, concept: tennis-shoe, into: running-shoe}
  - {operation: add-label, concept: shoe, label: {form: παπούτσι, language: el, kind: preferred}}
"""


@pytest.fixture
def released(shoes: Run, tmp_path: Path) -> Run:
    path = tmp_path / "changes.yaml"
    path.write_text(CHANGES, encoding="utf-8")
    assert shoes("edit", "shoes", str(path), "--yes").returncode == 0
    done = shoes("publish", "shoes", "--version", "zwei", "--note", "ελληνικά")
    assert done.returncode == 0, done.stderr
    return shoes


def test_releases_are_compared_as_text_json_and_csv(released: Run) -> None:
    text = released("diff", "shoes", "1", "zwei").stdout.splitlines()
    assert "  ~ concept-merged: → running-shoe" in text
    assert "  + label-added “παπούτσι”@el (preferred)" in text
    assert "1 × concept-merged" in text[-1]
    told = json.loads(released("diff", "shoes", "--format", "json").stdout)
    assert (told["from"], told["to"], told["counts"]["concept-merged"]) == (1, 2, 1)
    rows = list(csv.DictReader(io.StringIO(released("diff", "shoes", "1", "2", "--format", "csv").stdout)))
    assert len(rows) == len(told["changes"])
    assert released("diff", "shoes", "zwei", "draft").stdout == "no difference\n"
    assert released("diff", "shoes", "9").stderr == "error: no release of shoes '9'\n"


def test_old_ids_lead_to_new_ones(released: Run) -> None:
    assert "tennis-shoe → running-shoe (merged)" in released("id-map", "shoes").stdout.splitlines()
    assert "tennis-shoe,merged,running-shoe" in released("id-map", "shoes", "1", "--format", "csv").stdout
    told = json.loads(released("id-map", "shoes", "--format", "json").stdout)
    assert {"concept": "tennis-shoe", "fate": "merged", "successors": ["running-shoe"]} in told["ids"]


def test_the_change_log_names_releases_and_notes(released: Run) -> None:
    told = json.loads(released("changelog", "shoes", "--format", "json").stdout)
    assert [(entry["number"], entry["note"]) for entry in told] == [(2, "ελληνικά"), (1, "import of shoes.ttl")]
    shown = released("changelog", "shoes", "--limit", "1").stdout
    assert "ελληνικά" in shown
    assert "import of" not in shown
