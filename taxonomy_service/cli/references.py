"""References: the dictionaries, wordnets and other vocabularies that boundaries are checked against."""

import gc
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Column, Table

from taxonomy_service.cli.console import OutputFormat, current_engine, errors, output, print_json, read_settings
from taxonomy_service.cli.reader import stated_language
from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.domain.references import ReferenceEntry, ReferenceKind
from taxonomy_service.services.references import Stated, add_reference, kept_references, remove_reference
from taxonomy_service.store.session import transaction

reference = typer.Typer(
    no_args_is_help=True,
    help="Keep the dictionaries, wordnets and vocabularies that boundaries are checked against.",
)


@reference.command()
def add(
    file: Annotated[Path, typer.Argument(help="the file, or a folder of wordnet files", show_default=False)],
    kind: Annotated[ReferenceKind | None, typer.Option(help="where the file does not tell")] = None,
    name: Annotated[str, typer.Option(help="by default the file's name")] = "",
    licence: Annotated[str, typer.Option(help="by default what the file says of it")] = "",
    source: Annotated[str, typer.Option(help="where it comes from; by default what the file says")] = "",
    language: Annotated[
        list[str] | None,
        typer.Option(help="BCP 47; for a dictionary whose name does not tell: twice, the headwords' language first"),
    ] = None,
) -> None:
    """Read a reference and keep it, in place of one of the same name."""
    languages = tuple(stated_language(tag) for tag in language or ())
    stated = Stated(kind, name, licence, source, languages)
    engine = current_engine()
    gc.disable()  # millions of small values are made; looking for cycles among them costs a third of the time again
    with transaction(engine) as store:
        entry = add_reference(store, OPERATOR, file, stated, limit=read_settings().import_limits.bytes)
    output.print(f"reference {entry.name} ({entry.kind}): {_size(entry)}; checksum {entry.checksum[:12]}")
    if not entry.licence:
        errors.print("note: the file does not say under which licence it is; --licence keeps it with the reference")


@reference.command("list")
def list_kept(
    format: Annotated[OutputFormat, typer.Option("--format", help="how to print")] = OutputFormat.TABLE,  # noqa: A002
) -> None:
    """List the references that are kept."""
    with transaction(current_engine(), writing=False) as store:
        entries = kept_references(store)
    if format is OutputFormat.JSON:
        print_json([_as_json(entry) for entry in entries])
        return
    table = Table(
        Column("name", no_wrap=True),
        "kind",
        "languages",
        "senses",
        "forms",
        "licence",
        Column("source", overflow="fold"),
    )
    for entry in entries:
        counts = (f"{entry.senses:,}", f"{entry.forms:,}")
        table.add_row(entry.name, entry.kind, " ".join(entry.languages), *counts, _short(entry.licence), entry.source)
    output.print(table)


@reference.command()
def remove(name: Annotated[str, typer.Argument(help="the reference's name", show_default=False)]) -> None:
    """Remove a reference."""
    with transaction(current_engine()) as store:
        remove_reference(store, OPERATOR, name)
    output.print(f"reference {name} was removed")


def _size(entry: ReferenceEntry) -> str:
    return f"{entry.senses:,} senses, {entry.forms:,} forms in {' '.join(entry.languages)}"


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


def _as_json(entry: ReferenceEntry) -> dict[str, object]:
    return {
        "name": entry.name,
        "kind": entry.kind.value,
        "languages": list(entry.languages),
        "senses": entry.senses,
        "forms": entry.forms,
        "licence": entry.licence,
        "source": entry.source,
        "checksum": entry.checksum,
    }
