from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from taxonomy_service.domain.access import ANONYMOUS, OPERATOR, Action, Actor, Grant, Role
from taxonomy_service.domain.errors import Conflict, Forbidden, Malformed, NotFound
from taxonomy_service.domain.findings import FindingState
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.domain.statements import Iri
from taxonomy_service.domain.tracking import FindingFilter
from taxonomy_service.services.events import changes
from taxonomy_service.services.finding_runs import keep_boundary_findings, keep_integrity_findings
from taxonomy_service.services.findings import LONGEST_REASON, decide, finding_of, page_of_findings
from taxonomy_service.services.imports import ImportReport
from taxonomy_service.store.schemes import find_scheme
from taxonomy_service.store.session import Store, transaction
from tests.suspicions import SHOES, fault, suspicion

FR, AR = LanguageTag("fr"), LanguageTag("ar")
AMELIE = Actor("amelie", "Amélie", (Grant(Role.LINGUIST, SchemeId("shoes"), (FR,)),))
NOUR = Actor("nour", "Nour", (Grant(Role.LINGUIST, SchemeId("shoes"), (AR,)),))


@pytest.fixture
def own(engine: Engine, take: Callable[..., ImportReport], shoes: str) -> str:
    """The fingerprint of a finding on a French label."""
    take(shoes)
    with transaction(engine) as store:
        keep_boundary_findings(store, find_scheme(store, "shoes"), [suspicion()], {})
        keep_integrity_findings(store, "shoes", [fault()])
        return page_of_findings(store, OPERATOR, "shoes", FindingFilter(languages=(FR,))).items[0].kept.fingerprint


def test_every_decision_is_kept_with_its_author_and_the_newest_counts(own: str, store: Store) -> None:
    decide(store, AMELIE, "shoes", own, FindingState.DISMISSED, reason=" both are said ")
    decide(store, OPERATOR, "shoes", own, FindingState.CONFIRMED)
    tracked = finding_of(store, AMELIE, "shoes", own)
    assert tracked.kept.state is FindingState.CONFIRMED
    assert [(made.author, made.state.value, made.reason) for made in tracked.decisions] == [
        ("operator", "confirmed", ""),
        ("amelie", "dismissed", "both are said"),
    ]
    (listed,) = page_of_findings(store, AMELIE, "shoes", FindingFilter(languages=(FR,))).items
    assert listed.decisions == tracked.decisions[:1]


def test_a_decision_is_told_to_those_who_work_on_the_scheme_without_its_reason(own: str, store: Store) -> None:
    decide(store, AMELIE, "shoes", own, FindingState.DISMISSED, reason="both are said")
    (release, decision) = changes(store, AMELIE, "shoes")
    assert decision.data == {"finding": own, "kind": "boundary", "state": "dismissed", "language": "fr"}
    assert changes(store, ANONYMOUS, "shoes") == [release]


def test_a_finding_names_the_concepts_it_mentions(own: str, store: Store) -> None:
    names = finding_of(store, AMELIE, "shoes", own).names
    assert {iri.removeprefix(SHOES): named.id for iri, named in names.items()} == {
        "running-shoe": "running-shoe",
        "sports-shoe": "sports-shoe",
    }
    assert names[SHOES + "running-shoe"].preferred[LanguageTag("ja")] == "ランニングシューズ"
    other = finding_of(store, AMELIE, "shoes", fault().fingerprint)
    assert set(other.names) == {SHOES + "sandal", SHOES + "shoe"}


def test_who_may_not_edit_in_the_language_may_not_decide(own: str, store: Store) -> None:
    for actor in (NOUR, ANONYMOUS, Actor("r", "r", (Grant(Role.REVIEWER),))):
        with pytest.raises(Forbidden):
            decide(store, actor, "shoes", own, FindingState.CONFIRMED)
    assert finding_of(store, NOUR, "shoes", own).kept.state is FindingState.OPEN


@pytest.mark.parametrize("role", list(Role))
def test_findings_are_for_those_who_work_on_the_scheme(own: str, store: Store, role: Role) -> None:
    actor = Actor("a", "a", (Grant(role),))
    if role.actions & {Action.PROPOSE, Action.PUBLISH}:
        assert finding_of(store, actor, "shoes", own).kept.fingerprint == own
        assert page_of_findings(store, actor, "shoes", FindingFilter()).items
    else:
        with pytest.raises(Forbidden):
            finding_of(store, actor, "shoes", own)
        with pytest.raises(Forbidden):
            page_of_findings(store, actor, "shoes", FindingFilter())


@pytest.mark.parametrize("reason", ["", "  \n", "x" * (LONGEST_REASON + 1)])
def test_a_dismissal_needs_a_reason_that_can_be_read(own: str, store: Store, reason: str) -> None:
    with pytest.raises(Malformed):
        decide(store, AMELIE, "shoes", own, FindingState.DISMISSED, reason=reason)
    assert finding_of(store, AMELIE, "shoes", own).decisions == ()


def test_who_saw_other_evidence_is_told_to_look_again(own: str, store: Store) -> None:
    digest = finding_of(store, AMELIE, "shoes", own).kept.evidence
    decide(store, AMELIE, "shoes", own, FindingState.CONFIRMED, evidence=digest)
    keep_boundary_findings(store, find_scheme(store, "shoes"), [suspicion(candidate="shoe")], {})
    with pytest.raises(Conflict) as told:
        decide(store, AMELIE, "shoes", own, FindingState.DISMISSED, reason="no", evidence=digest)
    assert told.value.data["evidence"] == finding_of(store, AMELIE, "shoes", own).kept.evidence != digest


def test_a_branch_and_a_concept_may_be_named_by_id(own: str, store: Store) -> None:
    def found(wanted: FindingFilter) -> int:
        return len(page_of_findings(store, AMELIE, "shoes", wanted).items)

    branches = [Iri(name) for name in ("shoe", SHOES + "shoe", "sandal", "running-shoe")]
    assert [found(FindingFilter(branch=name)) for name in branches] == [1, 1, 1, 1]
    assert [found(FindingFilter(subject=Iri(name))) for name in ("running-shoe", "shoe")] == [1, 0]
    with pytest.raises(NotFound, match="boot"):
        found(FindingFilter(branch=Iri("boot")))


def test_what_is_not_there_is_not_found(own: str, store: Store) -> None:
    with pytest.raises(NotFound):
        finding_of(store, OPERATOR, "shoes", "0" * 32)
    with pytest.raises(NotFound):
        finding_of(store, OPERATOR, "boots", own)
    with pytest.raises(NotFound):
        decide(store, OPERATOR, "shoes", "0" * 32, FindingState.OPEN)


def test_pages_follow_one_another(own: str, store: Store) -> None:
    first = page_of_findings(store, OPERATOR, "shoes", FindingFilter(), limit=1)
    assert first.next_after is not None
    second = page_of_findings(store, OPERATOR, "shoes", FindingFilter(), after=first.next_after, limit=1)
    assert [page.items[0].kept.kind.value for page in (first, second)] == ["integrity", "boundary"]
    assert second.next_after is None
    assert first.states == second.states == {FindingState.OPEN: 2}
