from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from taxonomy_service.domain.findings import IntegrityFinding, Severity
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.statements import Statement
from taxonomy_service.exchange.sarif import Rule, Tool, sarif

TOOL = Tool(
    "checker",
    "1.0",
    [Rule("S9", "One", "Because.", Severity.ERROR), Rule("Q7", "Two", "Because.", Severity.INFO)],
)
ROWS = [Statement("http://x/a", "http://x/p", f"http://x/{n}") for n in range(15)]


def _run(findings: list[IntegrityFinding], lines: dict[Statement, int]) -> dict[str, Any]:
    log = sarif(TOOL, "folder/Größe läuft.ttl", findings, lines.get, ["Q24: no languages"])
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    return dict(run)


def _finding(code: str, severity: Severity, rows: list[Statement]) -> IntegrityFinding:
    return IntegrityFinding(code, severity, "http://x/a", message("told"), "f" * 32, "e", proof=tuple(rows))


def test_a_finding_stands_on_the_first_line_of_its_proof_and_points_to_its_rule() -> None:
    run = _run([_finding("Q7", Severity.WARNING, ROWS[:3])], {ROWS[1]: 12, ROWS[2]: 20})
    (result,) = run["results"]
    assert (result["ruleId"], result["level"], result["message"]["text"]) == ("Q7", "warning", "told")
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "Q7"
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "folder/Gr%C3%B6%C3%9Fe%20l%C3%A4uft.ttl"
    assert place["region"] == {"startLine": 12}
    assert result["partialFingerprints"] == {"finding/v1": "f" * 32}


def test_the_proof_is_told_statement_by_statement_ten_at_most() -> None:
    (result,) = _run([_finding("S9", Severity.ERROR, ROWS)], {})["results"]
    assert len(result["relatedLocations"]) == 10
    assert result["relatedLocations"][0]["message"]["text"] == "<http://x/a> <http://x/p> <http://x/0> ."
    assert "region" not in result["locations"][0]["physicalLocation"]


def test_what_was_not_checked_is_a_notification_and_severities_are_levels() -> None:
    run = _run([], {})
    assert run["results"] == []
    assert [note["message"]["text"] for note in run["invocations"][0]["toolExecutionNotifications"]] == [
        "Q24: no languages"
    ]
    assert [rule["defaultConfiguration"]["level"] for rule in run["tool"]["driver"]["rules"]] == ["error", "note"]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("./voc/靴.ttl", "voc/%E9%9D%B4.ttl"),
        ("2026:a.ttl", "2026%3Aa.ttl"),
        ("a#b?c%d.ttl", "a%23b%3Fc%25d.ttl"),
        ("/elsewhere/a b.ttl", "file:///elsewhere/a%20b.ttl"),
        (str(Path.cwd() / "voc" / "обувь.ttl"), "voc/%D0%BE%D0%B1%D1%83%D0%B2%D1%8C.ttl"),
    ],
)
def test_a_file_is_named_from_where_the_run_began(path: str, uri: str) -> None:
    log = sarif(TOOL, path, [_finding("S9", Severity.ERROR, ROWS[:1])], lambda _: None)
    (result,) = log["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri
    assert log["runs"][0]["artifacts"] == [{"location": {"uri": uri}}]
    assert unquote(uri).endswith(path.removeprefix("./")[-6:])
