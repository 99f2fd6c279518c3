"""Compile releases to files: one that validates offline, and those that servers judge by."""

import gc
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Engine

from taxonomy_service.cli.console import current_engine, errors, output, read_settings
from taxonomy_service.domain.errors import TaxonomyError
from taxonomy_service.domain.messages import message
from taxonomy_service.services.compiled_files import compile_to, keep_compiled
from taxonomy_service.services.compiled_folder import CompiledFolder
from taxonomy_service.store.session import transaction


def compile_scheme(
    scheme: Annotated[str, typer.Argument(help="the scheme's id")],
    output_path: Annotated[
        Path, typer.Option("--output", help="the file; in a folder, one named after the release and made where missing")
    ],
    release: Annotated[str | None, typer.Option(help="number, version or content hash; by default the newest")] = None,
    without_warnings: Annotated[
        bool, typer.Option("--without-warnings", help="leave out the boundary warnings, which change from day to day")
    ] = False,
) -> None:
    """Compile a release to one file, which taxonomy_service.offline validates from without a server."""
    gc.disable()  # millions of small values are made and kept; looking for cycles among them doubles the time
    with transaction(current_engine(), writing=False) as store:
        try:
            if output_path.is_dir():
                output_path = keep_compiled(store, scheme, output_path, release, warned=not without_warnings)
            else:
                compile_to(store, scheme, output_path, release, warned=not without_warnings)
        except OSError as error:
            raise TaxonomyError(
                message(
                    "{file} cannot be written: {fault}",
                    file=str(output_path),
                    fault=error.strerror or str(error),
                )
            ) from error
    output.print(f"compiled {scheme}: {output_path}, {output_path.stat().st_size:,} bytes")


def compile_for_servers(engine: Engine, schemes: Iterable[str]) -> None:
    """Make the files by which servers on this machine judge, once new releases are committed.

    What fails is only told: a server makes what it misses.
    """
    settings = read_settings()
    folder = CompiledFolder(settings.compiled, partial(transaction, engine, writing=False), settings.url)
    for scheme in schemes:
        try:
            folder.keep_newest(scheme)
        except (OSError, TaxonomyError) as error:
            errors.print(f"warning: {scheme} is released, but not compiled: {error}; a server tries again")
