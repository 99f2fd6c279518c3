import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def waiting(shoes: Run, people: dict[str, str], tmp_path: Path) -> Run:
    """A French label that waits for approval, and a German proposal that waits for opinions."""
    for name, label in (
        ("edit", {"form": "chaussure de jogging", "language": "fr", "kind": "alternative"}),
        ("propose", {"form": "Joggingschuh", "language": "de", "kind": "alternative"}),
    ):
        path = tmp_path / f"{name}.json"
        operation = {"operation": "add-label", "concept": "running-shoe", "label": label}
        path.write_text(json.dumps({"operations": [operation]}), encoding="utf-8")
    edited = shoes("edit", "shoes", str(tmp_path / "edit.json"), "--yes")
    made = shoes("proposals", "make", "shoes", str(tmp_path / "propose.json"), TAXONOMY_KEY=people["Cem"])
    assert (edited.returncode, made.returncode) == (0, 0), edited.stderr + made.stderr
    return shoes


def _work(run: Run, key: str, *arguments: str) -> Any:
    done = run("work", *arguments, "--format", "json", TAXONOMY_KEY=key)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_each_is_told_what_waits_for_them_in_their_languages(waiting: Run, people: dict[str, str]) -> None:
    (shoes,) = _work(waiting, people["René"])
    (french,) = shoes["languages"]
    assert (shoes["scheme"], shoes["proposals"], french["language"]) == ("shoes", [], "fr")
    assert "sock" in french["missing"]
    assert [(label["form"], label["direction"]) for label in french["labels"]] == [("chaussure de jogging", "ltr")]
    (shoes,) = _work(waiting, people["Ute"])
    assert (shoes["proposals"], shoes["languages"][0]["labels"]) == ([1], [])
    (shoes,) = _work(waiting, people["Zoë"])
    languages = [own["language"] for own in shoes["languages"]]
    assert languages == sorted(languages)
    assert {"ar", "de", "fr", "hi", "ja", "pl", "tr"} <= set(languages)


def test_findings_that_are_open_in_a_language_are_counted(waiting: Run, people: dict[str, str]) -> None:
    assert waiting("findings", "detect", "shoes").returncode == 0
    found = json.loads(waiting("findings", "list", "shoes", "--state", "open", "--format", "json").stdout)
    by_language = {own["language"]: own["findings"] for own in _work(waiting, people["Zoë"])[0]["languages"]}
    counted = dict.fromkeys(by_language, 0)
    for finding in found:
        if finding["label"]:
            counted[finding["label"]["language"]] += 1
    assert by_language == counted


def test_a_table_names_languages_in_the_reader_s(waiting: Run, people: dict[str, str]) -> None:
    table = waiting("work", "shoes", "--reader", "en", TAXONOMY_KEY=people["Zoë"]).stdout
    assert "Arabic (ar)" in table
    assert "shoes: proposals that wait for you: 1" in table
    assert "japonais (ja)" in waiting("work", "--reader", "fr", TAXONOMY_KEY=people["Zoë"]).stdout


def test_one_language_is_listed_whole(waiting: Run, people: dict[str, str]) -> None:
    told = waiting("work", "--language", "fr", TAXONOMY_KEY=people["René"]).stdout
    assert "concepts without a label: " in told
    assert "chaussure de jogging" in told
    other = waiting("work", "--language", "de", TAXONOMY_KEY=people["René"])
    assert (other.returncode, "may not inspect" in other.stderr) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["boots"], 2, "no scheme 'boots'"),
        (["--language", "not a tag"], 2, "language tag"),
    ],
)
def test_misuse_is_told(shoes: Run, arguments: list[str], code: int, said: str) -> None:
    done = shoes("work", *arguments)
    assert (done.returncode, "Traceback" in done.stderr) == (code, False)
    assert said in done.stderr


def test_who_only_reads_has_no_work(shoes: Run, people: dict[str, str]) -> None:
    done = shoes("work", TAXONOMY_KEY=people["Rima"])
    assert (done.returncode, "may not inspect" in done.stderr) == (2, True)
