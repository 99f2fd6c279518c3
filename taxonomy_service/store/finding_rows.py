"""Findings and decisions to rows and back; the whole finding stands in a row as JSON."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from taxonomy_service.domain.boundaries import BoundaryFinding
from taxonomy_service.domain.findings import Decision, FindingKind, FindingState, IntegrityFinding
from taxonomy_service.domain.tracking import AnyFinding, KeptFinding, Settled, kind_of, rank_of
from taxonomy_service.store.rows import as_utc

_encode = msgspec.json.Encoder().encode
_DECODERS: Mapping[str, msgspec.json.Decoder[Any]] = {
    FindingKind.BOUNDARY.value: msgspec.json.Decoder(BoundaryFinding),
    FindingKind.INTEGRITY.value: msgspec.json.Decoder(IntegrityFinding),
}


def finding_row(scheme_key: int, entry: Settled, first: datetime, now: datetime, run: str) -> dict[str, object]:
    """Return the columns of a finding that a run found, known since `first`, but for its own key."""
    found = entry.found
    assert found is not None, "only what was found has a row to write"
    return _told_apart(found.finding) | {
        "scheme_key": scheme_key,
        "fingerprint": entry.fingerprint,
        "evidence": found.evidence,
        "kind": kind_of(found.finding).value,
        "state": entry.state.value,
        "warns": entry.warns,
        "language": found.finding.language,
        "label": found.finding.label,
        "rank": rank_of(found.finding),
        "payload": _encode(found.finding),
        "first_seen": first,
        "last_seen": now,
        "run": run,
    }


def _told_apart(finding: AnyFinding) -> dict[str, object]:
    """Return the columns that the kinds of findings fill in ways of their own."""
    if isinstance(finding, BoundaryFinding):
        return {
            "flagged": finding.flagged,
            "code": finding.relation.value,
            "severity": "",
            "subject": finding.concept,
        }
    return {
        "flagged": True,
        "code": finding.code,
        "severity": finding.severity.value,
        "subject": finding.subject,
    }


def kept_finding(row: Any) -> KeptFinding:
    """Return the finding of a row."""
    return KeptFinding(
        fingerprint=row.fingerprint,
        evidence=row.evidence,
        state=FindingState(row.state),
        flagged=row.flagged,
        rank=row.rank,
        finding=_DECODERS[row.kind].decode(row.payload),
        first_seen=as_utc(row.first_seen),
        last_seen=as_utc(row.last_seen),
        run=row.run,
    )


def decision_of(row: Any) -> Decision:
    """Return the decision of a row."""
    return Decision(row.fingerprint, row.evidence, FindingState(row.state), row.reason, row.author, as_utc(row.decided))
