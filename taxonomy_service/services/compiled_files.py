"""Compiled releases as files: written whole or not at all, found again by their names, locked while they are used.

A lock is one of the system's (flock): it ends with the process that holds it, however that ends.
"""

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import BinaryIO, NamedTuple

import msgspec

from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.errors import UnreadableFile
from taxonomy_service.domain.statements import Iri
from taxonomy_service.domain.verdicts import ReleaseName
from taxonomy_service.matching.compiled_format import FORMAT, Header, unpack
from taxonomy_service.matching.compiled_release import compiled_blocks
from taxonomy_service.matching.label_index import LabelIndex, LabelWarnings
from taxonomy_service.matching.mapped_index import MappedIndex
from taxonomy_service.services.releases import find_release, load_index
from taxonomy_service.store.session import Store

SUFFIX = ".taxr"
LONGEST_SCHEME = 120
"""Bytes of a scheme's id in a file name, which holds 255 in all."""


class OpenFile(NamedTuple):
    """A file that is mapped, and what it was when it was opened; it counts as used until nothing refers to the map.

    The header was read then, and the checksum compared.
    """

    path: Path
    buffer: mmap
    identity: tuple[int, int, int]
    header: Header

    def is_as_opened(self) -> bool:
        """Say whether the path still leads to the file as it was: a mapped file that is cut off ends the process."""
        try:
            return _identity(self.path.stat()) == self.identity
        except OSError:
            return False


class ServedIndex(MappedIndex):
    """A compiled release in an open file, with warnings that stand beside it."""

    def __init__(self, file: OpenFile, warnings: LabelWarnings) -> None:
        super().__init__(file.buffer, file.path.name, header=file.header)
        self.file = file
        self.warnings = warnings


def compiled_name(name: ReleaseName, warnings: LabelWarnings, ids: Mapping[Iri, ConceptId]) -> str:
    """Return the file name of a compiled release: what it says of other content is another file.

    `ids` are those that do not follow from the IRIs, which the content hash does not cover.
    """
    carried = sorted((*label, msgspec.json.encode(found).decode()) for label, found in warnings.items())
    digest = hashlib.sha256(msgspec.json.encode((carried, sorted(ids.items())))).hexdigest()[:8]
    return f"{release_prefix(name)}{digest}-{FORMAT}{SUFFIX}"


def release_prefix(name: ReleaseName) -> str:
    """Return what the names of all compiled files of a release begin with."""
    return f"{_short(name.scheme)}-{name.number}-{name.content_hash[:16]}-"


def _short(scheme: str) -> str:
    return scheme.encode()[:LONGEST_SCHEME].decode(errors="ignore")


def compile_to(store: Store, scheme: str, path: Path, wanted: str | None = None, *, warned: bool = True) -> ReleaseName:
    """Compile a release (by default the newest) to a file and return its name. Raises NotFound, OSError.

    Unless it is `warned` it carries no boundary warnings, which change from day to day.
    """
    index = load_index(store, scheme, wanted, warned=warned)
    write_compiled(index, path)
    return index.name


def keep_compiled(store: Store, scheme: str, folder: Path, wanted: str | None = None, *, warned: bool = True) -> Path:
    """Return the compiled file of a release in a folder, compiling it where it is missing, old or damaged."""
    found = find_release(store, scheme, wanted)
    path = folder / compiled_name(found.entry.name, found.warnings if warned else {}, found.ids)
    if open_compiled(path, found.entry.name, {}) is None:
        folder.mkdir(parents=True, exist_ok=True)
        compile_to(store, scheme, path, str(found.entry.number), warned=warned)
    return path


def write_compiled(index: LabelIndex, path: Path) -> None:
    """Write a compiled release so that whoever opens the path finds the old file whole or the new one.

    It is on the disk before it takes the name; where that fails, nothing is left. Raises OSError.
    """
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with open(handle, "wb") as file:  # noqa: PTH123  an open descriptor, not a path
            fcntl.flock(file, fcntl.LOCK_SH)  # it is in use, though nobody has opened it by name
            file.writelines(compiled_blocks(index))
            file.flush()
            os.fsync(file.fileno())
            Path(temporary).chmod(0o444)  # whoever wrote into a mapped file could end the processes that read it
            Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def open_compiled(path: Path, name: ReleaseName, warnings: LabelWarnings) -> ServedIndex | None:
    """Map the compiled file of a release; None where it is missing, damaged, or of another release or format."""
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            buffer = mmap(file.fileno(), 0, access=ACCESS_READ)
            opened = OpenFile(path, buffer, _identity(os.fstat(file.fileno())), unpack(buffer, path.name))
        index = ServedIndex(opened, warnings)
    except (OSError, ValueError, UnreadableFile):  # ValueError: an empty file cannot be mapped
        return None
    return index if index.name == name else None


def _identity(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_ino, status.st_size, status.st_mtime_ns


@contextmanager
def building(folder: Path, scheme: str, *, waiting: bool = True) -> Iterator[BinaryIO]:
    """Be the only process that makes files of a scheme in a folder, which is made where missing. Raises OSError.

    Another process to which the open file is handed on is that one in its place, as long as it lives. Unless `waiting`,
    BlockingIOError, an OSError, is raised where there is one already.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f".{_short(scheme)}.lock").open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX if waiting else fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield file


def sweep(folder: Path, kept: tuple[str, ...], *, younger: float) -> None:
    """Remove the compiled files that nobody uses, but those of this format whose names begin with one of `kept`.

    Those changed after `younger` (seconds since 1970) stay too: their maker may be about to open them.
    """
    with suppress(OSError):
        for path in (*folder.glob(f"*{SUFFIX}"), *folder.glob(f".*{SUFFIX}.*")):
            if not (path.name.startswith(kept) and path.name.endswith(f"-{FORMAT}{SUFFIX}")):
                _remove_unused(path, younger)


def _remove_unused(path: Path, younger: float) -> None:
    with suppress(OSError), path.open("rb") as file:
        if os.fstat(file.fileno()).st_mtime <= younger:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # BlockingIOError, an OSError, where it is in use
            path.unlink()
