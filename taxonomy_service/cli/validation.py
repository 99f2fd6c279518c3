"""Annotation files against a vocabulary."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.table import Table

from taxonomy_service.cli.console import OutputFormat, current_engine, open_input, output, print_json
from taxonomy_service.domain.annotations import AnnotationItem
from taxonomy_service.domain.languages import parse_language_tag
from taxonomy_service.exchange.annotations import AnnotationFormat, read_annotations
from taxonomy_service.matching.label_index import LabelIndex
from taxonomy_service.services.compliance import ComplianceReport, Offender, check_annotations
from taxonomy_service.services.releases import load_index
from taxonomy_service.store.session import transaction


def validate(
    files: Annotated[list[Path], typer.Argument(help="annotation files; - for standard input", show_default=False)],
    scheme: Annotated[str, typer.Option(help="id of the scheme that the labels should come from")],
    language: Annotated[
        str | None,
        typer.Option(help="language of labels for which the file states none; by default any language will do"),
    ] = None,
    release: Annotated[str | None, typer.Option(help="number, version or content hash; by default the newest")] = None,
    annotations: Annotated[
        AnnotationFormat | None, typer.Option("--annotations", help="the files' format, where it cannot be told")
    ] = None,
    format: Annotated[OutputFormat, typer.Option("--format", help="how to print the report")] = OutputFormat.TABLE,  # noqa: A002
    worst: Annotated[int, typer.Option(min=0, max=10_000, help="how many of the worst offenders to list")] = 20,
) -> None:
    """Judge every label of annotation files; the exit code is 0 where all are accepted, 1 where some are not."""
    if language is not None:
        language = parse_language_tag(language)
    with transaction(current_engine(), writing=False) as store:
        index = load_index(store, scheme, release)
    reports = [_check(index, path, annotations, language) for path in files]
    if format is OutputFormat.JSON:
        print_json([_as_json(report, worst) for report in reports])
    else:
        for report in reports:
            _print_report(report, worst)
    if not all(report.compliant for report in reports):
        raise typer.Exit(1)


def _check(index: LabelIndex, path: Path, format: AnnotationFormat | None, language: str | None) -> ComplianceReport:  # noqa: A002
    with open_input(path) as stream:
        items: Iterator[AnnotationItem] = read_annotations(stream, str(path), format)
        return check_annotations(index, items, str(path), language=language)


def _print_report(report: ComplianceReport, worst: int) -> None:
    release = report.release
    output.print(f"{report.name} against {release.scheme}, release {release.number} ({release.content_hash[:12]})")
    share = f" ({report.accepted / report.total:.1%})" if report.total else ""
    output.print(f"{report.accepted:,} of {report.total:,} annotations accepted{share}")
    table = Table("verdict", *[f"{language or 'no language'}" for language in report.annotations], "distinct labels")
    for code, distinct in report.labels.items():
        counts = [f"{row.get(code, 0):,}" for row in report.annotations.values()]
        table.add_row(code.value, *counts, f"{distinct:,}")
    output.print(table)
    for warning, count in report.warnings.items():
        output.print(f"warning {warning}: {count:,}")
    _print_offenders(report.offenders, worst)
    for reason, (count, place) in report.not_checked.items():
        output.print(f"not checked: {count:,} × {reason} (first: {place})")


def _print_offenders(offenders: tuple[Offender, ...], worst: int) -> None:
    if not offenders or not worst:
        return
    table = Table(
        "annotations", "label", "verdict", "means here", "try", "first at", title="Labels that were not accepted"
    )
    for offender in offenders[:worst]:
        verdict = offender.verdict
        tries = ", ".join(f"{suggestion.label} ({suggestion.language})" for suggestion in verdict.suggestions)
        means = (
            verdict.concept.id
            if verdict.concept
            else ", ".join(candidate.concept.id for candidate in verdict.candidates)
        )
        said = (
            f"{verdict.verdict} ({verdict.fault or verdict.relation})"
            if verdict.fault or verdict.relation
            else verdict.verdict
        )
        table.add_row(f"{offender.count:,}", verdict.label, said, means, tries, offender.place)
    output.print(table)
    if len(offenders) > worst:
        output.print(f"… and {len(offenders) - worst} more; --worst shows more of them")


def _as_json(report: ComplianceReport, worst: int) -> dict[str, Any]:
    return {
        "file": report.name,
        "release": msgspec.to_builtins(report.release),
        "compliant": report.compliant,
        "annotations": report.total,
        "accepted": report.accepted,
        "by_language": {asked: {code.value: n for code, n in row.items()} for asked, row in report.annotations.items()},
        "labels": {code.value: count for code, count in report.labels.items()},
        "warnings": report.warnings,
        "offenders": [
            {"count": offender.count, "place": offender.place, "verdict": msgspec.to_builtins(offender.verdict)}
            for offender in report.offenders[:worst]
        ],
        "not_checked": [
            {"reason": reason, "count": count, "first": place} for reason, (count, place) in report.not_checked.items()
        ],
    }
