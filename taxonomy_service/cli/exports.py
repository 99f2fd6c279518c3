"""Vocabularies out."""

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from taxonomy_service.cli.console import current_engine
from taxonomy_service.domain.errors import UnreadableFile
from taxonomy_service.services.exports import ExportFormat, export_chunks
from taxonomy_service.services.releases import load_release, release_text
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
    with transaction(current_engine(), writing=False) as store:
        if format is ExportFormat.NTRIPLES:
            chunks: Iterator[bytes] = iter([release_text(store, scheme, release).encode()])
        else:
            chunks = export_chunks(load_release(store, scheme, release).scheme, format)
        if output is None:
            for chunk in chunks:
                sys.stdout.buffer.write(chunk)
            sys.stdout.flush()
        else:
            _write_whole(output, chunks)


def _write_whole(path: Path, chunks: Iterator[bytes]) -> None:
    """Write beside the file and rename, so that it is never half there."""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            try:
                for chunk in chunks:
                    file.write(chunk)
            except BaseException:
                Path(file.name).unlink(missing_ok=True)
                raise
        Path(file.name).chmod(0o666 & ~_umask())
        Path(file.name).replace(path)
    except OSError as error:
        raise UnreadableFile(str(path), f"cannot be written: {error.strerror or error}") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
