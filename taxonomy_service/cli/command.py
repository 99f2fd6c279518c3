"""The command and how it ends.

Exit codes: 0 done, 1 something was found, 2 misuse or refused, 3 unreadable file, 4 the database.
"""

import gc
import sys
from importlib import import_module
from importlib.metadata import version
from typing import Annotated

import typer
from sqlalchemy.exc import DBAPIError
from typer.main import get_command

from taxonomy_service.cli.console import errors, output
from taxonomy_service.cli.reader import stated_reader, told_in
from taxonomy_service.domain.errors import (
    Conflict,
    DatabaseOutOfStep,
    DatabaseUnusable,
    Malformed,
    ReleaseBlocked,
    TaxonomyError,
    TooLarge,
)
from taxonomy_service.domain.messages import Message, message, tell
from taxonomy_service.services.catalogues import translator

COMMANDS = {
    "serve": "serving:serve",
    "import": "imports:import_vocabularies",
    "export": "exports:export",
    "schemes": "schemes:schemes",
    "releases": "schemes:releases",
    "validate": "validation:validate",
    "publish": "publishing:publish",
    "diff": "differences:diff",
    "id-map": "differences:id_map",
    "changelog": "differences:changelog",
    "revalidate": "revalidation:revalidate",
    "edit": "editing:edit",
    "undo": "editing:undo",
    "translate": "translations:translate",
    "take-table": "translations:take_table",
    "proposals": "proposals:proposals",
    "work": "work:work",
    "audit": "audit:audit",
    "findings": "findings:findings",
    "grant": "actors:grant",
    "revoke": "actors:revoke",
    "actors": "actors:actors",
    "erase": "actors:erase",
    "keys": "keys:keys",
    "new-key": "keys:new_key",
    "whoami": "keys:whoami",
    "check": "integrity:check",
    "checks": "integrity:checks",
    "fix": "fixing:fix",
    "accept": "accepting:accept",
    "boundaries": "boundaries:boundaries",
    "reference": "references:reference",
    "compile": "compiling:compile_scheme",
    "upgrade": "database:upgrade",
}
"""The commands in the order of the help page, each with its module and its function or, for a group, its Typer."""

_EXIT_CODES: tuple[tuple[type[TaxonomyError], int], ...] = (
    (DatabaseOutOfStep, 4),
    (DatabaseUnusable, 4),
    (ReleaseBlocked, 1),
    (Malformed, 3),
    (TooLarge, 3),
    (Conflict, 2),
    (TaxonomyError, 2),
)


def build(only: str | None = None) -> typer.Typer:
    """Return the command; with `only` one of its commands, since loading all of them takes half a second more."""
    app = typer.Typer(
        name="taxonomy-service",
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"max_content_width": 140},  # a list of commands in which no sentence is cut off
    )
    app.callback()(_about)
    for name, place in COMMANDS.items():
        if only in {None, name}:
            module, function = place.split(":")
            found = getattr(import_module(f"taxonomy_service.cli.{module}"), function)
            if isinstance(found, typer.Typer):
                app.add_typer(found, name=name)
            else:
                app.command(name)(found)
    return app


def _version(wanted: bool) -> None:
    if wanted:
        output.print(version("taxonomy-service"))
        raise typer.Exit


def _about(
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="print the version and end")
    ] = False,
) -> None:
    """Hold controlled vocabularies for image annotation: a label gets a verdict, in every language."""


def _print_error(said: Message) -> None:
    reader = translator(told_in(stated_reader(sys.argv[1:])))
    errors.print(tell(message("error: {sentence}", sentence=said), reader))


def main() -> None:
    """Run the command; an error that a person can mend is one sentence, not a traceback."""
    first = sys.argv[1] if len(sys.argv) > 1 else None
    gc.disable()
    try:
        command = get_command(build(first if first in COMMANDS else None))
        gc.freeze()
        gc.enable()
        command()
    except TaxonomyError as error:
        _print_error(error.said)
        sys.exit(next(code for kind, code in _EXIT_CODES if isinstance(error, kind)))
    except DBAPIError as error:
        _print_error(message("the database does not answer as it should: {fault}", fault=str(error.orig)))
        sys.exit(4)
    except BrokenPipeError:
        sys.stderr.close()  # the reader has seen enough; the interpreter must not complain while it ends
        sys.exit(0)
