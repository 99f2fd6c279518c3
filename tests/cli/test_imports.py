import gzip
import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from taxonomy_service.cli import imports
from tests.cli.conftest import Run

SHOES = Path(__file__).parents[1] / "data" / "http" / "shoes.ttl"


def schemes(run: Run) -> list[str]:
    return [f"{row['id']}:{row['release']}" for row in json.loads(run("schemes", "--format", "json").stdout)]


def test_the_first_import_makes_the_database(run: Run) -> None:
    done = run("import", str(SHOES))
    assert done.returncode == 0
    assert "scheme shoes, release 1 (2026-11): 6 concepts" in done.stdout


def test_the_same_file_twice_changes_nothing(shoes: Run) -> None:
    assert "unchanged" in shoes("import", str(SHOES)).stdout
    assert schemes(shoes) == ["shoes:1"]


def test_a_newer_file_prints_the_difference(shoes: Run, tmp_path: Path) -> None:
    text = SHOES.read_text(encoding="utf-8").replace('"Socke"@de', '"Strumpf"@de').replace('"S1"', '"S2"')
    (tmp_path / "shoes.ttl").write_text(text, encoding="utf-8")
    done = shoes("import", "shoes.ttl")
    assert "2 changed" in done.stdout
    assert "~ sock: + 'Strumpf'@de (preferred), - 'Socke'@de (preferred)" in done.stdout
    assert schemes(shoes) == ["shoes:2"]
    releases = json.loads(shoes("releases", "shoes", "--format", "json").stdout)
    assert [release["number"] for release in releases] == [2, 1]


def test_an_import_is_undone_by_the_number_it_is_told_under(shoes: Run, tmp_path: Path) -> None:
    text = SHOES.read_text(encoding="utf-8").replace('"Socke"@de', '"Strumpf"@de, "סוק"@he')
    (tmp_path / "shoes.ttl").write_text(text, encoding="utf-8")
    done = shoes("import", "shoes.ttl")
    assert "  to undo it: taxonomy-service undo shoes 2 --yes" in done.stdout
    tried = shoes("undo", "shoes", "2")
    assert "nothing was written" in tried.stdout, tried.stderr
    assert "done as change set 3" in shoes("undo", "shoes", "2", "--yes").stdout
    assert "1 changed" in shoes("import", "shoes.ttl", "--dry-run").stdout
    again = shoes("import", str(SHOES))
    assert "scheme shoes is unchanged" in again.stdout, again.stderr


def test_a_file_that_takes_the_draft_back_to_what_is_released_says_so(shoes: Run, tmp_path: Path) -> None:
    changes = "operations: [{operation: add-label, concept: shoe, label: {form: รองเท้า, language: th}}]"
    (tmp_path / "changes.yaml").write_text(changes, encoding="utf-8")
    assert shoes("edit", "shoes", "changes.yaml", "--yes").returncode == 0
    done = shoes("import", str(SHOES))
    assert "the draft changed, to what is released already" in done.stdout, done.stderr


def test_a_dry_run_says_what_would_change_and_writes_nothing(run: Run) -> None:
    run("upgrade")
    assert "would be new" in run("import", str(SHOES), "--dry-run").stdout
    assert schemes(run) == []


def test_standard_input_gzip_and_a_stated_format_will_do(run: Run, tmp_path: Path) -> None:
    (tmp_path / "packed").write_bytes(gzip.compress(SHOES.read_bytes(), mtime=0))
    assert run("import", "packed", "--format", "turtle", "--scheme", "mine").returncode == 0
    assert schemes(run) == ["mine:1"]


def test_one_bad_file_keeps_all_of_them_out(run: Run, tmp_path: Path) -> None:
    run("upgrade")
    (tmp_path / "bad.ttl").write_text("<urn:a> <urn:b> ", encoding="utf-8")
    done = run("import", str(SHOES), "bad.ttl")
    assert done.returncode == 3
    assert "bad.ttl, line 1" in done.stderr
    assert schemes(run) == []


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("page.ttl", b"<!DOCTYPE html><html>", "HTML page"),
        ("empty.ttl", b"", "empty"),
        ("latin.ttl", '<urn:a> <urn:b> "ü" .'.encode("latin-1"), "UTF-8"),
        ("plain.ttl", b"<urn:a> <urn:b> <urn:c> .", "no SKOS"),
        ("cut.ttl.gz", gzip.compress(SHOES.read_bytes(), mtime=0)[:500], "cut off"),
    ],
)
def test_a_bad_file_is_named_with_its_fault(run: Run, tmp_path: Path, name: str, body: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(body)
    done = run("import", name)
    assert done.returncode == 3
    assert name in done.stderr
    assert said in done.stderr


def test_a_scheme_id_cannot_be_taken_twice(shoes: Run, tmp_path: Path) -> None:
    text = SHOES.read_text(encoding="utf-8").replace("example.org/shoes", "example.org/other")
    (tmp_path / "other.ttl").write_text(text, encoding="utf-8")
    done = shoes("import", "other.ttl", "--scheme", "shoes")
    assert done.returncode == 2
    assert "choose another id" in done.stderr


def test_findings_are_shown_with_their_statement(run: Run, tmp_path: Path) -> None:
    text = SHOES.read_text(encoding="utf-8").replace('"Socke"@de', '"Socke"@de, "Socken"@de')
    (tmp_path / "shoes.ttl").write_text(text, encoding="utf-8")
    done = run("import", "shoes.ttl")
    assert done.returncode == 0
    assert "error: second-preferred-label: two preferred labels in de: 'Socke' and 'Socken'" in done.stdout
    (report,) = json.loads(run("import", "shoes.ttl", "--report", "json").stdout)
    assert report["findings"][0]["subject"] == "https://example.org/shoes/sock"


def test_bar_says_how_far_a_file_was_read_on_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = io.StringIO()
    monkeypatch.setattr(imports, "errors", Console(file=shown, force_terminal=True, width=100))
    path = tmp_path / "زراعة.ttl"
    path.write_bytes(b"x" * 1_000)
    with path.open("rb") as stream, imports._progress(path.name, stream) as tell:
        stream.read(500)
        tell(5_000)
        stream.read()
        tell(10_000)
    assert shown.getvalue().index("reading زراعة.ttl") < shown.getvalue().index("keeping زراعة.ttl: 10,000 statements")
    assert "100%" in shown.getvalue()


def test_line_is_told_for_each_half_million_statements(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = io.StringIO()
    monkeypatch.setattr(imports, "errors", Console(file=shown, force_terminal=False))
    with io.BytesIO() as stream, imports._progress("靴.nt", stream) as tell:
        for count in (5_000, 499_999, 500_003, 505_000, 1_200_000):
            tell(count)
    assert shown.getvalue().splitlines() == ["file=靴.nt statements=500000", "file=靴.nt statements=1000000"]
