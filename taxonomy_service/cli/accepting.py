"""The command that lets findings stand."""

import gc
import getpass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from taxonomy_service.cli.console import output, write_whole
from taxonomy_service.cli.integrity_input import misuse, open_profile, open_register, open_vocabulary, parted
from taxonomy_service.exchange.acceptances import write_register
from taxonomy_service.exchange.rdf import RdfFormat
from taxonomy_service.services.acceptances import Grounds, accepted_register, chosen_findings
from taxonomy_service.services.integrity import check_statements, known_codes


def accept(
    targets: Annotated[list[str], typer.Argument(metavar="FILE", help="a SKOS file", show_default=False)],
    register: Annotated[Path, typer.Option("--accepted", help="the register to write, TOML or JSON")],
    reason: Annotated[str, typer.Option("--reason", help="why the findings may stand")],
    findings: Annotated[
        list[str] | None,
        typer.Option("--finding", metavar="FINGERPRINT...", help="a finding by the first digits of its fingerprint"),
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="CODE...", help="all that these checks find now")
    ] = None,
    author: Annotated[str | None, typer.Option("--author", help="who decides; by default whoever is logged in")] = None,
    profile: Annotated[
        Path | None, typer.Option("--profile", help="severities and parameters, as TOML or JSON", show_default=False)
    ] = None,
    input_format: Annotated[
        RdfFormat | None, typer.Option("--input-format", help="where the file's name does not tell")
    ] = None,
) -> None:
    """Let findings of a file stand, in a register that check reads; each stays silent until its evidence changes."""
    files, stated = parted(targets, only)
    if len(files) != 1:
        raise typer.BadParameter("name one file")
    if not findings and not stated:
        raise typer.BadParameter("name findings with --finding, or checks with --only")
    with misuse("--only"):
        codes = known_codes(stated or ())
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
