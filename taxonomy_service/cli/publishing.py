"""Releasing a scheme."""

from typing import Annotated, Any

import typer

from taxonomy_service.cli.compiling import compile_for_servers
from taxonomy_service.cli.console import OutputFormat, current_engine, output, print_json
from taxonomy_service.cli.reader import ReaderOption, told_in
from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.domain.audit import Provenance
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import tell
from taxonomy_service.domain.release_gates import GateItem, blocking_items
from taxonomy_service.exchange.differences import difference_lines
from taxonomy_service.services.catalogues import translator
from taxonomy_service.services.publishing import Publication, Publishing
from taxonomy_service.services.publishing import publish as publish_draft
from taxonomy_service.store.session import transaction

MOST_SHOWN = 50
"""Lines of the gate, and of the difference, that a person is shown."""


def publish(
    scheme: Annotated[str, typer.Argument(help="the scheme's id", show_default=False)],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only look at the gate and at what would change")] = False,
    version: Annotated[str | None, typer.Option(help="by default what the scheme states, else its number")] = None,
    note: Annotated[str, typer.Option(help="what readers of the change log should know")] = "",
    override: Annotated[str, typer.Option(metavar="REASON", help="why to release though the gate is closed")] = "",
    format: Annotated[OutputFormat, typer.Option("--format", help="how to print")] = OutputFormat.TABLE,  # noqa: A002
    reader: ReaderOption = None,
) -> None:
    """Release the draft of a scheme, as far as it is approved; the exit code is 1 where the gate is closed."""
    how = Publishing(version, note, override, dry_run, None, Provenance("taxonomy-service command"))
    engine = current_engine()
    with transaction(engine, writing=not dry_run) as store:
        done = publish_draft(store, OPERATOR, scheme, how)
    if done.release is not None:
        compile_for_servers(engine, [scheme])
    if format is OutputFormat.JSON:
        print_json(_as_json(done))
    else:
        _print(done, told_in(reader))
    if dry_run and blocking_items(done.gate) and not override:
        raise typer.Exit(1)


def _print(done: Publication, reader: LanguageTag) -> None:
    lines = list(difference_lines(done.difference.changes))
    _print_some(lines)
    for left in done.left_out:
        stays = f"; {left.kept!r} stays" if left.kept is not None else ""
        output.print(f"waits for approval: {left.key.form!r}@{left.key.language} of <{left.key.iri}>{stays}")
    _print_some([_gate_line(item, reader) for item in done.gate])
    if done.release is not None:
        entry = done.release
        output.print(f"released {entry.scheme} {entry.number}, version {entry.version} ({entry.content_hash[:12]})")
    elif done.changed:
        closed = " once the gate is open" if blocking_items(done.gate) else ""
        output.print(f"nothing was written; this would be version {done.version}{closed}")
    else:
        output.print("nothing to release: the last release has all of this")


def _print_some(lines: list[str]) -> None:
    for line in lines[:MOST_SHOWN]:
        output.print(line)
    if len(lines) > MOST_SHOWN:
        output.print(f"… and {len(lines) - MOST_SHOWN:,} more lines; --format json has them all")


def _gate_line(item: GateItem, reader: LanguageTag) -> str:
    told = tell(item.message, translator(reader))
    return f"gate: {item.severity} {item.kind} {item.code} <{item.subject}>: {told}"


def _as_json(done: Publication) -> dict[str, Any]:
    entry = done.release
    return {
        "released": None if entry is None else {"number": entry.number, "content_hash": entry.content_hash},
        "version": done.version,
        "changed": done.changed,
        "gate": [{**item._asdict(), "message": str(item.message), "blocking": item.blocking} for item in done.gate],
        "left_out": [{**left.key._asdict(), "kept": left.kept} for left in done.left_out],
        "counts": done.difference.counts,
        "changes": [change._asdict() for change in done.difference.changes],
    }
