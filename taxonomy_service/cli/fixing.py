"""The command that mends vocabularies."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from taxonomy_service.cli.console import current_engine, output, write_whole
from taxonomy_service.cli.editing import how_to_edit
from taxonomy_service.cli.integrity_input import (
    misuse,
    names_a_file,
    open_prefixes,
    open_profile,
    open_register,
    open_vocabulary,
    parted,
    taken_as_scheme,
)
from taxonomy_service.cli.reader import told_in
from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.domain.messages import Amount, Message, message, tell
from taxonomy_service.exchange.rdf import RdfFormat, rdf_format
from taxonomy_service.integrity.fixes.fix import Choices, Keep
from taxonomy_service.services.catalogues import translator
from taxonomy_service.services.draft_fixing import WantedFixes, fix_draft
from taxonomy_service.services.fixing import (
    FixReport,
    all_fixes,
    difference_lines,
    fix_statements,
    fixes_of,
    writable,
    write_mended,
)
from taxonomy_service.store.session import transaction

_MOST_LEFT = 20
_HEADS = (message("code"), message("what is done"), message("what it needs"))


def fix(
    targets: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILE_OR_SCHEME",
            help="a SKOS file, or a scheme's id; without one, what can be mended is listed",
            show_default=False,
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
    yes: Annotated[bool, typer.Option("--yes", help="of a scheme: change its draft")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only show what would change (the default)")] = False,
    keep: Annotated[
        Keep | None, typer.Option("--keep", help="S14: which preferred label of a language stays preferred")
    ] = None,
    cut: Annotated[
        list[str] | None,
        typer.Option(
            "--cut",
            metavar="'CONCEPT BROADER'",
            help="Q004: break a cycle here (IRIs, of a scheme ids too); repeatable",
        ),
    ] = None,
    attach_to: Annotated[
        str | None,
        typer.Option("--attach-to", metavar="IRI", help="Q002: the concept, or the scheme, to attach orphans to"),
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
    """Mend what can be mended safely; the difference is shown, and made only with --output or, in a draft, --yes.

    Exit codes: 0 nothing to mend or mended, 1 something would be mended, 2 misuse, 3 unreadable.
    """
    translate = translator(told_in(None))
    files, codes = parted(targets or [], only)
    if not files:
        _list_fixes(translate)
        return
    if len(files) > 1:
        raise typer.BadParameter("one file or scheme at a time is mended")
    is_scheme = input_format is None and not names_a_file(files[0])
    _refuse_misuse(is_scheme, yes=yes, for_files=bool(target or accepted or profile))
    if dry_run and (yes or target is not None):
        raise typer.BadParameter("either --dry-run, or --output or --yes")
    with misuse("--output"):
        written = writable(rdf_format(target.name)) if target else RdfFormat.TURTLE
    with misuse("--only"):
        chosen = fixes_of(codes) if codes else all_fixes()
    choices = Choices(keep, frozenset(map(_pair, cut or ())), attach_to)
    if is_scheme:
        _fix_draft(files[0], WantedFixes(chosen, choices), translate, yes=yes)
        return
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


def _refuse_misuse(is_scheme: bool, *, yes: bool, for_files: bool) -> None:
    if is_scheme and for_files:
        raise typer.BadParameter("--output, --accepted and --profile are for files; a scheme has settings and --yes")
    if yes and not is_scheme:
        raise typer.BadParameter("a file is mended with --output; --yes is for schemes")


def _fix_draft(scheme: str, wanted: WantedFixes, translate: Callable[[str], str], *, yes: bool) -> None:
    with taken_as_scheme(scheme), transaction(current_engine()) as store:
        done = fix_draft(store, OPERATOR, scheme, wanted, how_to_edit("", yes=yes))
    _print_report(done.report, translate)
    if done.outcome is not None and done.outcome.number is not None:
        output.print(tell(message("done as change set {number}", number=done.outcome.number), translate))
    elif done.outcome is not None:
        output.print(tell(message("nothing was written (--yes does it)"), translate))
        raise typer.Exit(1)


def _pair(text: str) -> tuple[str, str]:
    iris = [iri.strip("<>") for iri in text.split()]
    if len(iris) != 2:
        raise typer.BadParameter(f"{text!r} is not two concepts, one and a broader one", param_hint="--cut")
    return iris[0], iris[1]


def _print_report(report: FixReport, translate: Callable[[str], str]) -> None:
    for text in difference_lines(report.difference):
        output.print(text)
    for told in _endings(report):
        output.print(tell(told, translate))


def _endings(report: FixReport) -> Iterator[Message]:
    """Yield what stands under the difference: what is mended, and what is left to people."""
    for code, times in report.mended.items():
        yield message("mended {count} × {code}: {what}", count=Amount(times), code=code, what=all_fixes()[code].does)
    for finding in report.left[:_MOST_LEFT]:
        yield message(
            "left to you: {code}: {finding} <{iri}>", code=finding.code, finding=finding.message, iri=finding.subject
        )
    if len(report.left) > _MOST_LEFT:
        yield message("… and {count} more that are left to you", count=Amount(len(report.left) - _MOST_LEFT))
    if not report.difference:
        yield message("nothing to mend")


def _list_fixes(translate: Callable[[str], str]) -> None:
    table = Table(*(tell(head, translate) for head in _HEADS))
    for fix_ in all_fixes().values():
        table.add_row(fix_.code, tell(fix_.does, translate), tell(fix_.needs, translate) if fix_.needs else "")
    output.print(table)
