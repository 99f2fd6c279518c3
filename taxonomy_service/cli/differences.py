"""What happened between releases."""

import sys
from collections.abc import Mapping
from typing import Annotated

import typer
from rich.table import Column, Table

from taxonomy_service.cli.console import OutputFormat, current_engine, output, print_json
from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.domain.release_differences import ChangeKind
from taxonomy_service.exchange.csv_rows import csv_row
from taxonomy_service.exchange.differences import DifferenceFormat, difference_csv, difference_lines
from taxonomy_service.services.differences import Compared, LogEntry, change_log, compare
from taxonomy_service.store.session import transaction

Scheme = Annotated[str, typer.Argument(help="the scheme's id", show_default=False)]
Before = Annotated[str | None, typer.Argument(help="number, version or content hash; by default the one before")]
After = Annotated[str | None, typer.Argument(help="the same, or draft; by default the newest release")]
Format = Annotated[DifferenceFormat, typer.Option("--format", help="how to print")]


def diff(scheme: Scheme, before: Before = None, after: After = None, format: Format = DifferenceFormat.TEXT) -> None:  # noqa: A002
    """Say what happened to concepts and labels from one release to another, or to the draft."""
    compared = _compared(scheme, before, after)
    changes = compared.difference.changes
    if format is DifferenceFormat.JSON:
        counts = compared.difference.counts
        print_json({**_named(compared), "counts": counts, "changes": [change._asdict() for change in changes]})
    elif format is DifferenceFormat.CSV:
        sys.stdout.writelines(difference_csv(changes))
    else:
        for line in difference_lines(changes):
            output.print(line)
        output.print(_counted(compared.difference.counts))


def id_map(scheme: Scheme, before: Before = None, after: After = None, format: Format = DifferenceFormat.TEXT) -> None:  # noqa: A002
    """Lead from the ids of one release that are not in use in another to those that are."""
    compared = _compared(scheme, before, after)
    if format is DifferenceFormat.JSON:
        print_json({**_named(compared), "ids": [entry._asdict() for entry in compared.id_map]})
    elif format is DifferenceFormat.CSV:
        rows = [(entry.concept, entry.fate.value, "|".join(entry.successors)) for entry in compared.id_map]
        sys.stdout.writelines(map(csv_row, [("concept", "fate", "successors"), *rows]))
    else:
        for entry in compared.id_map:
            output.print(f"{entry.concept} → {', '.join(entry.successors) or 'nothing'} ({entry.fate})")


def changelog(
    scheme: Scheme,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="how many releases to show")] = 20,
    format: Annotated[OutputFormat, typer.Option("--format", help="how to print")] = OutputFormat.TABLE,  # noqa: A002
) -> None:
    """Say what happened in a scheme, release by release."""
    with transaction(current_engine(), writing=False) as store:
        entries = change_log(store, OPERATOR, scheme, limit=limit)
    if format is OutputFormat.JSON:
        print_json([_as_json(entry) for entry in entries])
        return
    table = Table("number", "version", "published", Column("changes", overflow="fold"), "note", "in spite of")
    for entry in entries:
        release = entry.release
        published = release.published.isoformat(" ", "minutes")
        overridden = "; ".join(f"{own.items} × {own.kind}: {own.reason}" for own in entry.overrides)
        cells = (release.version or "", published, _counted(entry.counts), release.note, overridden)
        table.add_row(str(release.number), *cells)
    output.print(table)


def _compared(scheme: str, before: str | None, after: str | None) -> Compared:
    with transaction(current_engine(), writing=False) as store:
        return compare(store, OPERATOR, scheme, before, after)


def _named(compared: Compared) -> dict[str, object]:
    before, after = compared.before, compared.after
    return {"from": before.number if before else None, "to": after.number if after else "draft"}


def _counted(counts: Mapping[ChangeKind, int]) -> str:
    return ", ".join(f"{count:,} × {kind}" for kind, count in counts.items()) or "no difference"


def _as_json(entry: LogEntry) -> dict[str, object]:
    release = entry.release
    return {
        "number": release.number,
        "version": release.version,
        "published": release.published.isoformat(),
        "content_hash": release.content_hash,
        "note": release.note,
        "counts": dict(entry.counts),
        "overrides": [own._asdict() for own in entry.overrides],
    }
