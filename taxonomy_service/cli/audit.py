"""The audit chains."""

import sys
from enum import StrEnum
from typing import Annotated

import typer
from rich.table import Table

from taxonomy_service.cli.console import OutputFormat, current_engine, output, print_json
from taxonomy_service.cli.tables import IsolatedTable
from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.domain.errors import Malformed
from taxonomy_service.services.audit import Verification, audit_line, audit_log, verify_audit
from taxonomy_service.services.releases import scheme_ids
from taxonomy_service.store.session import transaction


class AuditTask(StrEnum):
    """What to do with a chain."""

    VERIFY = "verify"
    LOG = "log"
    EXPORT = "export"


def audit(
    task: Annotated[
        AuditTask,
        typer.Argument(help="verify the chain, list it, or write it as NDJSON", show_default=False),
    ],
    scheme: Annotated[str | None, typer.Argument(help="the scheme's id; verify takes all by default")] = None,
    after: Annotated[int, typer.Option(min=0, help="only entries after this number")] = 0,
    format: Annotated[OutputFormat, typer.Option("--format", help="how to print verify")] = OutputFormat.TABLE,  # noqa: A002
) -> None:
    """Verify, list or export who changed what; the exit code of verify is 1 where a chain is broken."""
    if task is AuditTask.VERIFY:
        _verify(scheme, format)
    elif scheme is None:
        raise Malformed(f"audit {task} needs the id of a scheme")
    elif task is AuditTask.LOG:
        _log(scheme, after)
    else:
        _export(scheme, after)


def _verify(scheme: str | None, format: OutputFormat) -> None:  # noqa: A002
    with transaction(current_engine(), writing=False) as store:
        wanted = scheme_ids(store, OPERATOR) if scheme is None else [scheme]
        found = [verify_audit(store, OPERATOR, own_id) for own_id in wanted]
    if format is OutputFormat.JSON:
        print_json([_as_json(entry) for entry in found])
    else:
        for entry in found:
            output.print(_sentence(entry))
    if any(entry.broken for entry in found):
        raise typer.Exit(1)


def _sentence(found: Verification) -> str:
    if found.broken is not None:
        return f"{found.scheme}: the chain breaks at entry {found.broken.number}: {found.broken.reason}"
    return f"{found.scheme}: {found.head.number:,} entries, whole; the last is {found.head.hash}"


def _as_json(found: Verification) -> dict[str, object]:
    return {
        "scheme": found.scheme,
        "entries": found.head.number,
        "head": found.head.hash,
        "whole": found.broken is None,
        "broken_at": found.broken.number if found.broken else None,
        "reason": found.broken.reason if found.broken else None,
    }


def _log(scheme: str, after: int) -> None:
    table = Table("number", "change set", "what", "actor", "time")
    with transaction(current_engine(), writing=False) as store:
        for entry in audit_log(store, OPERATOR, scheme, after=after):
            moment = entry.time.isoformat(" ", "seconds")
            table.add_row(str(entry.number), str(entry.change_set), entry.kind, entry.actor, moment)
    output.print(IsolatedTable(table))


def _export(scheme: str, after: int) -> None:
    with transaction(current_engine(), writing=False) as store:
        for entry in audit_log(store, OPERATOR, scheme, after=after):
            sys.stdout.write(audit_line(entry).decode())
