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
