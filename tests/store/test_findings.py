from datetime import UTC, datetime, timedelta

import pytest

from taxonomy_service.domain.boundaries import BoundaryFinding
from taxonomy_service.domain.errors import NotFound
from taxonomy_service.domain.findings import Decision, FindingKind, FindingState
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.domain.statements import Iri
from taxonomy_service.domain.tracking import EVERYTHING, AnyFinding, Scope, Settled, found_boundary, found_integrity
from taxonomy_service.store.findings import (
    add_decision,
    decisions_on,
    find_finding,
    known_findings,
    newest_decisions,
    write_settled,
)
from taxonomy_service.store.schemes import StoredScheme, add_scheme
from taxonomy_service.store.session import Store
from tests.suspicions import SHOES, fault, suspicion

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.fixture
def scheme(store: Store) -> StoredScheme:
    return add_scheme(store, SchemeId("shoes"), Iri("https://example.org/shoes"))


def settled(finding: AnyFinding, state: FindingState = FindingState.OPEN) -> Settled:
    found = (
        found_boundary(Iri("https://example.org/shoes"), finding)
        if isinstance(finding, BoundaryFinding)
        else found_integrity(finding)
    )
    return Settled(found.fingerprint, state, warns=True, found=found)


def decision(own: str, state: FindingState, day: int) -> Decision:
    return Decision(own, "e", state, f"because {day}", "zofia", NOW + timedelta(days=day))


def test_a_finding_found_again_keeps_its_first_day(store: Store, scheme: StoredScheme) -> None:
    entry = settled(suspicion())
    write_settled(store, scheme, [entry], now=NOW, run="one")
    write_settled(store, scheme, [settled(suspicion(confidence=0.3))], now=NOW + timedelta(days=1), run="two")
    kept = find_finding(store, scheme, entry.fingerprint)
    assert (kept.first_seen, kept.last_seen, kept.run) == (NOW, NOW + timedelta(days=1), "two")
    assert kept.rank == 0.3


def test_a_finding_that_is_gone_keeps_all_but_its_state(store: Store, scheme: StoredScheme) -> None:
    entry = settled(suspicion("حذاء", "ar"))
    write_settled(store, scheme, [entry], now=NOW, run="one")
    gone = Settled(entry.fingerprint, FindingState.FIXED, warns=False, found=None)
    write_settled(store, scheme, [gone], now=NOW + timedelta(days=1), run="two")
    kept = find_finding(store, scheme, entry.fingerprint)
    assert (kept.state, kept.last_seen, kept.run) == (FindingState.FIXED, NOW, "one")
    (known,) = known_findings(store, scheme, FindingKind.BOUNDARY, EVERYTHING).values()
    assert (known.state, known.warns, known.label) == (FindingState.FIXED, False, "حذاء")


def test_more_findings_than_fit_in_one_query_are_kept(store: Store, scheme: StoredScheme) -> None:
    entries = [settled(suspicion(f"label {number}")) for number in range(1_203)]
    for run in ("one", "two"):
        write_settled(store, scheme, entries, now=NOW, run=run)
    assert len(known_findings(store, scheme, FindingKind.BOUNDARY, EVERYTHING)) == 1_203


@pytest.mark.parametrize(
    ("scope", "labels"),
    [
        (EVERYTHING, {"chaussure", "靴", "ayakkabı"}),
        (Scope(frozenset({SHOES + "shoe"})), {"chaussure", "靴"}),
        (Scope(frozenset({SHOES + "sandal"}), frozenset({(SHOES + "shoe", LanguageTag("ja"))})), {"靴", "ayakkabı"}),
        (Scope(languages=frozenset({LanguageTag("fr"), LanguageTag("tr")})), {"chaussure", "ayakkabı"}),
        (Scope(codes=frozenset({"broader"})), {"chaussure", "靴", "ayakkabı"}),
        (Scope(codes=frozenset({"narrower"})), set()),
        (Scope(before=NOW), set()),
        (Scope(before=NOW + timedelta(seconds=1)), {"chaussure", "靴", "ayakkabı"}),
        (Scope(frozenset()), set()),
    ],
)
def test_a_run_knows_the_findings_of_its_scope(
    store: Store, scheme: StoredScheme, scope: Scope, labels: set[str]
) -> None:
    found = [suspicion("chaussure", "fr", "shoe"), suspicion("靴", "ja", "shoe"), suspicion("ayakkabı", "tr", "sandal")]
    write_settled(store, scheme, [*map(settled, found), settled(fault())], now=NOW, run="")
    known = known_findings(store, scheme, FindingKind.BOUNDARY, scope)
    assert {entry.label for entry in known.values()} == labels


def test_decisions_are_added_and_the_newest_counts(store: Store, scheme: StoredScheme) -> None:
    entry = settled(suspicion())
    own = entry.fingerprint
    write_settled(store, scheme, [entry], now=NOW, run="")
    made = [decision(own, state, day) for day, state in enumerate((FindingState.DISMISSED, FindingState.CONFIRMED))]
    for one in made:
        add_decision(store, scheme, one, warns=one.state is FindingState.CONFIRMED)
    assert decisions_on(store, scheme, own) == made[::-1]
    assert newest_decisions(store, scheme) == newest_decisions(store, scheme, [own]) == {own: made[1]}
    assert newest_decisions(store, scheme, ["other"]) == {}
    assert find_finding(store, scheme, own).state is FindingState.CONFIRMED


def test_decisions_on_one_scheme_are_not_those_on_another(store: Store, scheme: StoredScheme) -> None:
    other = add_scheme(store, SchemeId("other"), Iri("urn:other"))
    add_decision(store, other, decision("f", FindingState.DISMISSED, 1), warns=False)
    assert newest_decisions(store, scheme) == {}
    assert decisions_on(store, scheme, "f") == []


def test_a_finding_is_found_by_the_beginning_of_its_name(store: Store, scheme: StoredScheme) -> None:
    entry = settled(suspicion())
    write_settled(store, scheme, [entry], now=NOW, run="")
    assert find_finding(store, scheme, entry.fingerprint[:8]).fingerprint == entry.fingerprint
    for wrong in (entry.fingerprint[:7], "", "%", "________", entry.fingerprint + "0"):
        with pytest.raises(NotFound):
            find_finding(store, scheme, wrong)


def test_a_beginning_that_two_have_names_none(store: Store, scheme: StoredScheme) -> None:
    first, second = (settled(fault("Q001-long", concept)) for concept in ("sandal", "shoe"))
    write_settled(store, scheme, [first, second], now=NOW, run="")
    shared = first.fingerprint[:16]
    assert second.fingerprint.startswith(shared)
    with pytest.raises(NotFound, match="single finding"):
        find_finding(store, scheme, shared)
