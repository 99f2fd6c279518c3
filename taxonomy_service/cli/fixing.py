"""The command that mends vocabularies."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from taxonomy_service.cli.console import output, write_whole
from taxonomy_service.cli.integrity_input import (
    misuse,
    open_prefixes,
    open_profile,
    open_register,
    open_vocabulary,
    parted,
)
from taxonomy_service.cli.reader import told_in
from taxonomy_service.domain.forms import visible
from taxonomy_service.domain.messages import Message, message, tell
from taxonomy_service.exchange.rdf import RdfFormat, rdf_format
from taxonomy_service.integrity.fixes.fix import Choices, Keep
from taxonomy_service.services.catalogues import translator
from taxonomy_service.services.fixing import (
    FixReport,
    all_fixes,
    difference_lines,
    fix_statements,
    fixes_of,
    writable,
    write_mended,
)

_MOST_LEFT = 20
_HEADS = (message("code"), message("what is done"), message("what it needs"))


def fix(
    targets: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILE", help="a SKOS file; without one, what can be mended is listed", show_default=False
        ),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="CODE...", help="mend only what these checks find; may be given again"),
    ] = None,
    target: Annotated[
        Path | None,
        typer.Option("--output", help="where to write the mended vocabulary (.ttl or .nt); may be FILE itself"),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only show what would change (the default)")] = False,
    keep: Annotated[
        Keep | None, typer.Option("--keep", help="S14: which preferred label of a language stays preferred")
    ] = None,
    cut: Annotated[
        list[str] | None,
        typer.Option("--cut", metavar="'IRI BROADER-IRI'", help="break a cycle here; may be given again"),
    ] = None,
    attach_to: Annotated[
        str | None, typer.Option("--attach-to", metavar="IRI", help="a concept, or a scheme, to attach orphans to")
    ] = None,
    accepted: Annotated[
        Path | None, typer.Option("--accepted", help="leave alone what this register lets stand", show_default=False)
    ] = None,
    profile: Annotated[
        Path | None, typer.Option("--profile", help="severities and parameters, as TOML or JSON", show_default=False)
    ] = None,
    input_format: Annotated[
        RdfFormat | None, typer.Option("--input-format", help="where the file's name does not tell")
    ] = None,
) -> None:
    """Mend what can be mended safely; the difference is shown, and written only with --output.

    Exit codes: 0 nothing to mend or mended, 1 something would be mended (without --output), 2 misuse, 3 unreadable.
    """
    translate = translator(told_in(None))
    files, codes = parted(targets or [], only)
    if not files:
        _list_fixes(translate)
        return
    if len(files) > 1:
        raise typer.BadParameter("one file at a time is mended")
    if target is not None and dry_run:
        raise typer.BadParameter("either --dry-run or --output")
    with misuse("--output"):
        written = writable(rdf_format(target.name)) if target else RdfFormat.TURTLE
    with misuse("--only"):
        chosen = fixes_of(codes) if codes else all_fixes()
    choices = Choices(keep, frozenset(map(_pair, cut or ())), attach_to)
    gc.disable()  # many small values are made and kept
    file = Path(files[0])
    statements, known = open_vocabulary(file, input_format)
    prefixes = open_prefixes(file) if known is RdfFormat.TURTLE else {}
    report = fix_statements(
        statements, chosen, choices, profile=open_profile(profile), register=open_register(accepted)
    )
    _print_report(report, translate)
    if target is not None:
        write_whole(target, (text.encode() for text in write_mended(statements, report.difference, written, prefixes)))
    elif report.difference:
        raise typer.Exit(1)


def _pair(text: str) -> tuple[str, str]:
    iris = [iri.strip("<>") for iri in text.split()]
    if len(iris) != 2:
        raise typer.BadParameter(f"{text!r} is not two IRIs, a concept's and a broader one's", param_hint="--cut")
    return iris[0], iris[1]


def _print_report(report: FixReport, translate: Callable[[str], str]) -> None:
    for text in difference_lines(report.difference):
        output.print(text)
    for told in _endings(report, translate):
        output.print(tell(told, translate))


def _endings(report: FixReport, translate: Callable[[str], str]) -> Iterator[Message]:
    """Yield what stands under the difference: what is mended, and what is left to people."""
    for code, times in report.mended.items():
        does = tell(all_fixes()[code].does, translate)
        yield message("mended {count} × {code}: {what}", count=f"{times:,}", code=code, what=does)
    for finding in report.left[:_MOST_LEFT]:
        told = f"{finding.code}: {visible(tell(finding.message, translate))} <{visible(finding.subject)}>"
        yield message("left to you: {finding}", finding=told)
    if len(report.left) > _MOST_LEFT:
        yield message("… and {count} more that are left to you", count=f"{len(report.left) - _MOST_LEFT:,}")
    if not report.difference:
        yield message("nothing to mend")


def _list_fixes(translate: Callable[[str], str]) -> None:
    table = Table(*(tell(head, translate) for head in _HEADS))
    for fix_ in all_fixes().values():
        table.add_row(fix_.code, tell(fix_.does, translate), tell(fix_.needs, translate) if fix_.needs else "")
    output.print(table)
