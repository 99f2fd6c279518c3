from datetime import UTC, datetime

import pytest

from taxonomy_service.domain.findings import (
    Decision,
    FindingState,
    ImportCode,
    ImportFinding,
    Severity,
    count_findings,
    state_of,
)


def test_what_was_not_imported_as_it_claims_is_an_error() -> None:
    assert ImportFinding(ImportCode.LABEL_NOT_STRING, "", "urn:a").severity is Severity.ERROR
    assert ImportFinding(ImportCode.HIERARCHY_CYCLE, "", "urn:a").severity is Severity.WARNING


def test_findings_are_counted_the_frequent_first() -> None:
    codes = [ImportCode.INVALID_IRI, ImportCode.BROKEN_LIST, ImportCode.BROKEN_LIST]
    counts = count_findings(ImportFinding(code, "", "urn:a") for code in codes)
    assert list(counts.items()) == [(ImportCode.BROKEN_LIST, 2), (ImportCode.INVALID_IRI, 1)]


def test_every_code_has_a_severity_and_none_is_written_twice() -> None:
    assert {ImportFinding(code, "", "urn:a").severity for code in ImportCode} == set(Severity)
    assert len({code.value for code in ImportCode}) == len(ImportCode)


@pytest.mark.parametrize(
    ("decided", "same", "state"),
    [
        (FindingState.CONFIRMED, True, FindingState.CONFIRMED),
        (FindingState.CONFIRMED, False, FindingState.CONFIRMED),
        (FindingState.DISMISSED, True, FindingState.DISMISSED),
        (FindingState.DISMISSED, False, FindingState.OPEN),
        (FindingState.FIXED, True, FindingState.OPEN),
        (FindingState.FIXED, False, FindingState.OPEN),
    ],
)
def test_a_decision_holds_as_long_as_its_evidence(decided: FindingState, same: bool, state: FindingState) -> None:
    decision = Decision("f", "e", decided, "a reason", "Zofia", datetime.now(UTC))
    assert state_of(decision, "e" if same else "other") is state


def test_a_finding_that_nobody_looked_at_is_open() -> None:
    assert state_of(None, "e") is FindingState.OPEN
