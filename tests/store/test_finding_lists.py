from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from taxonomy_service.domain.boundaries import BoundaryFinding, BoundaryRelation
from taxonomy_service.domain.concepts import Concept, ConceptId, Relation, RelationKind
from taxonomy_service.domain.findings import FindingKind, FindingState, Severity
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId
from taxonomy_service.domain.statements import Iri
from taxonomy_service.domain.tracking import (
    AnyFinding,
    FindingFilter,
    FindingPlace,
    Settled,
    found_boundary,
    found_integrity,
)
from taxonomy_service.store.draft import write_draft
from taxonomy_service.store.finding_lists import count_findings_by_state, list_findings
from taxonomy_service.store.findings import write_settled
from taxonomy_service.store.schemes import StoredScheme, add_scheme
from taxonomy_service.store.session import Store
from tests.suspicions import SHOES, fault, suspicion

IRI = Iri("https://example.org/shoes")
EVERYTHING = FindingFilter()
FOUND: list[tuple[AnyFinding, FindingState]] = [
    (suspicion("chaussure de sport", "fr", "running-shoe", confidence=0.9), FindingState.CONFIRMED),
    (suspicion("soulier", "fr-CA", "shoe", confidence=0.4), FindingState.OPEN),
    (suspicion("靴", "ja", "shoe", confidence=0.9, relation=BoundaryRelation.NARROWER), FindingState.OPEN),
    (suspicion("sandalet", "tr", "sandal", confidence=0.2), FindingState.FIXED),
    (fault("Q001", "sandal"), FindingState.OPEN),
    (fault("Q050", "shoe", Severity.WARNING), FindingState.DISMISSED),
]


def _concept(name: str, *relations: tuple[RelationKind, str]) -> Concept:
    stated = tuple(Relation(kind, Iri(SHOES + target)) for kind, target in relations)
    return Concept(ConceptId(name), Iri(SHOES + name), relations=stated)


@pytest.fixture
def scheme(store: Store) -> StoredScheme:
    """The shoes: running shoes below sports shoes below shoes, which says so itself; sandals beside; a circle."""
    added = add_scheme(store, SchemeId("shoes"), IRI)
    concepts = [
        _concept("shoe", (RelationKind.NARROWER, "sports-shoe"), (RelationKind.BROADER, "running-shoe")),
        _concept("sports-shoe"),
        _concept("running-shoe", (RelationKind.BROADER, "sports-shoe"), (RelationKind.RELATED, "sandal")),
        _concept("sandal"),
    ]
    content = ConceptScheme(added.id, IRI, concepts={concept.id: concept for concept in concepts})
    write_draft(store, added.key, None, content)
    keep(store, added, FOUND)
    return added


def keep(store: Store, scheme: StoredScheme, found: list[tuple[AnyFinding, FindingState]]) -> None:
    entries = [
        (found_boundary(IRI, finding) if isinstance(finding, BoundaryFinding) else found_integrity(finding), state)
        for finding, state in found
    ]
    settled = [Settled(entry.fingerprint, state, warns=True, found=entry) for entry, state in entries]
    write_settled(store, scheme, settled, now=datetime.now(UTC), run="")


def labels(store: Store, scheme: StoredScheme, wanted: FindingFilter) -> list[str]:
    return [entry.finding.label for entry in list_findings(store, scheme, wanted, after=None, limit=100)]


def test_the_gravest_come_first(store: Store, scheme: StoredScheme) -> None:
    found = list_findings(store, scheme, EVERYTHING, after=None, limit=100)
    assert [entry.rank for entry in found] == [3.0, 2.0, 0.9, 0.9, 0.4, 0.2]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (FindingFilter(kind=FindingKind.INTEGRITY), {"İskarpin"}),
        (FindingFilter(states=(FindingState.CONFIRMED, FindingState.FIXED)), {"chaussure de sport", "sandalet"}),
        (FindingFilter(languages=(LanguageTag("fr"),)), {"chaussure de sport", "soulier"}),
        (FindingFilter(languages=(LanguageTag("fr-CA"), LanguageTag("ja"))), {"soulier", "靴"}),
        (FindingFilter(codes=("narrower",)), {"靴"}),
        (FindingFilter(codes=("Q050", "narrower")), {"靴", "İskarpin"}),
        (FindingFilter(severities=(Severity.WARNING,)), {"İskarpin"}),
        (FindingFilter(least=0.4), {"chaussure de sport", "靴", "soulier"}),
        (FindingFilter(subject=Iri(SHOES + "shoe")), {"soulier", "靴", "İskarpin"}),
        (FindingFilter(branch=Iri(SHOES + "sandal")), {"sandalet", "İskarpin"}),
        (FindingFilter(branch=Iri(SHOES + "sports-shoe")), {"chaussure de sport", "soulier", "靴", "İskarpin"}),
        (FindingFilter(branch=Iri("urn:nowhere")), set()),
        (FindingFilter(branch=Iri(SHOES + "shoe"), least=0.9, languages=(LanguageTag("ja"),)), {"靴"}),
        (FindingFilter(languages=(LanguageTag("%"),)), set()),
    ],
)
def test_a_list_is_narrowed(store: Store, scheme: StoredScheme, wanted: FindingFilter, expected: set[str]) -> None:
    found = labels(store, scheme, wanted)
    assert set(found) == expected
    assert sum(count_findings_by_state(store, scheme, wanted).values()) == len(found)


def test_states_are_counted(store: Store, scheme: StoredScheme) -> None:
    counts = count_findings_by_state(store, scheme, EVERYTHING)
    assert counts == {state: 3 if state is FindingState.OPEN else 1 for state in FindingState}


def test_another_scheme_has_none_of_them(store: Store, scheme: StoredScheme) -> None:
    other = add_scheme(store, SchemeId("other"), Iri("urn:other"))
    assert labels(store, other, EVERYTHING) == []
    assert count_findings_by_state(store, other, EVERYTHING) == {}


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from([0.1, 0.5, 1 / 3, 0.5000000000000001]), max_size=12), st.integers(1, 5))
def test_pages_put_together_are_the_list(store: Store, confidences: list[float], limit: int) -> None:
    number = len(store.session.connection().exec_driver_sql("SELECT key FROM scheme").all())
    added = add_scheme(store, SchemeId(f"s{number}"), Iri(f"urn:s{number}"))
    found = [suspicion(f"label {place}", confidence=value) for place, value in enumerate(confidences)]
    keep(store, added, [(finding, FindingState.OPEN) for finding in found])
    whole = list_findings(store, added, EVERYTHING, after=None, limit=100)
    pages, after = [], None
    while page := list_findings(store, added, EVERYTHING, after=after, limit=limit):
        pages += page
        after = FindingPlace(page[-1].rank, page[-1].fingerprint)
    assert pages == whole
    assert sorted(entry.rank for entry in whole) == sorted(confidences)
