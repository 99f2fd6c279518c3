from dataclasses import replace
from datetime import UTC, datetime

from taxonomy_service.domain.acceptances import accept, is_accepted, sort_out
from taxonomy_service.domain.findings import FindingState, IntegrityFinding, Severity
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import message

NOW = datetime(2026, 11, 25, 21, 0, tzinfo=UTC)
FINDING = IntegrityFinding(
    "Q060", Severity.WARNING, "http://x/b", message("x"), "f1", "e1", ("http://x/a",), LanguageTag("ar"), "حذاء"
)
OTHER = replace(FINDING, fingerprint="f2")


def test_an_accepted_finding_is_silent_until_its_evidence_changes() -> None:
    register = {"f1": accept(FINDING, author="Zofia", reason="two kinds of shoe", now=NOW)}
    assert sort_out([FINDING, OTHER], register) == ((OTHER,), (FINDING,), ())
    changed = replace(FINDING, evidence="e2")
    assert sort_out([changed, OTHER], register) == ((changed, OTHER), (), ())


def test_an_acceptance_says_who_when_why_and_of_what() -> None:
    known = accept(FINDING, author="Zofia", reason="two kinds of shoe", now=NOW)
    assert (known.decision.author, known.decision.reason, known.decision.decided) == ("Zofia", "two kinds of shoe", NOW)
    assert (known.code, known.subject, known.related, known.language, known.label) == (
        "Q060",
        "http://x/b",
        ("http://x/a",),
        "ar",
        "حذاء",
    )


def test_what_is_not_found_any_more_is_told() -> None:
    known = accept(FINDING, author="Zofia", reason="x", now=NOW)
    assert sort_out([OTHER], {"f1": known}).unused == (known,)


def test_only_a_dismissal_silences() -> None:
    known = accept(FINDING, author="Zofia", reason="x", now=NOW)
    confirmed = replace(known, decision=replace(known.decision, state=FindingState.CONFIRMED))
    assert not is_accepted(FINDING, {"f1": confirmed})
