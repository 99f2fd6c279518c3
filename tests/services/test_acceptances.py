from dataclasses import replace
from datetime import UTC, datetime

import pytest

from taxonomy_service.domain.errors import Malformed, NotFound
from taxonomy_service.domain.findings import IntegrityFinding, Severity
from taxonomy_service.domain.messages import message
from taxonomy_service.services.acceptances import Grounds, accepted_register, chosen_findings

FINDING = IntegrityFinding("Q060", Severity.WARNING, "http://x/b", message("x"), "0123456789abcdef" * 2, "e1")
OTHER = replace(FINDING, code="Q074", fingerprint="fedcba9876543210" * 2)
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
GROUNDS = Grounds("Zofia", "dwa różne buty", MONDAY)


def test_findings_are_chosen_by_the_beginning_of_a_fingerprint_or_by_code() -> None:
    assert chosen_findings([FINDING, OTHER], ["01234567"], ()) == [FINDING]
    assert chosen_findings([FINDING, OTHER], ["FEDCBA98"], {"Q060"}) == [FINDING, OTHER]
    assert chosen_findings([FINDING, OTHER], (), {"Q074"}) == [OTHER]
    assert chosen_findings([FINDING, OTHER], (), ()) == []


def test_a_beginning_that_is_too_short_or_unknown_is_refused() -> None:
    with pytest.raises(Malformed, match="at least 8"):
        chosen_findings([FINDING], ["0123"], ())
    with pytest.raises(NotFound, match="aaaaaaaa"):
        chosen_findings([FINDING], ["aaaaaaaa"], ())


def test_an_acceptance_stays_as_it_was_until_the_evidence_changes() -> None:
    register, new = accepted_register({}, [FINDING], GROUNDS)
    assert new == 1
    later = replace(GROUNDS, author="Ali", now=datetime(2026, 11, 25, tzinfo=UTC))
    again, new = accepted_register(register, [FINDING, OTHER], later)
    assert new == 1
    assert again[FINDING.fingerprint].decision.author == "Zofia"
    changed, new = accepted_register(again, [replace(FINDING, evidence="e2")], later)
    assert (new, changed[FINDING.fingerprint].decision.author) == (1, "Ali")


@pytest.mark.parametrize("grounds", [replace(GROUNDS, reason="  "), replace(GROUNDS, author="")])
def test_nothing_is_let_stand_without_author_and_reason(grounds: Grounds) -> None:
    with pytest.raises(Malformed):
        accepted_register({}, [FINDING], grounds)
