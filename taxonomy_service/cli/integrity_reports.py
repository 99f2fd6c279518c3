"""The reports on checked vocabularies, as they are printed."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from rich.table import Table

from taxonomy_service.cli.console import output, print_json
from taxonomy_service.domain.errors import TaxonomyError
from taxonomy_service.domain.forms import visible
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import Message, message, tell
from taxonomy_service.domain.statements import Statement
from taxonomy_service.exchange.findings import finding_json, findings_csv
from taxonomy_service.exchange.rdf import RdfFormat
from taxonomy_service.exchange.sarif import Rule, Tool, sarif
from taxonomy_service.exchange.turtle_lines import turtle_lines
from taxonomy_service.exchange.untrusted import plain_stream
from taxonomy_service.integrity.statistics import Statistics
from taxonomy_service.services.catalogues import SOURCE_LANGUAGE, translator
from taxonomy_service.services.integrity import IntegrityReport, all_checks
from taxonomy_service.services.integrity_page import integrity_page
from taxonomy_service.services.integrity_words import told_words

Translate: TypeAlias = Callable[[str], str]

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


def print_reports(
    checked: Sequence[CheckedVocabulary],
    format: ReportFormat,  # noqa: A002
    most: int,
    reader: LanguageTag = SOURCE_LANGUAGE,
) -> None:
    """Print the reports; several are one after another in a table, an array in JSON and several runs in SARIF.

    Tables and pages are told in the reader's language; programs get English.
    """
    if format is ReportFormat.TABLE:
        for one in checked:
            _print_table(one, most, translator(reader))
    elif format is ReportFormat.JSON:
        several = [{"file": one.name, **report_json(one.report)} for one in checked]
        print_json(report_json(checked[0].report) if len(checked) == 1 else several)
    elif format is ReportFormat.SARIF:
        logs = [sarif_log(one) for one in checked]
        print_json({**logs[0], "runs": [run for log in logs for run in log["runs"]]})
    elif len(checked) > 1:
        raise TaxonomyError(message("{format} holds one report; name one file or scheme", format=format))
    elif format is ReportFormat.HTML:
        sys.stdout.write(integrity_page(checked[0].name, checked[0].report, datetime.now(UTC), reader))
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


def _print_table(checked: CheckedVocabulary, most: int, translate: Translate) -> None:
    report, numbers = checked.report, checked.report.statistics
    output.print(tell(_summary(checked.name, numbers), translate))
    if numbers.languages:
        output.print(_languages(numbers, translate))
    if report.findings:
        output.print(_counts(Counter((one.severity.value, one.code) for one in report.findings), translate))
    for finding in report.findings[:most]:
        tag = f" @{finding.language}" if finding.language else ""
        output.print(f"{finding.severity.value} {finding.code}{tag}: {tell(finding.message, translate)}")
        output.print(f"    <{visible(finding.subject)}>")
    for ending in _endings(report, most, translate):
        output.print(tell(ending, translate).rstrip())


def _summary(name: str, numbers: Statistics) -> Message:
    return message(
        "{name}: concepts {concepts}, schemes {schemes}, levels {levels}, collections {collections}, "
        "mappings {mappings}",
        name=name,
        concepts=f"{numbers.concepts:,}",
        schemes=f"{len(numbers.schemes):,}",
        levels=numbers.depth,
        collections=f"{numbers.collections:,}",
        mappings=f"{numbers.mappings:,}",
    )


def _endings(report: IntegrityReport, most: int, translate: Translate) -> Iterator[Message]:
    """Yield what stands under the findings: what is not shown, was not checked, and was accepted."""
    if len(report.findings) > most:
        more = f"{len(report.findings) - most:,}"
        yield message("… {count} more findings; --most shows more, --format json all of them", count=more)
    yield from _gaps(report, translate)
    if report.accepted:
        yield message("accepted: {count} findings that a register lets stand", count=f"{len(report.accepted):,}")
    for known in report.unused:
        told = f"{known.code} <{known.subject}> {visible(known.label)}".rstrip()
        yield message("accepted, but not found any more: {finding}", finding=told)
    yield message("findings: {count}", count=f"{len(report.findings):,}")


def _gaps(report: IntegrityReport, translate: Translate) -> Iterator[Message]:
    """Yield what was not checked, the codes that share a reason together."""
    codes: dict[str, list[str]] = {}
    for gap in report.not_checked:
        quantity = f" ({gap.quantity:,})" if gap.quantity else ""
        codes.setdefault(f"{tell(gap.reason, translate)}{quantity}", []).append(gap.code)
    for reason, own in codes.items():
        yield message("not checked: {checks}: {reason}", checks=" ".join(dict.fromkeys(own)), reason=reason)


def _languages(numbers: Statistics, translate: Translate) -> Table:
    words = told_words(translate)
    heads = ("language", "preferred", "alternative", "hidden", "labelled", "defined")
    table = Table(*(words[head] for head in heads))
    for tag, language in numbers.languages.items():
        share = (language.concepts / (numbers.concepts or 1), language.defined / (numbers.concepts or 1))
        table.add_row(
            tag or words["untagged"],
            *(f"{count:,}" for count in language.labels.values()),
            *(f"{s:.1%}" for s in share),
        )
    return table


def _counts(counts: Mapping[tuple[str, str], int], translate: Translate) -> Table:
    words = told_words(translate)
    table = Table(*(words[head] for head in ("code", "severity", "findings", "what")))
    for (severity, code), count in counts.items():
        table.add_row(code, severity, f"{count:,}", tell(all_checks()[code].name, translate))
    return table
