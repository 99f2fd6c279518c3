"""What is in the database."""

from typing import Annotated

import typer
from rich.table import Column, Table

from taxonomy_service.cli.console import OutputFormat, current_engine, output, print_json
from taxonomy_service.cli.tables import IsolatedTable
from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.services.releases import list_releases, scheme_summaries
from taxonomy_service.store.session import transaction

Format = Annotated[OutputFormat, typer.Option("--format", help="how to print")]


def schemes(format: Format = OutputFormat.TABLE) -> None:  # noqa: A002
    """List the schemes with their languages."""
    with transaction(current_engine(), writing=False) as store:
        rows = scheme_summaries(store, OPERATOR)
    if format is OutputFormat.JSON:
        print_json(rows)
        return
    table = Table(
        Column("id", no_wrap=True), "concepts", "labels", "release", "languages", Column("IRI", overflow="fold")
    )
    for row in rows:
        cells = (row["id"], row["concepts"], row["labels"], row["release"], " ".join(row["languages"]), row["iri"])
        table.add_row(*map(str, cells))
    output.print(IsolatedTable(table))


def releases(
    scheme: Annotated[str, typer.Argument(help="the scheme's id")],
    format: Format = OutputFormat.TABLE,  # noqa: A002
) -> None:
    """List the releases of a scheme, newest first."""
    with transaction(current_engine(), writing=False) as store:
        entries = list_releases(store, OPERATOR, scheme)
    if format is OutputFormat.JSON:
        print_json(
            [
                {
                    "number": entry.number,
                    "version": entry.version,
                    "content_hash": entry.content_hash,
                    "published": entry.published.isoformat(),
                    "concepts": entry.concepts,
                    "labels": entry.labels,
                    "note": entry.note,
                }
                for entry in entries
            ]
        )
        return
    table = Table(
        "number", "version", "published", "concepts", "labels", Column("content hash", overflow="fold"), "note"
    )
    for entry in entries:
        published = entry.published.isoformat(" ", "minutes")
        cells = (
            entry.number,
            entry.version or "",
            published,
            entry.concepts,
            entry.labels,
            entry.content_hash,
            entry.note,
        )
        table.add_row(*map(str, cells))
    output.print(IsolatedTable(table))
