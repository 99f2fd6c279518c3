"""The command that checks vocabularies."""

import gc
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from taxonomy_service.cli.console import OutputFormat, current_engine, open_input, output, print_json, read_settings
from taxonomy_service.cli.integrity_input import (
    misuse,
    names_a_file,
    open_profile,
    open_register,
    parted,
    taken_as_scheme,
)
from taxonomy_service.cli.integrity_reports import CheckedVocabulary, ReportFormat, print_reports
from taxonomy_service.cli.reader import ReaderOption, told_in
from taxonomy_service.domain.acceptances import Register
from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.domain.findings import Severity
from taxonomy_service.domain.messages import message, tell
from taxonomy_service.exchange.rdf import RdfFormat, rdf_format
from taxonomy_service.integrity.profiles import DEFAULT_PROFILE, Profile
from taxonomy_service.services.catalogues import translator
from taxonomy_service.services.imports import VocabularyFile
from taxonomy_service.services.integrity import (
    all_checks,
    check_draft,
    check_file,
    known_codes,
    without_accepted,
)
from taxonomy_service.store.session import transaction

_HEADS = (message("code"), message("severity"), message("name"), message("parameters"))


def check(
    targets: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE_OR_SCHEME...",
            help="SKOS files, plain or gzip (- for standard input), or ids of schemes, whose drafts are checked as "
            "their settings say",
            show_default=False,
        ),
    ],
    format: Annotated[ReportFormat, typer.Option("--format", help="how to print the report")] = ReportFormat.TABLE,  # noqa: A002
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="CODE...", help="run only these checks; may be given again")
    ] = None,
    fail_on: Annotated[
        Severity, typer.Option("--fail-on", help="the exit code is 1 where something at least as grave is found")
    ] = Severity.ERROR,
    profile: Annotated[
        Path | None, typer.Option("--profile", help="severities and parameters, as TOML or JSON", show_default=False)
    ] = None,
    input_format: Annotated[
        RdfFormat | None, typer.Option("--input-format", help="where the file's name does not tell")
    ] = None,
    accepted: Annotated[
        Path | None,
        typer.Option("--accepted", help="register of accepted findings (see accept), TOML or JSON", show_default=False),
    ] = None,
    most: Annotated[int, typer.Option("--most", min=0, help="how many findings the table lists")] = 40,
    reader: ReaderOption = None,
) -> None:
    """Check vocabularies against the SKOS conditions and for quality; a file needs no database.

    The table and the page are told in your language, what machines read in English.
    Exit codes: 0 clean, 1 something at or above --fail-on was found, 2 misuse, 3 unreadable file.
    """
    files, stated = parted(targets, only)
    with misuse("--only"):
        codes = None if stated is None else known_codes(stated)
    if not files:
        raise typer.BadParameter("name a file or a scheme to check")
    gc.disable()  # millions of small values are made and kept; looking for cycles among them costs half the time again
    language = told_in(reader)
    settings = open_profile(profile) if profile else None
    register = open_register(accepted)
    checked = [_check(target, settings, codes, input_format, register) for target in files]
    print_reports(checked, format, most, language)
    if any(one.report.at_least(fail_on) for one in checked):
        raise typer.Exit(1)


def _check(
    target: str, profile: Profile | None, codes: frozenset[str] | None, stated: RdfFormat | None, register: Register
) -> CheckedVocabulary:
    if stated is None and not names_a_file(target):
        with taken_as_scheme(target), transaction(current_engine(), writing=False) as store:
            report = check_draft(store, OPERATOR, target, profile, only=codes)
        return CheckedVocabulary(target, without_accepted(report, register) if register else report)
    known = rdf_format(Path(target).name if target != "-" else target, None, stated)
    with open_input(Path(target)) as stream:
        limit = read_settings().import_limits.bytes
        file = VocabularyFile(stream, target, known)
        report = check_file(file, profile or DEFAULT_PROFILE, only=codes, limit=limit)
    return CheckedVocabulary(target, without_accepted(report, register), known)


def checks(
    format: Annotated[OutputFormat, typer.Option("--format", help="how to print")] = OutputFormat.TABLE,  # noqa: A002
    reader: ReaderOption = None,
) -> None:
    """List the checks: their codes, severities, parameters, and what they correspond to in SKOS and in qSKOS."""
    table = all_checks()
    if format is OutputFormat.JSON:
        rows: list[dict[str, Any]] = [
            {
                "code": check.code,
                "name": str(check.name),
                "severity": check.severity.value,
                "parameters": {name: _plain(value) for name, value in check.parameters.items()},
                "skos": check.skos,
                "qskos": check.qskos,
                "why": str(check.why),
            }
            for check in table.values()
        ]
        print_json(rows)
        return
    translate = translator(told_in(reader))
    shown = Table(*(tell(head, translate) for head in _HEADS), "qSKOS")
    for check in table.values():
        parameters = ", ".join(f"{name}={_plain(value)}" for name, value in check.parameters.items())
        shown.add_row(check.code, check.severity.value, tell(check.name, translate), parameters, check.qskos or "")
    output.print(shown)


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
