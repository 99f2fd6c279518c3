import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

LEXICONS = Path(__file__).parents[1] / "data" / "lexicons"


@pytest.fixture
def prepared(run: Run) -> Run:
    assert run("upgrade").returncode == 0
    return run


def test_references_are_added_listed_and_removed(prepared: Run) -> None:
    done = prepared("reference", "add", str(LEXICONS / "freedict-fra-deu.dict.dz"))
    assert done.returncode == 0, done.stderr
    assert "reference freedict-fra-deu (freedict): 7 senses, 15 forms in de fr" in done.stdout
    prepared("reference", "add", str(LEXICONS / "wordnet"), "--name", "plWN", "--licence", "CC0", "--source", "me")
    shown = prepared("reference", "list").stdout
    assert "Public domain" in shown
    listed = json.loads(prepared("reference", "list", "--format", "json").stdout)
    assert [(entry["name"], entry["kind"], entry["licence"], entry["source"]) for entry in listed] == [
        (
            "freedict-fra-deu",
            "freedict",
            "Public domain (CC0 1.0), written for these tests",
            "https://example.org/fra-deu",
        ),
        ("plWN", "wordnet", "CC0", "me"),
    ]
    assert "plWN was removed" in prepared("reference", "remove", "plWN").stdout
    assert "plWN" not in prepared("reference", "list").stdout


def test_a_reference_without_a_licence_is_remarked(prepared: Run) -> None:
    done = prepared("reference", "add", str(LEXICONS / "freedict-jpn-eng.index"))
    assert done.returncode == 0
    assert "--licence" in done.stderr


def test_misuse_is_one_sentence_and_a_code(prepared: Run) -> None:
    for arguments, code, said in (
        (["remove", "none"], 2, "no reference 'none'"),
        (["add", "missing.ttl"], 3, "missing.ttl: No such file"),
        (["add", str(LEXICONS / "de-en.ding"), "--language", "de"], 3, "state them to 'reference add'"),
        (["add", str(LEXICONS / "de-en.ding"), "--kind", "csv"], 2, "csv"),
    ):
        done = prepared("reference", *arguments)
        assert (done.returncode, done.stdout) == (code, "")
        assert said in done.stderr
        assert "Traceback" not in done.stderr
