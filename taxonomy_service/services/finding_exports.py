"""Findings as files: JSON for programs, CSV for spreadsheets."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum

from taxonomy_service.domain.access import Actor
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.tracking import FindingFilter, FindingPlace
from taxonomy_service.exchange.csv_rows import csv_row
from taxonomy_service.services.findings import page_of_findings
from taxonomy_service.services.telling import ToldFinding, ToldResource, tell_finding
from taxonomy_service.store.session import Store

COLUMNS = (
    *("fingerprint", "kind", "state", "language", "label", "concept", "concept_label", "iri", "relation", "confidence"),
    *("code", "severity", "candidate", "candidate_label", "suggestions", "sentence", "evidence"),
    *("decision_reason", "author", "decided", "first_seen", "last_seen"),
)
_PAGE = 500


class FindingFormat(StrEnum):
    """The formats that findings are written in."""

    JSON = "json"
    CSV = "csv"


def all_findings(
    store: Store, actor: Actor, scheme_id: str, wanted: FindingFilter, reader: LanguageTag
) -> Iterator[ToldFinding]:
    """Yield all findings wanted, the gravest first, told in the reader's language. Raises NotFound, Forbidden."""
    after: FindingPlace | None = None
    while True:
        page = page_of_findings(store, actor, scheme_id, wanted, after=after, limit=_PAGE)
        yield from (tell_finding(tracked, reader) for tracked in page.items)
        after = page.next_after
        if after is None:
            return


def finding_chunks(findings: Iterable[ToldFinding], format: FindingFormat) -> Iterator[str]:  # noqa: A002
    """Yield the file: a JSON array, or CSV (RFC 4180) with a head, several suggestions or reasons joined by ` | `."""
    if format is FindingFormat.CSV:
        yield csv_row(COLUMNS)
        yield from (csv_row(_cells(finding)) for finding in findings)
        return
    separator = "["
    for finding in findings:
        yield separator + "\n" + json.dumps(as_json(finding), ensure_ascii=False)
        separator = ","
    yield "[]\n" if separator == "[" else "\n]\n"


def as_json(finding: ToldFinding) -> dict[str, object]:
    """Return a finding as plain JSON values; moments as ISO 8601."""
    return {name: _plain(value) for name, value in asdict(finding).items()}


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return {name: _plain(item) for name, item in value.items()} if isinstance(value, dict) else value


def _cells(finding: ToldFinding) -> tuple[str, ...]:
    boundary, integrity, label = finding.boundary, finding.integrity, finding.label
    decision = finding.decisions[0] if finding.decisions else None
    return (
        finding.fingerprint,
        finding.kind.value,
        finding.state.value,
        *((label.language, label.form) if label else ("", "")),
        *_named(finding.subject),
        finding.subject.iri,
        *((boundary.relation, f"{boundary.confidence:.3f}") if boundary else ("", "")),
        *((integrity.code, integrity.severity) if integrity else ("", "")),
        *_named(boundary.candidate if boundary else None),
        " | ".join(suggestion.form for suggestion in boundary.suggestions) if boundary else "",
        finding.sentence,
        " | ".join(piece.reason for piece in boundary.evidence) if boundary else "",
        *((decision.reason, decision.author, decision.decided.isoformat()) if decision else ("", "", "")),
        finding.first_seen.isoformat(),
        finding.last_seen.isoformat(),
    )


def _named(resource: ToldResource | None) -> tuple[str, str]:
    if resource is None:
        return ("", "")
    return (resource.id or resource.iri, resource.label.form if resource.label else "")
