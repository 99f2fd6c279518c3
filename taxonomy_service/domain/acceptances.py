"""Acceptances: findings that a person has looked at and let stand, for as long as their evidence stays the same."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, TypeAlias

from taxonomy_service.domain.findings import Decision, FindingState, IntegrityFinding, state_of
from taxonomy_service.domain.languages import LanguageTag


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A decision to let a finding stand, with what the finding is about, so that a register can be read."""

    decision: Decision
    code: str
    subject: str
    related: tuple[str, ...]
    language: LanguageTag
    label: str


Register: TypeAlias = Mapping[str, Acceptance]
"""Acceptances by the fingerprint of their finding."""


class SortedFindings(NamedTuple):
    """Findings that are open, those accepted, and acceptances of what was not found again."""

    open: tuple[IntegrityFinding, ...]
    accepted: tuple[IntegrityFinding, ...]
    unused: tuple[Acceptance, ...]


def accept(finding: IntegrityFinding, *, author: str, reason: str, now: datetime) -> Acceptance:
    """Let a finding stand on its present evidence; `now` with its time zone."""
    decision = Decision(finding.fingerprint, finding.evidence, FindingState.DISMISSED, reason, author, now)
    return Acceptance(decision, finding.code, finding.subject, finding.related, finding.language, finding.label)


def sort_out(findings: Iterable[IntegrityFinding], register: Register) -> SortedFindings:
    """Part findings by a register: accepted is what was let stand on the same evidence, all else is open.

    The order of the findings stays.
    """
    rows = list(findings)
    accepted = {one.fingerprint for one in rows if is_accepted(one, register)}
    found = {one.fingerprint for one in rows}
    return SortedFindings(
        tuple(one for one in rows if one.fingerprint not in accepted),
        tuple(one for one in rows if one.fingerprint in accepted),
        tuple(known for fingerprint, known in register.items() if fingerprint not in found),
    )


def is_accepted(finding: IntegrityFinding, register: Register) -> bool:
    """Say whether a finding was let stand, and its evidence is still the one of then."""
    known = register.get(finding.fingerprint)
    return known is not None and state_of(known.decision, finding.evidence) is FindingState.DISMISSED
