import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
ADD = "operations: [{operation: add-label, concept: shoe, label: {form: обувь, language: ru, kind: alternative}}]"
CREATE = "operations: [{operation: create, id: boot, broader: [shoe], labels: [{form: ブーツ, language: ja}]}]"


@pytest.fixture
def edit(shoes: Run, here: Run, tmp_path: Path) -> Callable[[str], None]:
    assert shoes is not None

    def run(text: str) -> None:
        path = tmp_path / "changes.yaml"
        path.write_text(text, encoding="utf-8")
        done = here("edit", "shoes", str(path), "--yes")
        assert done.returncode == 0, done.stderr

    return run


def test_a_draft_is_looked_at_released_and_then_there_is_nothing_to_release(
    edit: Callable[[str], None], here: Run
) -> None:
    edit(ADD)
    tried = here("publish", "shoes", "--dry-run")
    assert tried.returncode == 0, tried.stderr
    assert "  + label-added “обувь”@ru (alternative)" in tried.stdout
    assert "nothing was written; this would be version 2" in tried.stdout
    done = here("publish", "shoes", "--version", "2026-12", "--note", "по-русски", "--format", "json")
    told = json.loads(done.stdout)
    assert (told["released"]["number"], told["version"], told["counts"]) == (2, "2026-12", {"label-added": 1})
    assert "nothing to release" in here("publish", "shoes").stdout


def test_a_closed_gate_is_told_and_overridden_for_a_reason(edit: Callable[[str], None], here: Run) -> None:
    edit(CREATE)
    assert here("publish", "shoes").returncode == 0
    assert here("undo", "shoes", "2", "--yes").returncode == 0
    tried = here("publish", "shoes", "--dry-run")
    assert tried.returncode == 1
    assert "gate: error vanished-id" in tried.stdout
    assert "once the gate is open" in tried.stdout
    refused = here("publish", "shoes")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "boot is no longer there" in refused.stderr
    done = here("publish", "shoes", "--override", "nie benutzt")
    assert done.returncode == 0, done.stderr
    assert "released shoes 3" in done.stdout
    assert "1 × vanished-id: nie benutzt" in here("changelog", "shoes").stdout


def test_what_cannot_be_released_is_one_sentence(edit: Callable[[str], None], here: Run) -> None:
    edit(ADD)
    assert here("publish", "boots").stderr == "error: no scheme 'boots'\n"
    assert here("publish", "shoes", "--version", "2026-11").returncode == 2
    assert here("publish", "shoes", "--version", "").returncode == 3
