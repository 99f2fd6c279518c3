"""Vocabularies in."""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated, BinaryIO

import typer
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from taxonomy_service.cli.compiling import compile_for_servers
from taxonomy_service.cli.console import (
    OutputFormat,
    command_engine,
    errors,
    open_input,
    output,
    print_json,
    read_settings,
)
from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.domain.findings import ImportFinding, Severity, count_findings
from taxonomy_service.exchange.rdf import RdfFormat, rdf_format
from taxonomy_service.services.imports import ImportLimits, ImportReport, SchemeImport, VocabularyFile, import_file
from taxonomy_service.store.schema import SchemaState, require_current, schema_state, upgrade
from taxonomy_service.store.session import Store, transaction

MOST_SHOWN = 20
_TOLD_EVERY = 500_000  # statements


def import_vocabularies(
    files: Annotated[
        list[Path], typer.Argument(help="SKOS files, plain or gzip; - for standard input", show_default=False)
    ],
    format: Annotated[RdfFormat | None, typer.Option("--format", help="where the name does not tell")] = None,  # noqa: A002
    scheme: Annotated[
        str | None, typer.Option(help="id for the one scheme in the file; by default the file's name")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only say what would change")] = False,
    report: Annotated[OutputFormat, typer.Option("--report", help="how to print the report")] = OutputFormat.TABLE,
) -> None:
    """Import SKOS vocabularies, all or nothing; a scheme that changed gets a new release."""
    settings = read_settings()
    engine = command_engine()
    if schema_state(engine) is SchemaState.EMPTY:
        upgrade(engine)
    require_current(engine)
    gc.disable()  # millions of small values are made and kept; looking for cycles among them costs half the time again
    with transaction(engine) as store:
        reports = [_import_one(store, path, format, scheme, settings.import_limits, dry_run=dry_run) for path in files]
    compile_for_servers(engine, {entry.id: None for own in reports for entry in own.schemes if entry.release})
    if report is OutputFormat.JSON:
        print_json([_as_json(entry, dry_run=dry_run) for entry in reports])
    else:
        for entry in reports:
            _print_report(entry, dry_run=dry_run)


def _import_one(
    store: Store, path: Path, stated: RdfFormat | None, scheme: str | None, limits: ImportLimits, *, dry_run: bool
) -> ImportReport:
    name = path.name if str(path) != "-" else "-"
    known = rdf_format(name, None, stated)
    with open_input(path) as stream, _progress(name, stream) as progress:
        file = VocabularyFile(stream, name, known, scheme)
        return import_file(store, OPERATOR, file, limits=limits, dry_run=dry_run, progress=progress)


@contextmanager
def _progress(name: str, stream: BinaryIO) -> Iterator[Callable[[int], None]]:
    """Show how far a file was read: as a bar on a terminal, as a line now and then elsewhere."""
    if not errors.is_terminal:
        yield partial(_tell_now_and_then, name, [0])
        return
    size = _size(stream)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=errors, transient=True) as progress:
        task = progress.add_task(f"reading {name}", total=size)

        def update(count: int) -> None:
            place = 0 if size is None else stream.tell()
            doing = "keeping" if place == size else "reading"  # the rows and the release take as long again
            progress.update(task, completed=place, description=f"{doing} {name}: {count:,} statements")

        yield update


def _tell_now_and_then(name: str, told: list[int], count: int) -> None:
    if count // _TOLD_EVERY > told[0]:
        told[0] = count // _TOLD_EVERY
        errors.print(f"file={name} statements={told[0] * _TOLD_EVERY}")


def _size(stream: BinaryIO) -> int | None:
    """Return the size of a file (bytes, as it is packed), None for what has none, such as a pipe."""
    return os.fstat(stream.fileno()).st_size if stream.seekable() else None


def _print_report(report: ImportReport, *, dry_run: bool) -> None:
    for entry in report.schemes:
        output.print(f"{report.name}: {_sentence(entry, dry_run=dry_run)}")
        _print_difference(entry)
    counts = count_findings(report.findings)
    for finding in _worst_first(report)[:MOST_SHOWN]:
        place = finding.statement or f"<{finding.subject}>"
        output.print(f"  {finding.severity}: {finding.code}: {finding.message}\n    at {place}")
    if len(report.findings) > MOST_SHOWN:
        told = ", ".join(f"{count} × {code}" for code, count in counts.items())
        output.print(f"  … {len(report.findings)} findings in all ({told}); --report json lists them")


def _worst_first(report: ImportReport) -> list[ImportFinding]:
    order = list(Severity)
    return sorted(report.findings, key=lambda finding: order.index(finding.severity))


def _sentence(entry: SchemeImport, *, dry_run: bool) -> str:
    size = f"{entry.concepts:,} concepts, {entry.labels:,} labels in {len(entry.languages)} languages"
    if not entry.difference:
        return f"scheme {entry.id} is unchanged ({size})"
    if dry_run:
        return f"scheme {entry.id} would {'be new' if entry.new else 'change'} ({size}); nothing was written"
    if entry.release is None:
        return f"scheme {entry.id}: the draft changed, to what is released already ({size})"
    version = f" ({entry.release.version})" if entry.release.version else ""
    return (
        f"scheme {entry.id}, release {entry.release.number}{version}: {size}; content {entry.release.content_hash[:12]}"
    )


def _print_difference(entry: SchemeImport) -> None:
    changes = entry.difference
    if entry.new or not changes:
        return
    output.print(
        f"  concepts: {len(changes.added)} added, {len(changes.removed)} removed, {len(changes.changed)} changed; "
        f"labels of changed concepts: {changes.labels_added} added, {changes.labels_removed} removed"
    )
    if entry.change_set is not None:
        output.print(f"  to undo it: taxonomy-service undo {entry.id} {entry.change_set} --yes")
    for sign, ids in (("+", changes.added), ("-", changes.removed)):
        for own in ids[:MOST_SHOWN]:
            output.print(f"  {sign} {own}")
        if len(ids) > MOST_SHOWN:
            output.print(f"  {sign} … {len(ids) - MOST_SHOWN} more")
    telling = [change for change in changes.changed if change.labels_added or change.labels_removed or change.moved]
    for change in telling[:MOST_SHOWN]:
        parts = [f"+ {label.form!r}@{label.language} ({label.kind})" for label in change.labels_added]
        parts += [f"- {label.form!r}@{label.language} ({label.kind})" for label in change.labels_removed]
        parts += ["moved"] if change.moved else []
        parts += ["retired"] if change.retired else []
        output.print(f"  ~ {change.id}: {', '.join(parts)}")
    if len(telling) > MOST_SHOWN:
        output.print(f"  ~ … {len(telling) - MOST_SHOWN} more with changed labels or place")


def _as_json(report: ImportReport, *, dry_run: bool) -> dict[str, object]:
    return {
        "file": report.name,
        "dry_run": dry_run,
        "statements": report.statements,
        "schemes": [
            {
                "id": entry.id,
                "iri": entry.iri,
                "new": entry.new,
                "concepts": entry.concepts,
                "labels": entry.labels,
                "languages": list(entry.languages),
                "added": list(entry.difference.added),
                "removed": list(entry.difference.removed),
                "changed": [change.id for change in entry.difference.changed],
                "release": entry.release.number if entry.release else None,
                "content_hash": entry.release.content_hash if entry.release else None,
                "change_set": entry.change_set,
            }
            for entry in report.schemes
        ],
        "findings": [
            {
                "code": finding.code.value,
                "severity": finding.severity.value,
                "message": finding.message,
                "subject": finding.subject,
                "statement": finding.statement,
            }
            for finding in report.findings
        ],
    }
