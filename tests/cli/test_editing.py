import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

CHANGES = """
operations:
  - {operation: add-label, concept: running-shoe, label: {form: joggingsko, language: sv, kind: alternative}}
  - {operation: retire, concept: running-shoe, narrower: orphan}
"""


@pytest.fixture
def changes(tmp_path: Path) -> str:
    path = tmp_path / "changes.yaml"
    path.write_text(CHANGES, encoding="utf-8")
    return str(path)


def test_it_is_said_what_would_change_and_done_only_where_told_to(shoes: Run, changes: str) -> None:
    tried = shoes("edit", "shoes", changes)
    assert tried.returncode == 0, tried.stderr
    assert "~ running-shoe: + 'joggingsko'@sv (alternative), retired" in tried.stdout
    assert "nothing was written (--yes does it)" in tried.stdout
    done = shoes("edit", "shoes", changes, "--yes", "--comment", "in Schweden")
    assert "done as change set 2" in done.stdout
    assert "running-shoe" in shoes("undo", "shoes", "2").stdout
    assert "done as change set 5" in shoes("undo", "shoes", "2", "--yes").stdout
    again = json.loads(shoes("edit", "shoes", changes, "--format", "json").stdout)
    assert (again["dry_run"], again["change_set"]) == (True, None)
    assert "joggingsko" in {row["object"]["value"] for row in again["changes"][0]["added"]}


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("operations: []", 3, "at least one"),
        ("operations: [{operation: rename}]", 3, "rename"),
        ("operations: [{operation: restore, concept: shoe}]", 2, "shoe is not retired"),
        ("operations: [{operation: restore, concept: nothing}]", 2, "no concept in the draft of shoes 'nothing'"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_an_exit_code(
    shoes: Run, tmp_path: Path, text: str, code: int, said: str
) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(text, encoding="utf-8")
    done = shoes("edit", "shoes", str(path), "--yes")
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr


def test_a_file_that_is_not_there_and_a_scheme_that_is_not(shoes: Run, changes: str) -> None:
    assert shoes("edit", "shoes", "/nowhere.yaml").returncode == 3
    assert "no scheme 'boots'" in shoes("edit", "boots", changes).stderr
    assert "no change set of shoes '9'" in shoes("undo", "shoes", "9").stderr


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("de_DE.UTF-8", "shoe ist nicht zurückgezogen"),
        ("fr_FR.UTF-8", "shoe n’est pas retiré"),
        ("C.UTF-8", "error: shoe is not retired"),
    ],
)
def test_what_is_refused_is_told_in_the_language_of_whoever_reads(
    shoes: Run, tmp_path: Path, locale: str, said: str
) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text("operations: [{operation: restore, concept: shoe}]", encoding="utf-8")
    done = shoes("edit", "shoes", str(path), "--yes", LC_ALL=locale)
    assert (done.returncode, said in done.stderr) == (2, True), done.stderr
