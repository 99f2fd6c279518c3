import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run

ADD = "operations: [{operation: add-label, concept: shoe, label: {form: обувь, language: ru, kind: alternative}}]"
CREATE = "operations: [{operation: create, id: boot, broader: [shoe], labels: [{form: ブーツ, language: ja}]}]"


@pytest.fixture
def edit(shoes: Run, tmp_path: Path) -> Callable[[str], None]:

    def run(text: str) -> None:
        path = tmp_path / "changes.yaml"
        path.write_text(text, encoding="utf-8")
        done = shoes("edit", "shoes", str(path), "--yes")
        assert done.returncode == 0, done.stderr

    return run


def test_a_draft_is_looked_at_released_and_then_there_is_nothing_to_release(
    edit: Callable[[str], None], run: Run
) -> None:
    edit(ADD)
    tried = run("publish", "shoes", "--dry-run")
    assert tried.returncode == 0, tried.stderr
    assert "  + label-added “обувь”@ru (alternative)" in tried.stdout
    assert "nothing was written; this would be version 2" in tried.stdout
    done = run("publish", "shoes", "--version", "2026-12", "--note", "по-русски", "--format", "json")
    told = json.loads(done.stdout)
    assert (told["released"]["number"], told["version"], told["counts"]) == (2, "2026-12", {"label-added": 1})
    assert "nothing to release" in run("publish", "shoes").stdout


def test_a_closed_gate_is_told_and_overridden_for_a_reason(edit: Callable[[str], None], run: Run) -> None:
    edit(CREATE)
    assert run("publish", "shoes").returncode == 0
    assert run("undo", "shoes", "2", "--yes").returncode == 0
    tried = run("publish", "shoes", "--dry-run")
    assert tried.returncode == 1
    assert "gate: error vanished-id" in tried.stdout
    assert "once the gate is open" in tried.stdout
    refused = run("publish", "shoes")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "boot is no longer there" in refused.stderr
    done = run("publish", "shoes", "--override", "nie benutzt")
    assert done.returncode == 0, done.stderr
    assert "released shoes 3" in done.stdout
    assert "1 × vanished-id: nie benutzt" in run("changelog", "shoes").stdout


def test_what_cannot_be_released_is_one_sentence(edit: Callable[[str], None], run: Run) -> None:
    edit(ADD)
    assert run("publish", "boots").stderr == "error: no scheme 'boots'\n"
    assert run("publish", "shoes", "--version", "2026-11").returncode == 2
    assert run("publish", "shoes", "--version", "").returncode == 3
