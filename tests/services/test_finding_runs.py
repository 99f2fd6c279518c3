from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.domain.boundaries import BoundaryFinding, EvidenceKind
from taxonomy_service.domain.equivalences import LabelPlace, place_of
from taxonomy_service.domain.errors import NotFound
from taxonomy_service.domain.findings import FindingState, IntegrityFinding
from taxonomy_service.domain.labels import Equivalence
from taxonomy_service.domain.tracking import EVERYTHING, FindingFilter, Scope
from taxonomy_service.services.finding_runs import keep_boundary_findings, keep_integrity_findings, with_states
from taxonomy_service.services.findings import decide, page_of_findings
from taxonomy_service.services.imports import ImportReport
from taxonomy_service.store.schemes import find_scheme
from taxonomy_service.store.session import transaction
from tests.suspicions import SHOES, fault, suspicion

OPEN, CONFIRMED, DISMISSED, FIXED = FindingState
FRENCH, ARABIC = suspicion(), suspicion("حذاء رياضي", "ar", "sports-shoe", candidate="shoe")
JAPANESE = suspicion("靴", "ja", "shoe", candidate=None)
Look = Callable[..., dict[str, FindingState]]


@pytest.fixture
def shop(engine: Engine, take: Callable[..., ImportReport], shoes: str) -> Engine:
    take(shoes)
    return engine


@pytest.fixture
def look(shop: Engine) -> Look:
    """Keep the findings of a run, and return the state of every finding of the scheme by its label."""

    def run(
        *found: BoundaryFinding, declared: dict[LabelPlace, Equivalence] | None = None, scope: Scope = EVERYTHING
    ) -> dict[str, FindingState]:
        with transaction(shop) as store:
            keep_boundary_findings(store, find_scheme(store, "shoes"), found, declared or {}, scope=scope)
        return states(shop)

    return run


def states(engine: Engine) -> dict[str, FindingState]:
    with transaction(engine, writing=False) as store:
        page = page_of_findings(store, OPERATOR, "shoes", FindingFilter())
    return {tracked.kept.finding.label: tracked.kept.state for tracked in page.items}


def judge(engine: Engine, finding: BoundaryFinding | IntegrityFinding, state: FindingState) -> None:
    with transaction(engine) as store:
        page = page_of_findings(store, OPERATOR, "shoes", FindingFilter())
        own = next(t.kept.fingerprint for t in page.items if t.kept.finding.label == finding.label)
        decide(store, OPERATOR, "shoes", own, state, reason="I looked")


def test_a_run_is_kept_and_the_next_one_keeps_the_decisions(shop: Engine, look: Look) -> None:
    assert look(FRENCH, ARABIC, JAPANESE) == {"chaussure de course": OPEN, "حذاء رياضي": OPEN, "靴": OPEN}
    judge(shop, FRENCH, CONFIRMED)
    judge(shop, ARABIC, DISMISSED)
    again = [suspicion(confidence=0.3), ARABIC]
    assert look(*again) == {"chaussure de course": CONFIRMED, "حذاء رياضي": DISMISSED, "靴": FIXED}
    assert look(JAPANESE) == {"chaussure de course": CONFIRMED, "حذاء رياضي": FIXED, "靴": OPEN}
    assert look(ARABIC)["حذاء رياضي"] is DISMISSED, "it is back as it was, and so is the decision on it"


def test_what_was_dismissed_comes_back_when_its_evidence_changes(shop: Engine, look: Look) -> None:
    look(FRENCH)
    judge(shop, FRENCH, DISMISSED)
    assert look(FRENCH) == {"chaussure de course": DISMISSED}
    more = suspicion(why=(EvidenceKind.STRUCTURE, EvidenceKind.REFERENCE))
    assert look(more) == {"chaussure de course": OPEN}


def test_a_run_of_some_languages_leaves_the_others_alone(look: Look) -> None:
    look(FRENCH, ARABIC, JAPANESE)
    some = Scope(languages=frozenset({FRENCH.language}))
    assert look(JAPANESE, scope=some) == {"chaussure de course": FIXED, "حذاء رياضي": OPEN, "靴": OPEN}


def test_a_run_of_some_concepts_leaves_the_others_alone(look: Look) -> None:
    look(FRENCH, ARABIC, JAPANESE)
    some = Scope(frozenset({SHOES + "running-shoe"}), frozenset({(SHOES + "shoe", ARABIC.language)}))
    assert look(scope=some) == {"chaussure de course": FIXED, "حذاء رياضي": OPEN, "靴": OPEN}


def test_a_declared_label_is_confirmed_and_one_declared_exact_is_silent(shop: Engine, look: Look) -> None:
    look(FRENCH, ARABIC)
    judge(shop, FRENCH, CONFIRMED)
    declared = {place_of(FRENCH): Equivalence.EXACT, place_of(ARABIC): Equivalence.BROADER}
    assert look(FRENCH, ARABIC, declared=declared) == {"chaussure de course": FIXED, "حذاء رياضي": CONFIRMED}
    assert look(FRENCH, ARABIC) == {"chaussure de course": CONFIRMED, "حذاء رياضي": OPEN}, "both were taken back"


def test_a_label_that_was_replaced_in_the_draft_is_fixed_though_a_person_confirmed_it(
    shop: Engine, look: Look, take: Callable[..., ImportReport], shoes: str
) -> None:
    look(FRENCH)
    judge(shop, FRENCH, CONFIRMED)
    assert look() == {"chaussure de course": CONFIRMED}
    take(shoes.replace("chaussure de course", "chaussure pour courir"))
    assert look() == {"chaussure de course": FIXED}


def test_runs_of_two_kinds_do_not_meddle(shop: Engine, look: Look) -> None:
    look(FRENCH)
    with transaction(shop) as store:
        assert keep_integrity_findings(store, "shoes", [fault(), fault("Q002", "shoe")]) == {"open": 2}
    assert look(FRENCH) == {"chaussure de course": OPEN, "İskarpin": OPEN}
    with transaction(shop) as store:
        assert keep_integrity_findings(store, "shoes", []) == {"fixed": 2}
    assert states(shop)["chaussure de course"] is OPEN


def test_checks_that_did_not_run_have_missed_nothing(shop: Engine) -> None:
    with transaction(shop) as store:
        keep_integrity_findings(store, "shoes", [fault("Q001"), fault("Q002")])
        assert keep_integrity_findings(store, "shoes", [], codes=["Q002"]) == {"fixed": 1}
        page = page_of_findings(store, OPERATOR, "shoes", FindingFilter(codes=("Q001",)))
    assert page.states == {OPEN: 1}


def test_an_accepted_fault_is_silent_until_its_evidence_changes(shop: Engine) -> None:
    with transaction(shop) as store:
        keep_integrity_findings(store, "shoes", [fault()])
        decide(store, OPERATOR, "shoes", fault().fingerprint, DISMISSED, reason="a brand name")
        assert keep_integrity_findings(store, "shoes", [fault()]) == {"dismissed": 1}
        seen = [fault(), fault(evidence="e2"), fault("Q002")]
        assert [state for _, state in with_states(store, "shoes", seen)] == [DISMISSED, OPEN, OPEN]
        assert keep_integrity_findings(store, "shoes", [fault(evidence="e2")]) == {"open": 1}


def test_findings_of_an_unknown_scheme_are_not_kept(shop: Engine) -> None:
    with pytest.raises(NotFound), transaction(shop) as store:
        keep_integrity_findings(store, "boots", [fault()])
