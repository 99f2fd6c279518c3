"""Findings of the checks as JSON and as CSV."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator

from taxonomy_service.domain.findings import IntegrityFinding
from taxonomy_service.domain.messages import tell
from taxonomy_service.exchange.ntriples import line

COLUMNS = ("code", "severity", "subject", "related", "language", "label", "message", "proof", "fingerprint")


def finding_json(finding: IntegrityFinding, translate: Callable[[str], str] = str) -> dict[str, object]:
    """Return a finding for JSON, its message told in a reader's language.

    `language` and `label` are null where it is about no label, `proof` is N-Triples.
    """
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "subject": finding.subject,
        "related": list(finding.related),
        "language": finding.language or None,
        "label": finding.label or None,
        "message": tell(finding.message, translate),
        "proof": [line(row) for row in finding.proof],
        "fingerprint": finding.fingerprint,
    }


def findings_csv(findings: Iterable[IntegrityFinding]) -> Iterator[str]:
    """Yield the lines of a CSV table (RFC 4180) with a header; several IRIs are parted by spaces, statements by lines.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    yield _line(COLUMNS)
    for finding in findings:
        row = finding_json(finding)
        proof = "\n".join(line(stated) for stated in finding.proof)
        cells = {**row, "related": " ".join(finding.related), "proof": proof}
        yield _line([_harmless(str(cells[column] or "")) for column in COLUMNS])


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


def _line(cells: Iterable[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()
