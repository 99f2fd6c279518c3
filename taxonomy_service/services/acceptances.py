"""Let findings stand: which are meant, and where that is kept, in a register or in the store."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from taxonomy_service.domain.acceptances import Acceptance, Register, accept
from taxonomy_service.domain.access import Actor
from taxonomy_service.domain.errors import Malformed, NotFound
from taxonomy_service.domain.findings import FindingState, IntegrityFinding
from taxonomy_service.domain.messages import Given, message
from taxonomy_service.services.findings import decide
from taxonomy_service.services.integrity import keep_draft_findings
from taxonomy_service.store.session import Store

_SHORTEST_PREFIX = 8  # hexadecimal digits of a fingerprint


@dataclass(frozen=True, slots=True)
class Grounds:
    """Who lets findings stand, why, and when (with its time zone)."""

    author: str
    reason: str
    now: datetime


def chosen_findings(
    findings: Iterable[IntegrityFinding], fingerprints: Collection[str], codes: Collection[str]
) -> list[IntegrityFinding]:
    """Return the findings of some codes, and those whose fingerprints begin as stated (8 digits at least).

    Raises Malformed for a shorter beginning, NotFound for one that no finding has.
    """
    short = [one for one in fingerprints if len(one) < _SHORTEST_PREFIX]
    if short:
        raise Malformed(
            message(
                "a fingerprint is stated by at least {least} hexadecimal digits, not {fingerprint}",
                least=_SHORTEST_PREFIX,
                fingerprint=Given(short[0]),
            )
        )
    rows = list(findings)
    unknown = [one for one in fingerprints if not any(row.fingerprint.startswith(one.lower()) for row in rows)]
    if unknown:
        raise NotFound(message("finding"), unknown[0])
    meant = tuple(one.lower() for one in fingerprints)
    return [row for row in rows if row.code in codes or (meant and row.fingerprint.startswith(meant))]


def accepted_register(
    register: Register, findings: Iterable[IntegrityFinding], grounds: Grounds
) -> tuple[dict[str, Acceptance], int]:
    """Return the register with findings let stand, and how many are new in it; raises Malformed without a reason.

    A finding that stands in it on the same evidence keeps its acceptance; on other evidence it gets a new one.
    """
    if not grounds.reason.strip() or not grounds.author.strip():
        raise Malformed(message("an acceptance needs an author and a reason"))
    kept = dict(register)
    new = 0
    for finding in findings:
        known = kept.get(finding.fingerprint)
        if known is None or known.decision.evidence != finding.evidence:
            kept[finding.fingerprint] = accept(
                finding, author=grounds.author.strip(), reason=grounds.reason.strip(), now=grounds.now
            )
            new += 1
    return kept, new


def accept_in_draft(
    store: Store,
    actor: Actor,
    scheme: str,
    chosen: tuple[Collection[str], Collection[str]],
    reason: str,
) -> int:
    """Check the draft of a scheme, keep what is found, dismiss what is chosen, and return how many those are.

    `chosen` are fingerprints and codes as `chosen_findings` takes them. Raises NotFound, Malformed, and Forbidden for
    those who may not edit in a finding's language.
    """
    fingerprints, codes = chosen
    report = keep_draft_findings(store, actor, scheme, only=None if fingerprints else codes)
    findings = chosen_findings(report.findings, fingerprints, codes)
    for finding in findings:
        decide(store, actor, scheme, finding.fingerprint, FindingState.DISMISSED, reason=reason)
    return len(findings)
