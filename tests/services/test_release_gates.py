from dataclasses import replace
from typing import Any

import msgspec
import pytest
from sqlalchemy import Engine

from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.domain.findings import FindingState
from taxonomy_service.domain.scheme_settings import SchemeSettings
from taxonomy_service.domain.tracking import FindingFilter
from taxonomy_service.services.finding_runs import keep_boundary_findings, keep_integrity_findings
from taxonomy_service.services.findings import decide, page_of_findings
from taxonomy_service.services.integrity import check_draft
from taxonomy_service.services.release_gates import look_at_gate
from taxonomy_service.services.releases import load_release
from taxonomy_service.store.draft import read_draft
from taxonomy_service.store.schemes import find_scheme
from taxonomy_service.store.session import Store, transaction
from tests.services.conftest import SHOES, Take
from tests.services.test_publishing import SOUND
from tests.suspicions import suspicion


def _gate(store: Store, left_out: str = "", **settings: Any) -> list[tuple[str, str, str]]:
    """Look at the gate of the draft without one concept; return severities, codes and last parts of the IRIs."""
    stored = find_scheme(store, "shoes")
    draft = read_draft(store, stored.key)
    content = replace(draft, concepts={own: kept for own, kept in draft.concepts.items() if own != left_out})
    stated = msgspec.convert(settings, type=SchemeSettings)
    items = look_at_gate(store, stored, content, load_release(store, "shoes").scheme, stated)
    return [(item.severity.value, item.code, item.subject.rpartition("/")[2]) for item in items]


@pytest.fixture
def faulty(take: Take, engine: Engine) -> Engine:
    take(SHOES)
    return engine


def test_errors_of_the_checks_stand_in_the_way_as_the_scheme_weighs_them(faulty: Engine) -> None:
    with transaction(faulty) as store:
        assert _gate(store) == [("error", "S27", "flip-flop")]
        assert _gate(store, severities={"S27": "warning", "no-such-check": "error"}) == []
        assert _gate(store, gate={"integrity-error": "info"}) == [("info", "S27", "flip-flop")]
        assert _gate(store, gate={"integrity-error": None}) == []


def test_required_languages_are_errors_where_the_scheme_says_so(faulty: Engine) -> None:
    with transaction(faulty) as store:
        found = _gate(store, required_languages=["ar"], severities={"S27": None})
    assert found == [("error", "Q055", "sandal")]


def test_an_error_that_somebody_dismissed_no_longer_stands_in_the_way(faulty: Engine) -> None:
    with transaction(faulty) as store:
        keep_integrity_findings(store, "shoes", check_draft(store, OPERATOR, "shoes", only=["S27"]).findings)
        (found,) = page_of_findings(store, OPERATOR, "shoes", FindingFilter(codes=("S27",))).items
        decide(store, OPERATOR, "shoes", found.kept.fingerprint, FindingState.DISMISSED, reason="so gewollt")
        assert _gate(store) == []


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (FindingState.CONFIRMED, [("error", "broader", "running-shoe")]),
        (FindingState.OPEN, []),
        (FindingState.DISMISSED, []),
    ],
)
def test_a_confirmed_boundary_stands_in_the_way_as_long_as_its_label_would_be_released(
    take: Take, engine: Engine, state: FindingState, expected: list[tuple[str, str, str]]
) -> None:
    take(SOUND)
    with transaction(engine) as store:
        keep_boundary_findings(store, find_scheme(store, "shoes"), [suspicion(), suspicion("chaussure fine")], {})
        for entry in page_of_findings(store, OPERATOR, "shoes", FindingFilter()).items:
            decide(store, OPERATOR, "shoes", entry.kept.fingerprint, state, reason="vérifié")
        assert _gate(store) == expected


def test_an_id_that_would_vanish_stands_in_the_way(take: Take, engine: Engine) -> None:
    take(SOUND)
    with transaction(engine) as store:
        off = {"integrity-error": None}  # what is left points at the concept
        assert _gate(store, "shoe", gate=off) == [("error", "vanished-id", "shoe")]
        assert _gate(store, "shoe", gate={**off, "vanished-id": None}) == []
