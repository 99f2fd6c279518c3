"""What the commands on integrity read: vocabularies, profiles, and registers of accepted findings."""

import json
import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from taxonomy_service.cli.console import open_input, read_settings
from taxonomy_service.domain.acceptances import Register
from taxonomy_service.domain.errors import (
    DatabaseOutOfStep,
    DatabaseUnusable,
    Malformed,
    NotFound,
    TaxonomyError,
    UnreadableFile,
)
from taxonomy_service.domain.messages import Given, message
from taxonomy_service.domain.statements import Statement
from taxonomy_service.exchange.acceptances import read_register
from taxonomy_service.exchange.rdf import RdfFormat, rdf_format
from taxonomy_service.exchange.turtle import declared_prefixes
from taxonomy_service.exchange.untrusted import plain_stream
from taxonomy_service.integrity.profiles import DEFAULT_PROFILE, Profile
from taxonomy_service.services.imports import VocabularyFile
from taxonomy_service.services.integrity import profile_of, statements_of_file

_HEAD_BYTES = 64 * 1024


@contextmanager
def misuse(option: str) -> Iterator[None]:
    """Tell what an option states and cannot be used as a misuse of the command."""
    try:
        yield
    except Malformed as error:
        raise typer.BadParameter(str(error), param_hint=option) from error


def parted(named: list[str], only: list[str] | None) -> tuple[list[str], list[str] | None]:
    """Part what was named into files or schemes and, where `--only` was given, codes of checks.

    `--only S9 S13`, `--only S9,S13` and `--only S9 --only S13` are the same. Raises UnreadableFile for a folder.
    """
    for one in named:
        _refuse_no_file(one)
    if only is None:
        return named, None
    codes = [one for one in named if _is_code(one)]
    stated = [code for part in only for code in part.split(",") if code.strip()]
    return [one for one in named if one not in codes], stated + codes


def _refuse_no_file(named: str) -> None:
    if re.match(r"[a-z][a-z0-9+.-]+://", named, re.IGNORECASE):
        raise typer.BadParameter(
            f"{named} is an address; nothing is fetched from a network, so save it as a file first"
        )
    if Path(named).is_dir():
        raise UnreadableFile(
            named, message("this is a folder; name the files in it, as your shell does with folder/*.ttl")
        )


def _is_code(named: str) -> bool:
    return re.fullmatch(r"[SQ]\d{1,3}", named, re.IGNORECASE) is not None and not Path(named).exists()


def names_a_file(target: str) -> bool:
    """Say whether a file is meant: it is there, its name has a folder, or an ending of RDF."""
    if target == "-" or "/" in target or "\\" in target or Path(target).exists():
        return True
    try:
        rdf_format(target)
    except UnreadableFile:
        return False
    return True


@contextmanager
def taken_as_scheme(target: str) -> Iterator[None]:
    """Tell whoever meant a file, and named none that is there, why it is no scheme either."""
    try:
        yield
    except (NotFound, DatabaseOutOfStep, DatabaseUnusable) as error:
        if isinstance(error, NotFound) and error.data["kind"] != "scheme":
            raise
        raise TaxonomyError(
            message(
                "there is no file {target}, and as a scheme it cannot be used: {fault}",
                target=Given(target),
                fault=str(error),
            )
        ) from error


def open_vocabulary(path: Path, stated: RdfFormat | None) -> tuple[list[Statement], RdfFormat]:
    """Return the statements of a file and its format; raises UnreadableFile, TooLarge, NothingToImport."""
    known = rdf_format(path.name, None, stated)
    with open_input(path) as stream:
        limit = read_settings().import_limits.bytes
        return list(statements_of_file(VocabularyFile(stream, str(path), known), limit=limit)), known


def open_prefixes(path: Path) -> dict[str, str]:
    """Return the prefixes that a Turtle file, plain or gzip, declares near its beginning; none of standard input."""
    if str(path) == "-":
        return {}
    with open_input(path) as stream:
        return declared_prefixes(plain_stream(stream).read(_HEAD_BYTES).decode("utf-8-sig", "replace"))


def open_register(path: Path | None) -> Register:
    """Return the acceptances of a file, none where no file is meant; raises UnreadableFile."""
    if path is None:
        return {}
    with open_input(path) as stream:
        return read_register(stream.read(), str(path))


def open_profile(path: Path | None) -> Profile:
    """Return the profile of a file, the default one where no file is meant; raises UnreadableFile."""
    if path is None:
        return DEFAULT_PROFILE
    with open_input(path) as stream:
        data = stream.read()
    try:
        text = data.decode("utf-8-sig")
        stated: object = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except ValueError as error:
        raise UnreadableFile(str(path), str(error)) from error
    with misuse("--profile"):
        return profile_of(stated if isinstance(stated, dict) else {"": stated})
