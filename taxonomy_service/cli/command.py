"""The command and how it ends: 0 done, 1 something was found, 2 misuse or refused, 3 unreadable file, 4 the database."""

import sys

import typer
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from typer.main import get_command

from taxonomy_service.cli import database, exports, imports, schemes, serving, validation
from taxonomy_service.cli.console import errors
from taxonomy_service.domain.errors import Conflict, DatabaseOutOfStep, Malformed, TaxonomyError, TooLarge

app = typer.Typer(
    name="taxonomy-service",
    help="Controlled vocabularies for image annotation: a label gets a verdict, in every language.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command("serve")(serving.serve)
app.command("import")(imports.import_vocabularies)
app.command("export")(exports.export)
app.command("schemes")(schemes.schemes)
app.command("releases")(schemes.releases)
app.command("validate")(validation.validate)
app.command("upgrade")(database.upgrade)

_EXIT_CODES: tuple[tuple[type[TaxonomyError], int], ...] = (
    (DatabaseOutOfStep, 4),
    (Malformed, 3),
    (TooLarge, 3),
    (Conflict, 2),
    (TaxonomyError, 2),
)


def main() -> None:
    """Run the command; an error that a person can mend is one sentence, not a traceback."""
    try:
        get_command(app)()
    except TaxonomyError as error:
        errors.print(f"error: {error}")
        sys.exit(next(code for kind, code in _EXIT_CODES if isinstance(error, kind)))
    except (ArgumentError, NoSuchModuleError) as error:
        errors.print(f"error: TAXONOMY_DATABASE_URL cannot be used: {error}")
        sys.exit(4)
    except DBAPIError as error:
        errors.print(f"error: the database does not answer as it should: {error.orig}")
        sys.exit(4)
    except BrokenPipeError:
        sys.stderr.close()  # the reader has seen enough; the interpreter must not complain while it ends
        sys.exit(0)
