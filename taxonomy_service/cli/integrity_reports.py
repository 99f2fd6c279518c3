"""The reports on checked vocabularies, as they are printed."""

import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from rich.table import Table

from taxonomy_service.cli.console import output, print_json
from taxonomy_service.domain.errors import TaxonomyError
from taxonomy_service.domain.forms import visible
from taxonomy_service.domain.statements import Statement
from taxonomy_service.exchange.findings import finding_json, findings_csv
from taxonomy_service.exchange.rdf import RdfFormat
from taxonomy_service.exchange.sarif import Rule, Tool, sarif
from taxonomy_service.exchange.turtle_lines import turtle_lines
from taxonomy_service.exchange.untrusted import plain_stream
from taxonomy_service.integrity.statistics import Statistics
from taxonomy_service.services.integrity import IntegrityReport, all_checks
from taxonomy_service.services.integrity_page import integrity_page

_WITH_LINES = frozenset({RdfFormat.TURTLE, RdfFormat.NTRIPLES, RdfFormat.TRIG})


class ReportFormat(StrEnum):
    """How a report on a vocabulary is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    SARIF = "sarif"
    HTML = "html"


class CheckedVocabulary(NamedTuple):
    """A file (with its format) or a scheme, and the report on it."""

    name: str
    report: IntegrityReport
    format: RdfFormat | None = None


def print_reports(checked: Sequence[CheckedVocabulary], format: ReportFormat, most: int) -> None:  # noqa: A002
    """Print the reports; several are one after another in a table, an array in JSON and several runs in SARIF."""
    if format is ReportFormat.TABLE:
        for one in checked:
            _print_table(one, most)
    elif format is ReportFormat.JSON:
        several = [{"file": one.name, **report_json(one.report)} for one in checked]
        print_json(report_json(checked[0].report) if len(checked) == 1 else several)
    elif format is ReportFormat.SARIF:
        logs = [sarif_log(one) for one in checked]
        print_json({**logs[0], "runs": [run for log in logs for run in log["runs"]]})
    elif len(checked) > 1:
        raise TaxonomyError(f"{format} holds one report; name one file or scheme")
    elif format is ReportFormat.HTML:
        sys.stdout.write(integrity_page(checked[0].name, checked[0].report, datetime.now(UTC)))
    else:
        sys.stdout.writelines(findings_csv(checked[0].report.findings))


def report_json(report: IntegrityReport) -> dict[str, Any]:
    """Return a report for JSON."""
    return {
        "statistics": statistics_json(report.statistics) | {"accepted": len(report.accepted)},
        "findings": [finding_json(finding) for finding in report.findings],
        "not_checked": [
            {"code": gap.code, "reason": str(gap.reason), "count": gap.quantity} for gap in report.not_checked
        ],
    }


def statistics_json(numbers: Statistics) -> dict[str, Any]:
    """Return the numbers of a vocabulary for JSON; `coverage` are shares of the described concepts, 0 to 1."""
    total = numbers.concepts or 1
    return {
        "statements": numbers.statements,
        "schemes": {
            scheme: {"concepts": size.concepts, "preferred_labels": dict(size.coverage)}
            for scheme, size in numbers.schemes.items()
        },
        "concepts": numbers.concepts,
        "mentioned_concepts": numbers.mentioned,
        "collections": numbers.collections,
        "hierarchical_relations": numbers.hierarchical,
        "associative_relations": numbers.associative,
        "mappings": numbers.mappings,
        "depth": numbers.depth,
        "languages": {
            tag: {
                **{kind.value: count for kind, count in language.labels.items()},
                "coverage": round(language.concepts / total, 4),
                "defined": round(language.defined / total, 4),
            }
            for tag, language in numbers.languages.items()
        },
    }


def sarif_log(checked: CheckedVocabulary) -> dict[str, Any]:
    """Return the SARIF log of a report, with the lines of a Turtle or N-Triples file."""
    severities = {finding.code: finding.severity for finding in checked.report.findings}
    rules = [
        Rule(check.code, str(check.name), str(check.why), severities.get(check.code, check.severity))
        for check in all_checks().values()
    ]
    tool = Tool("taxonomy-service", version("taxonomy-service"), rules)
    reasons = [f"{gap.code}: {gap.reason}" for gap in checked.report.not_checked]
    return sarif(tool, checked.name, checked.report.findings, _line_of(checked), reasons)


def _line_of(checked: CheckedVocabulary) -> Callable[[Statement], int | None]:
    path = Path(checked.name)
    if checked.format not in _WITH_LINES or not path.is_file():
        return lambda _: None
    with path.open("rb") as file, plain_stream(file) as stream:
        text = stream.read().decode("utf-8-sig", "replace")
    wanted = {row for finding in checked.report.findings for row in finding.proof}
    return turtle_lines(text, wanted).of


def _print_table(checked: CheckedVocabulary, most: int) -> None:
    report, numbers = checked.report, checked.report.statistics
    output.print(
        f"{checked.name}: concepts {numbers.concepts:,}, schemes {len(numbers.schemes):,}, levels {numbers.depth}, "
        f"collections {numbers.collections:,}, mappings {numbers.mappings:,}"
    )
    if numbers.languages:
        output.print(_languages(numbers))
    if report.findings:
        output.print(_counts(Counter((one.severity.value, one.code) for one in report.findings)))
    for finding in report.findings[:most]:
        tag = f" @{finding.language}" if finding.language else ""
        output.print(f"{finding.severity.value} {finding.code}{tag}: {visible(str(finding.message))}")
        output.print(f"    <{visible(finding.subject)}>")
    if len(report.findings) > most:
        output.print(f"… {len(report.findings) - most:,} more findings; --most shows more, --format json all of them")
    _print_gaps(report)
    if report.accepted:
        output.print(f"accepted: {len(report.accepted):,} findings that somebody lets stand")
    for known in report.unused:
        output.print(
            f"accepted, but not found any more: {known.code} <{known.subject}> {visible(known.label)}".rstrip()
        )
    output.print(f"findings: {len(report.findings):,}")


def _print_gaps(report: IntegrityReport) -> None:
    """Print what was not checked, the codes that share a reason together."""
    codes: dict[str, list[str]] = {}
    for gap in report.not_checked:
        quantity = f" ({gap.quantity:,})" if gap.quantity else ""
        codes.setdefault(f"{gap.reason}{quantity}", []).append(gap.code)
    for reason, own in codes.items():
        output.print(f"not checked: {' '.join(dict.fromkeys(own))}: {reason}")


def _languages(numbers: Statistics) -> Table:
    table = Table("language", "preferred", "alternative", "hidden", "concepts labelled", "concepts defined")
    for tag, language in numbers.languages.items():
        share = (language.concepts / (numbers.concepts or 1), language.defined / (numbers.concepts or 1))
        table.add_row(
            tag or "none", *(f"{count:,}" for count in language.labels.values()), *(f"{s:.1%}" for s in share)
        )
    return table


def _counts(counts: Mapping[tuple[str, str], int]) -> Table:
    table = Table("code", "severity", "findings", "what")
    for (severity, code), count in counts.items():
        table.add_row(code, severity, f"{count:,}", str(all_checks()[code].name))
    return table
