import gzip
import io
import json
from pathlib import Path

import pytest

from taxonomy_service.cli.integrity_reports import CheckedVocabulary, ReportFormat, print_reports, report_json
from taxonomy_service.exchange.rdf import RdfFormat
from taxonomy_service.services.imports import VocabularyFile
from taxonomy_service.services.integrity import check_file

BODY = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <http://x/> .
:a a skos:Concept ;
    skos:prefLabel "Schuh"@de , "shoe"@en ;
    skos:broader :a ,
        "נעל"@he .
"""


def _checked(name: str) -> CheckedVocabulary:
    file = VocabularyFile(io.BytesIO(BODY.encode()), name, RdfFormat.TURTLE)
    return CheckedVocabulary(name, check_file(file), RdfFormat.TURTLE)


def test_sarif_points_to_the_lines_of_a_packed_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.ttl.gz"
    path.write_bytes(gzip.compress(BODY.encode()))
    print_reports([_checked(str(path))], ReportFormat.SARIF, 5)
    results = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    lines = {one["ruleId"]: one["locations"][0]["physicalLocation"]["region"]["startLine"] for one in results}
    assert lines["Q005"] == 5
    assert lines["Q027"] == 6


def test_sarif_of_what_is_no_file_on_disk_has_no_lines(capsys: pytest.CaptureFixture[str]) -> None:
    print_reports([_checked("-")], ReportFormat.SARIF, 5)
    results = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    assert results
    assert all("region" not in one["locations"][0]["physicalLocation"] for one in results)


def test_shares_are_of_the_described_concepts() -> None:
    shown = report_json(_checked("x.ttl").report)
    assert shown["statistics"]["languages"]["de"] == {
        "preferred": 1, "alternative": 0, "hidden": 0, "coverage": 1.0, "defined": 0.0,
    }  # fmt: skip


def test_the_table_lists_no_more_than_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    print_reports([_checked("x.ttl")], ReportFormat.TABLE, 1)
    shown = capsys.readouterr().out
    assert "more findings" in shown
    assert "not checked: Q024" in shown


DATA = Path(__file__).parents[1] / "data" / "integrity"


@pytest.mark.parametrize("code", ["S14", "S27", "Q004", "Q022", "Q028", "Q053", "Q060", "Q064", "Q072"])
def test_sarif_keeps_the_rules_of_its_standard(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    """SARIF 2.1.0: §3.27.5 and .6 rule and index, .10 level, .16 fingerprints, §3.29.4 locations, §3.30.5 lines."""
    path = DATA / code / "bad.ttl"
    with path.open("rb") as stream:
        report = check_file(VocabularyFile(stream, str(path), RdfFormat.TURTLE))
    print_reports([CheckedVocabulary(str(path), report, RdfFormat.TURTLE)], ReportFormat.SARIF, 5)
    log = json.loads(capsys.readouterr().out)
    assert (log["version"], len(log["runs"])) == ("2.1.0", 1)
    run = log["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    assert {rule["defaultConfiguration"]["level"] for rule in rules} <= {"error", "warning", "note"}
    assert code in {one["ruleId"] for one in run["results"]}
    lines = len(path.read_text(encoding="utf-8").splitlines())
    prints = set()
    for one in run["results"]:
        assert rules[one["ruleIndex"]]["id"] == one["ruleId"]
        assert one["level"] in {"error", "warning", "note"}
        assert one["message"]["text"].strip()
        prints.add(one["partialFingerprints"]["finding/v1"])
        for place in [*one["locations"], *one.get("relatedLocations", [])]:
            assert place["physicalLocation"]["artifactLocation"] == run["artifacts"][0]["location"]
            assert 1 <= place["physicalLocation"]["region"]["startLine"] <= lines
        assert [place["id"] for place in one["relatedLocations"]] == list(range(1, len(one["relatedLocations"]) + 1))
    assert len(prints) == len(run["results"])
