import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

BAD = """@prefix ex: <http://x/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
ex:a a skos:Concept ; skos:prefLabel "حذاء "@ar , "but "@pl .
"""


def test_an_accepted_finding_is_silent_and_a_new_one_is_not(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    file.write_text(BAD, encoding="utf-8")
    check = ("check", "a.ttl", "--only", "Q074", "--fail-on", "warning", "--format", "json", "--accepted", "r.toml")
    (tmp_path / "r.toml").touch()
    before = run(*check)
    findings = json.loads(before.stdout)["findings"]
    assert (before.returncode, len(findings)) == (1, 2)
    arabic = next(row["fingerprint"] for row in findings if row["language"] == "ar")
    done = run(
        "accept",
        "a.ttl",
        "--accepted",
        "r.toml",
        "--finding",
        arabic[:10],
        "--reason",
        "كما في الأصل",
        "--author",
        "ليلى",
    )
    assert done.returncode == 0, done.stderr
    assert 'author = "ليلى"' in (tmp_path / "r.toml").read_text(encoding="utf-8")
    left = json.loads(run(*check).stdout)
    assert [row["language"] for row in left["findings"]] == ["pl"]
    assert left["statistics"]["accepted"] == 1
    assert run("accept", "a.ttl", "--accepted", "r.toml", "--only", "q074", "--reason", "x").returncode == 0
    file.write_text(BAD + 'ex:a skos:altLabel "bota "@es .', encoding="utf-8")
    assert [row["language"] for row in json.loads(run(*check).stdout)["findings"]] == ["es"]


def test_misuse_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(BAD, encoding="utf-8")
    assert run("accept", "a.ttl", "--accepted", "r.toml", "--reason", "x").returncode == 2
    refused = run("accept", "a.ttl", "--accepted", "r.toml", "--finding", "00000000ff", "--reason", "x")
    assert (refused.returncode, "00000000ff" in refused.stderr) == (2, True)
    (tmp_path / "r.toml").write_text("no register", encoding="utf-8")
    assert run("check", "a.ttl", "--accepted", "r.toml").returncode == 3


SCHEME = BAD + """<http://x/s> a skos:ConceptScheme ; skos:prefLabel "Buty"@pl . ex:a skos:inScheme <http://x/s> ."""


def test_what_was_accepted_in_a_scheme_is_silent_when_its_draft_is_checked(run: Run, tmp_path: Path) -> None:
    (tmp_path / "buty.ttl").write_text(SCHEME, encoding="utf-8")
    assert run("import", str(tmp_path / "buty.ttl"), "--scheme", "buty").returncode == 0
    check = ("check", "buty", "--only", "Q074", "--format", "json")
    found = json.loads(run(*check).stdout)["findings"]
    polish = next(row["fingerprint"] for row in found if row["language"] == "pl")
    done = run("accept", "buty", "--finding", polish[:12], "--reason", "tak w źródle")
    assert (done.returncode, done.stdout.strip()) == (0, "accepted in buty: 1"), done.stderr
    left = json.loads(run(*check).stdout)
    assert ([row["language"] for row in left["findings"]], left["statistics"]["accepted"]) == (["ar"], 1)
    assert "tak w źródle" in run("findings", "export", "buty", "--kind", "integrity").stdout
    assert run("accept", "buty", "--only", "Q074", "--reason", "wszystko").returncode == 0
    assert json.loads(run(*check).stdout)["findings"] == []
    edited = tmp_path / "edit.yaml"
    edited.write_text(
        "operations: [{operation: add-label, concept: a, label: {form: kapeć, language: pl, kind: alternative}}]",
        encoding="utf-8",
    )
    assert run("edit", "buty", str(edited), "--yes").returncode == 0
    assert json.loads(run(*check).stdout)["findings"] == [], "other statements are no evidence"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("buty", "--only", "Q074", "--accepted", "r.toml", "--reason", "x"), "are for files"),
        (("buty", "--only", "Q074", "--reason", "x"), "there is no file 'buty'"),
        (("a.ttl", "--only", "Q074", "--reason", "x"), "--accepted accepted.toml"),
        (("a.ttl", "--accepted", "r.toml", "--reason", "x"), "--finding"),
    ],
)
def test_a_register_is_of_a_file_and_a_scheme_is_of_the_database(
    run: Run, arguments: tuple[str, ...], said: str
) -> None:
    done = run("accept", *arguments)
    assert (done.returncode, said in done.stderr) == (2, True), done.stderr
