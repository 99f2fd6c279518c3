from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.domain.findings import FindingState
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.tracking import FindingFilter
from taxonomy_service.services.finding_runs import keep_boundary_findings, keep_integrity_findings
from taxonomy_service.services.findings import TrackedFinding, decide, page_of_findings
from taxonomy_service.services.imports import ImportReport
from taxonomy_service.services.telling import ToldForm, ToldResource, tell_finding
from taxonomy_service.store.schemes import find_scheme
from taxonomy_service.store.session import transaction
from tests.suspicions import SHOES, fault, suspicion

EN = LanguageTag("en")


@pytest.fixture
def tracked(engine: Engine, take: Callable[..., ImportReport], shoes: str) -> list[TrackedFinding]:
    """An integrity finding, then a boundary finding on an Arabic label, confirmed."""
    take(shoes)
    with transaction(engine) as store:
        arabic = suspicion("حذاء رياضي", "ar", "sports-shoe", candidate="shoe")
        keep_boundary_findings(store, find_scheme(store, "shoes"), [arabic], {})
        keep_integrity_findings(store, "shoes", [fault()])
        own = page_of_findings(store, OPERATOR, "shoes", FindingFilter(least=0)).items[0].kept.fingerprint
        decide(store, OPERATOR, "shoes", own, FindingState.CONFIRMED, reason="ضيق")
        return list(page_of_findings(store, OPERATOR, "shoes", FindingFilter()).items)


def test_a_boundary_finding_is_told_with_what_a_program_needs_beside(tracked: list[TrackedFinding]) -> None:
    told = tell_finding(tracked[1], EN)
    assert (told.sentence, told.told_in) == ("“\u2068حذاء رياضي\u2069” covers more than its concept", "en")
    assert told.label == ToldForm("حذاء رياضي", "ar", "rtl")
    assert told.subject == ToldResource(SHOES + "sports-shoe", "sports-shoe", ToldForm("sports shoe", "en", "ltr"))
    assert told.integrity is None
    assert told.boundary is not None
    assert (told.boundary.relation, told.boundary.confidence) == ("broader", 0.8)
    assert told.boundary.candidate is not None
    assert told.boundary.candidate.id == "shoe"
    (piece,) = told.boundary.evidence
    assert piece.reason == "“\u2068حذاء رياضي\u2069” stands on 2 concepts"
    assert piece.message == "{form} stands on {count} concepts"
    assert piece.values == {"form": ToldForm("حذاء رياضي", "ar", "rtl"), "count": 2}
    assert [(made.state, made.reason, made.author) for made in told.decisions] == [("confirmed", "ضيق", "operator")]


def test_concepts_are_named_in_the_reader_s_language_where_they_have_a_label_in_it(
    tracked: list[TrackedFinding],
) -> None:
    subject = tell_finding(tracked[1], LanguageTag("ja")).subject
    assert subject.label == ToldForm("スポーツシューズ", "ja", "ltr")


def test_an_integrity_finding_is_told_with_its_proof(tracked: list[TrackedFinding]) -> None:
    told = tell_finding(tracked[0], EN)
    assert told.boundary is None
    assert told.integrity is not None
    assert told.sentence == "sandal is alone"
    assert (told.integrity.code, told.integrity.severity) == ("Q001", "error")
    assert told.integrity.proof == [f'<{SHOES}sandal> <urn:p> "İskarpin"@tr .']
    assert [other.id for other in told.integrity.related] == ["shoe", None]
    assert told.run is None
