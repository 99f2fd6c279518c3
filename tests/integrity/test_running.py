from taxonomy_service.domain.findings import Severity
from taxonomy_service.integrity.running import run_checks
from taxonomy_service.integrity.table import CHECKS
from taxonomy_service.integrity.view import View
from tests.integrity.conftest import MakeView

BODY = """
:s a skos:ConceptScheme . :a skos:broader :b ; skos:related :b ; skos:prefLabel "x"@en, "y"@en . :b skos:broader :a .
"""


def test_findings_come_with_the_gravest_first_and_are_the_same_in_each_run(make_view: MakeView) -> None:
    first, again = run_checks(make_view(BODY), CHECKS), run_checks(make_view(BODY), CHECKS)
    assert first == again
    severities = [list(Severity).index(finding.severity) for finding in first.findings]
    assert severities == sorted(severities)
    assert len({finding.fingerprint for finding in first.findings}) == len(first.findings)


def test_the_order_of_a_file_changes_neither_fingerprints_nor_evidence(make_view: MakeView) -> None:
    view = make_view(BODY)
    turned = View(reversed(list(view)))
    found = {(one.fingerprint, one.evidence, one.subject) for one in run_checks(view, CHECKS).findings}
    assert {(one.fingerprint, one.evidence, one.subject) for one in run_checks(turned, CHECKS).findings} == found


def test_a_statement_stated_twice_is_found_once(make_view: MakeView) -> None:
    rows = list(make_view(BODY))
    once, twice = run_checks(View(rows), CHECKS).findings, run_checks(View([*rows, *rows]), CHECKS).findings
    assert once == twice


def test_what_did_not_run_is_said(make_view: MakeView) -> None:
    done = run_checks(make_view(BODY), CHECKS, only={"S14", "Q024"})
    assert {finding.code for finding in done.findings} == {"S14"}
    assert {gap.code for gap in done.gaps} == CHECKS.keys() - {"S14"}
    assert "languages" in next(str(gap.reason) for gap in done.gaps if gap.code == "Q024")
