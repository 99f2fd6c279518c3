"""Annotation files against two releases of a vocabulary."""

from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.table import Table

from taxonomy_service.cli.console import OutputFormat, current_engine, open_input, output, print_json
from taxonomy_service.cli.reader import ReaderOption, stated_language, told_in
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.verdicts import Verdict
from taxonomy_service.exchange.annotations import AnnotationFormat, read_annotations
from taxonomy_service.services.catalogues import translator
from taxonomy_service.services.releases import load_index
from taxonomy_service.services.revalidation import Revalidation, told_reason
from taxonomy_service.services.revalidation import revalidate as judge_anew
from taxonomy_service.store.session import transaction

MOST_SHOWN = 100
"""Labels that a person is shown."""


def revalidate(
    files: Annotated[list[Path], typer.Argument(help="annotation files; - for standard input", show_default=False)],
    scheme: Annotated[str, typer.Option(help="id of the scheme that the labels should come from")],
    before: Annotated[str, typer.Option("--from", help="the release they were made with: number, version or hash")],
    after: Annotated[str | None, typer.Option("--to", help="the other release; by default the newest")] = None,
    language: Annotated[str | None, typer.Option(help="language of labels for which the file states none")] = None,
    annotations: Annotated[
        AnnotationFormat | None, typer.Option("--annotations", help="the files' format, where it cannot be told")
    ] = None,
    format: Annotated[OutputFormat, typer.Option("--format", help="how to print")] = OutputFormat.TABLE,  # noqa: A002
    reader: ReaderOption = None,
) -> None:
    """Say which labels have another verdict in another release, and why; the exit code is 1 where some have."""
    asked = stated_language(language) if language is not None else None
    with transaction(current_engine(), writing=False) as store:
        indexes = (load_index(store, scheme, before), load_index(store, scheme, after))
    reports = []
    for path in files:
        with open_input(path) as stream:
            items = read_annotations(stream, str(path), annotations)
            reports.append(judge_anew(*indexes, items, str(path), language=asked))
    if format is OutputFormat.JSON:
        print_json([_as_json(report, told_in(reader)) for report in reports])
    else:
        for report in reports:
            _print(report, told_in(reader))
    if any(report.changed for report in reports):
        raise typer.Exit(1)


def _print(report: Revalidation, reader: LanguageTag) -> None:
    before, after = report.before, report.after
    output.print(f"{report.name} against {before.scheme}, releases {before.number} and {after.number}")
    output.print(f"{len(report.changed):,} of {report.labels:,} labels have another verdict")
    if report.changed:
        table = Table("annotations", "label", f"release {before.number}", f"release {after.number}", "why", "first at")
        for found in report.changed[:MOST_SHOWN]:
            why = "; ".join(told_reason(reason, translator(reader)).message for reason in found.reasons)
            verdicts = (_told(found.before), _told(found.after))
            table.add_row(f"{found.count:,}", found.before.label, *verdicts, why, found.place)
        output.print(table)
    if len(report.changed) > MOST_SHOWN:
        output.print(f"… and {len(report.changed) - MOST_SHOWN:,} more; --format json has them all")
    for reason, (count, place) in report.not_checked.items():
        output.print(f"not checked: {count:,} × {reason} (first: {place})")


def _told(verdict: Verdict) -> str:
    return f"{verdict.verdict} ({verdict.concept.id})" if verdict.concept else verdict.verdict.value


def _as_json(report: Revalidation, reader: LanguageTag) -> dict[str, Any]:
    translate = translator(reader)
    return {
        "file": report.name,
        "from": msgspec.to_builtins(report.before),
        "to": msgspec.to_builtins(report.after),
        "annotations": report.annotations,
        "labels": report.labels,
        "changed": [
            {
                "count": found.count,
                "place": found.place,
                "before": msgspec.to_builtins(found.before),
                "after": msgspec.to_builtins(found.after),
                "reasons": [msgspec.to_builtins(told_reason(reason, translate)) for reason in found.reasons],
            }
            for found in report.changed
        ],
        "not_checked": [
            {"reason": reason, "count": count, "first": place} for reason, (count, place) in report.not_checked.items()
        ],
    }
