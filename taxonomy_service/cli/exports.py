"""Vocabularies out."""

import gc
import sys
from pathlib import Path
from typing import Annotated

import typer

from taxonomy_service.cli.console import current_engine, write_whole
from taxonomy_service.services.exports import ExportFormat, export_chunks
from taxonomy_service.services.releases import load_release, release_blocks
from taxonomy_service.store.session import transaction


def export(
    scheme: Annotated[str, typer.Argument(help="the scheme's id")],
    format: Annotated[ExportFormat, typer.Option("--format", help="the format of the file")] = ExportFormat.TURTLE,  # noqa: A002
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="file to write; by default standard output")
    ] = None,
    release: Annotated[str | None, typer.Option(help="number, version or content hash; by default the newest")] = None,
) -> None:
    """Write a release of a scheme as SKOS, JSKOS or CSV."""
    gc.disable()  # as in an import: a release is millions of small values, and none of them garbage
    with transaction(current_engine(), writing=False) as store:
        if format is ExportFormat.NTRIPLES:
            chunks = release_blocks(store, scheme, release)
        else:
            chunks = export_chunks(load_release(store, scheme, release).scheme, format)
        if output is None:
            for chunk in chunks:
                sys.stdout.buffer.write(chunk)
            sys.stdout.flush()
        else:
            write_whole(output, chunks)
