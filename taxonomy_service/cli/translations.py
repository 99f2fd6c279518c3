"""Translation tables."""

from pathlib import Path
from typing import Annotated

import typer

from taxonomy_service.cli.console import OutputFormat, current_engine, open_input, output
from taxonomy_service.cli.editing import Comment, Format, Yes, how_to_edit, print_outcome
from taxonomy_service.cli.reader import stated_language
from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.domain.errors import UnreadableFile
from taxonomy_service.domain.messages import message
from taxonomy_service.exchange.translation_tables import TableFormat, read_table, write_table
from taxonomy_service.services.translations import take_translations, translation_table
from taxonomy_service.store.session import transaction

Scheme = Annotated[str, typer.Argument(help="the scheme's id", show_default=False)]


def translate(
    scheme: Scheme,
    language: Annotated[str, typer.Argument(help="the language to translate into (BCP 47)", show_default=False)],
    file: Annotated[Path, typer.Argument(help="where to write the table: .csv or .xlsx", show_default=False)],
    source: Annotated[str, typer.Option(help="the language to start from")] = "en",
    every: Annotated[bool, typer.Option("--all", help="all concepts, not only those without a label")] = False,
) -> None:
    """Write a table of what misses a language, for a translator to fill in."""
    suffix = file.suffix.lower().removeprefix(".")
    if suffix not in set(TableFormat):
        raise UnreadableFile(str(file), message("a table is written as .csv or .xlsx"))
    languages = (stated_language(language), stated_language(source))
    with transaction(current_engine(), writing=False) as store:
        rows = translation_table(store, OPERATOR, scheme, languages, missing_only=not every)
    try:
        file.write_bytes(write_table(rows, TableFormat(suffix)))
    except OSError as error:
        raise UnreadableFile(str(file), error.strerror or str(error)) from error
    output.print(f"{file}: {len(rows):,} concepts to translate into {languages[0]}")


def take_table(
    scheme: Scheme,
    file: Annotated[Path, typer.Argument(help="the filled table, .csv or .xlsx", show_default=False)],
    yes: Yes = False,
    comment: Comment = "",
    format: Format = OutputFormat.TABLE,  # noqa: A002
) -> None:
    """Take a filled table into the draft."""
    with open_input(file) as stream:
        rows = read_table(stream, file.name)
    with transaction(current_engine()) as store:
        outcome = take_translations(store, OPERATOR, scheme, rows, how_to_edit(comment, yes=yes))
    print_outcome(outcome, format)
