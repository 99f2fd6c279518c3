"""The audit chains: of each scheme, and of the service itself."""

import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Annotated

import msgspec
import typer

from taxonomy_service.cli.console import OutputFormat, current_engine, output, print_json
from taxonomy_service.cli.reader import said
from taxonomy_service.cli.tables import print_table
from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.domain.audit import AuditEntry
from taxonomy_service.domain.errors import Malformed
from taxonomy_service.domain.messages import Amount, message
from taxonomy_service.services.actors import names_of
from taxonomy_service.services.audit import Verification, audit_line, audit_log, verify_audit
from taxonomy_service.services.releases import scheme_ids
from taxonomy_service.services.service_audit import service_audit_log, verify_service_audit
from taxonomy_service.store.session import Store, transaction

_HEADS = (message("number"), message("change set"), message("what"), message("actor"), message("time"))
_ABOUT = message("about")
_SERVICE = "(service)"
"""How the chain of the service is called: no scheme can have this id."""


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
    scheme: Annotated[str | None, typer.Argument(help="the scheme's id; verify takes all chains by default")] = None,
    service: Annotated[
        bool, typer.Option("--service", help="the chain of the service: actors, grants, keys, webhooks")
    ] = False,
    after: Annotated[int, typer.Option(min=0, help="only entries after this number")] = 0,
    format: Annotated[OutputFormat, typer.Option("--format", help="how to print verify")] = OutputFormat.TABLE,  # noqa: A002
) -> None:
    """Verify, list or export who changed what; the exit code of verify is 1 where a chain is broken."""
    if scheme is not None and service:
        raise Malformed(message("name a scheme or --service, not both"))
    if task is AuditTask.VERIFY:
        _verify(scheme, format, service=service)
    elif scheme is None and not service:
        raise Malformed(message("audit {task} needs the id of a scheme, or --service", task=task))
    elif task is AuditTask.LOG:
        _log(scheme, after)
    else:
        _export(scheme, after)


def _verify(scheme: str | None, format: OutputFormat, *, service: bool) -> None:  # noqa: A002
    with transaction(current_engine(), writing=False) as store:
        wanted = [scheme] if scheme else [] if service else scheme_ids(store, OPERATOR)
        found = [verify_audit(store, OPERATOR, own_id) for own_id in wanted]
        if scheme is None:
            found.append(verify_service_audit(store, OPERATOR))
    if format is OutputFormat.JSON:
        print_json([_as_json(entry) for entry in found])
    else:
        for entry in found:
            output.print(_sentence(entry))
    if any(entry.broken for entry in found):
        raise typer.Exit(1)


def _sentence(found: Verification) -> str:
    name = found.scheme or _SERVICE
    if found.broken is not None:
        number, why = found.broken
        return said(
            message("{scheme}: the chain breaks at entry {number}: {reason}", scheme=name, number=number, reason=why)
        )
    count, last = Amount(found.head.number), found.head.hash
    return said(message("{scheme}: {count} entries, whole; the last is {hash}", scheme=name, count=count, hash=last))


def _as_json(found: Verification) -> dict[str, object]:
    return {
        "scheme": found.scheme,
        "entries": found.head.number,
        "head": found.head.hash,
        "whole": found.broken is None,
        "broken_at": found.broken.number if found.broken else None,
        "reason": str(found.broken.reason) if found.broken else None,
    }


def _entries(store: Store, scheme: str | None, after: int) -> Iterator[AuditEntry]:
    """Return the entries of a scheme's chain, of the service's where it is None."""
    if scheme is None:
        return service_audit_log(store, OPERATOR, after=after)
    return audit_log(store, OPERATOR, scheme, after=after)


def _log(scheme: str | None, after: int) -> None:
    with transaction(current_engine(), writing=False) as store:
        entries = list(_entries(store, scheme, after))
        names = names_of(store, {entry.actor for entry in entries})
    heads = [said(head) for head in _HEADS]
    rows = (
        [str(entry.number), str(entry.change_set), entry.kind, names[entry.actor], entry.time.isoformat(" ", "seconds")]
        for entry in entries
    )
    if scheme is None:
        print_table([*heads, said(_ABOUT)], ([*row, _about(entry)] for row, entry in zip(rows, entries, strict=True)))
    else:
        print_table(heads, rows)


def _about(entry: AuditEntry) -> str:
    """Return what a change of the service was about, as the entry says it."""
    body = msgspec.json.decode(entry.body)
    said = {
        part: body[part] for part in ("who", "grant", "grants", "key", "keys", "webhook", "parts") if body.get(part)
    }
    return ", ".join(f"{part} {_listed(value)}" for part, value in said.items())


def _listed(value: str | Iterable[str]) -> str:
    return value if isinstance(value, str) else " ".join(value)


def _export(scheme: str | None, after: int) -> None:
    with transaction(current_engine(), writing=False) as store:
        for entry in _entries(store, scheme, after):
            sys.stdout.write(audit_line(entry).decode())
