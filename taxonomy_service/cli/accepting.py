"""The command that lets findings stand."""

import gc
import getpass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from taxonomy_service.cli.console import current_engine, output, write_whole
from taxonomy_service.cli.integrity_input import (
    misuse,
    names_a_file,
    open_profile,
    open_register,
    open_vocabulary,
    parted,
    taken_as_scheme,
)
from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.exchange.acceptances import write_register
from taxonomy_service.exchange.rdf import RdfFormat
from taxonomy_service.services.acceptances import Grounds, accept_in_draft, accepted_register, chosen_findings
from taxonomy_service.services.integrity import check_statements, known_codes
from taxonomy_service.store.session import transaction


def accept(
    targets: Annotated[
        list[str], typer.Argument(metavar="FILE_OR_SCHEME", help="a SKOS file, or a scheme's id", show_default=False)
    ],
    reason: Annotated[str, typer.Option("--reason", help="why the findings may stand")],
    register: Annotated[
        Path | None, typer.Option("--accepted", help="of a file: the register to write, TOML or JSON")
    ] = None,
    findings: Annotated[
        list[str] | None,
        typer.Option("--finding", metavar="FINGERPRINT...", help="a finding by the first digits of its fingerprint"),
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="CODE...", help="all that these checks find now")
    ] = None,
    author: Annotated[
        str | None, typer.Option("--author", help="of a file: who decides; by default whoever is logged in")
    ] = None,
    profile: Annotated[
        Path | None, typer.Option("--profile", help="severities and parameters, as TOML or JSON", show_default=False)
    ] = None,
    input_format: Annotated[
        RdfFormat | None, typer.Option("--input-format", help="where the file's name does not tell")
    ] = None,
) -> None:
    """Let findings stand; each stays silent until its evidence changes.

    Those of a file are written to a register that check reads, those of a scheme are dismissed in the database.
    """
    files, stated = parted(targets, only)
    if len(files) != 1:
        raise typer.BadParameter("name one file or scheme")
    if not findings and not stated:
        raise typer.BadParameter("name findings with --finding, or checks with --only")
    with misuse("--only"):
        codes = known_codes(stated or ())
    if input_format is None and not names_a_file(files[0]):
        if register or author or profile:
            raise typer.BadParameter("--accepted, --author and --profile are for files")
        _accept_in_draft(files[0], findings or [], codes, reason)
        return
    if register is None:
        raise typer.BadParameter("state the register to write, as in --accepted accepted.toml", param_hint="--accepted")
    gc.disable()  # many small values are made and kept
    statements, _ = open_vocabulary(Path(files[0]), input_format)
    report = check_statements(statements, open_profile(profile), only=None if findings else codes)
    with misuse("--finding"):
        chosen = chosen_findings(report.findings, findings or (), codes)
    known = open_register(register) if register.exists() else {}
    grounds = Grounds(author or getpass.getuser(), reason, datetime.now(UTC).replace(microsecond=0))
    with misuse("--reason"):
        kept, new = accepted_register(known, chosen, grounds)
    write_whole(register, [write_register(kept.values(), register.name).encode()])
    output.print(f"newly accepted: {new:,}; {register} holds {len(kept):,}")


def _accept_in_draft(scheme: str, findings: list[str], codes: frozenset[str], reason: str) -> None:
    with misuse("--finding"), taken_as_scheme(scheme), transaction(current_engine()) as store:
        count = accept_in_draft(store, OPERATOR, scheme, (findings, codes), reason)
    output.print(f"accepted in {scheme}: {count:,}")
