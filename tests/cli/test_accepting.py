import json
import subprocess
from collections.abc import Callable
from pathlib import Path

Run = Callable[..., subprocess.CompletedProcess[str]]
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
