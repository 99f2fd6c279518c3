from datetime import UTC, datetime

import pytest

from taxonomy_service.domain.boundaries import BoundaryFinding, BoundaryRelation, Evidence, EvidenceKind
from taxonomy_service.domain.findings import Decision, FindingKind, FindingState, IntegrityFinding, Severity
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.statements import Iri
from taxonomy_service.domain.tracking import (
    Found,
    Known,
    Scope,
    Settled,
    found_boundary,
    found_integrity,
    kind_of,
    rank_of,
    settle,
)

OPEN, CONFIRMED, DISMISSED, FIXED = FindingState
FR = LanguageTag("fr")


def suspicion(kind: EvidenceKind = EvidenceKind.STRUCTURE) -> BoundaryFinding:
    piece = Evidence(kind, 1.0, message("it stands elsewhere"))
    return BoundaryFinding(Iri("urn:a"), FR, "chaussure", BoundaryRelation.BROADER, 0.6, True, None, (piece,))


def fault(severity: Severity = Severity.ERROR) -> IntegrityFinding:
    return IntegrityFinding("Q001", severity, "urn:a", message("it is alone"), "f" * 32, "e1")


FOUND = found_boundary(Iri("urn:s"), suspicion())
OWN = FOUND.fingerprint


def known(state: FindingState, *, warns: bool = True) -> Known:
    return Known(OWN, FOUND.evidence, state, warns, "urn:a", FR, "chaussure")


def decided(state: FindingState, evidence: str = FOUND.evidence) -> dict[str, Decision]:
    return {OWN: Decision(OWN, evidence, state, "so it is", "zofia", datetime.now(UTC))}


def again(found: Found = FOUND, decisions: dict[str, Decision] | None = None, *, stands: bool = True) -> Settled:
    (settled,) = settle([found], {}, decisions or {}, standing={OWN} if stands else ())
    return settled


def missed(
    state: FindingState, decisions: dict[str, Decision] | None = None, *, stands: bool = True, warns: bool = True
) -> Settled:
    (settled,) = settle([], {OWN: known(state, warns=warns)}, decisions or {}, standing={OWN} if stands else ())
    assert settled.found is None
    return settled


def test_what_nobody_decided_on_is_open_and_warns() -> None:
    assert again() == Settled(OWN, OPEN, warns=True, found=FOUND)


@pytest.mark.parametrize(
    ("state", "evidence", "expected", "warns"),
    [
        (CONFIRMED, FOUND.evidence, CONFIRMED, True),
        (CONFIRMED, "other", CONFIRMED, True),
        (DISMISSED, FOUND.evidence, DISMISSED, False),
        (DISMISSED, "other", OPEN, True),
        (FIXED, FOUND.evidence, OPEN, True),
        (OPEN, FOUND.evidence, OPEN, True),
    ],
)
def test_a_decision_outlives_a_run(state: FindingState, evidence: str, expected: FindingState, warns: bool) -> None:
    settled = again(decisions=decided(state, evidence))
    assert (settled.state, settled.warns) == (expected, warns)


def test_a_declaration_is_confirmed_until_a_person_says_otherwise() -> None:
    declared = found_boundary(Iri("urn:s"), suspicion(EvidenceKind.DECLARATION))
    assert again(declared).state is CONFIRMED
    assert again(declared, decided(DISMISSED, declared.evidence)).state is DISMISSED
    assert again(declared, decided(DISMISSED, FOUND.evidence)).state is CONFIRMED


@pytest.mark.parametrize("state", [OPEN, DISMISSED, FIXED])
def test_what_is_no_longer_found_is_fixed_and_warns_no_more(state: FindingState) -> None:
    assert missed(state, decided(state))[1:3] == (FIXED, False)


def test_a_run_does_not_overrule_the_person_who_confirmed() -> None:
    assert missed(CONFIRMED, decided(CONFIRMED))[1:3] == (CONFIRMED, True)
    assert missed(CONFIRMED, decided(CONFIRMED), stands=False).state is FIXED


def test_a_declaration_that_was_taken_back_confirms_nothing() -> None:
    assert missed(CONFIRMED)[1:3] == (FIXED, False)


def test_a_label_that_was_replaced_in_the_draft_warns_where_it_is_released() -> None:
    assert missed(OPEN, stands=False)[1:3] == (FIXED, True)
    assert missed(DISMISSED, stands=False, warns=False)[1:3] == (FIXED, False)
    assert again(stands=False)[1:3] == (FIXED, True)
    assert again(decisions=decided(DISMISSED), stands=False)[1:3] == (DISMISSED, False)


def test_a_label_declared_exact_is_silent_whatever_was_confirmed() -> None:
    (settled,) = settle([], {OWN: known(CONFIRMED)}, decided(CONFIRMED), standing={OWN}, silenced={OWN})
    assert settled[1:3] == (FIXED, False)


def test_findings_of_one_run_are_settled_once() -> None:
    settled = settle([FOUND, FOUND], {OWN: known(OPEN)}, {}, standing={OWN})
    assert [entry.fingerprint for entry in settled] == [OWN]


def test_an_integrity_finding_keeps_the_names_it_brings() -> None:
    found = found_integrity(fault())
    assert (found.fingerprint, found.evidence, found.declared) == ("f" * 32, "e1", False)
    assert [kind_of(finding) for finding in (fault(), suspicion())] == [FindingKind.INTEGRITY, FindingKind.BOUNDARY]


def test_errors_come_before_warnings_and_these_before_anything_unsure() -> None:
    ranks = [rank_of(fault(severity)) for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO)]
    assert ranks == sorted(ranks, reverse=True)
    assert rank_of(suspicion()) == 0.6
    assert min(ranks) >= 1


@pytest.mark.parametrize(
    ("scope", "covered"),
    [
        (Scope(), True),
        (Scope(frozenset({"urn:a"})), True),
        (Scope(frozenset({"urn:b"})), False),
        (Scope(frozenset(), frozenset({("urn:a", FR)})), True),
        (Scope(frozenset(), frozenset({("urn:a", LanguageTag("ja"))})), False),
    ],
)
def test_a_scope_covers_subjects_whole_and_labels_in_one_language(scope: Scope, covered: bool) -> None:
    assert scope.covers(known(OPEN)) is covered
