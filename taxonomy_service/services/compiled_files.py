"""Compiled releases as files: written whole or not at all, found again by their names."""

import hashlib
import os
import tempfile
from pathlib import Path

import msgspec

from taxonomy_service.domain.errors import UnreadableFile
from taxonomy_service.domain.verdicts import ReleaseName
from taxonomy_service.matching.compiled_format import FORMAT
from taxonomy_service.matching.compiled_release import compiled_blocks
from taxonomy_service.matching.label_index import LabelIndex, LabelWarnings
from taxonomy_service.matching.mapped_index import MappedIndex
from taxonomy_service.services.releases import find_name, load_index
from taxonomy_service.services.warnings import release_warnings
from taxonomy_service.store.schemes import find_scheme
from taxonomy_service.store.session import Store


def compiled_name(name: ReleaseName, warnings: LabelWarnings) -> str:
    """Return the file name of a compiled release: other content, number, warnings or format is another file."""
    carried = sorted((*label, msgspec.json.encode(found).decode()) for label, found in warnings.items())
    digest = hashlib.sha256(msgspec.json.encode(carried)).hexdigest()[:8]
    return f"{name.scheme}-{name.number}-{name.content_hash[:16]}-{digest}-{FORMAT}.taxr"


def compile_to(store: Store, scheme: str, path: Path, wanted: str | None = None) -> ReleaseName:
    """Compile a release (by default the newest) to a file and return its name. Raises NotFound, OSError."""
    index = load_index(store, scheme, wanted)
    write_compiled(index, path)
    return index.name


def keep_compiled(store: Store, scheme: str, folder: Path, wanted: str | None = None) -> Path:
    """Return the compiled file of a release in a folder, compiling it where it is missing, old or damaged.

    The folder is that of one database: ids may differ between databases with the same content.
    """
    name = find_name(store, scheme, wanted)
    path = folder / compiled_name(name, release_warnings(store, find_scheme(store, scheme), name.number))
    if not _is_whole(path, name):
        folder.mkdir(parents=True, exist_ok=True)
        compile_to(store, scheme, path, str(name.number))
    return path


def write_compiled(index: LabelIndex, path: Path) -> None:
    """Write a compiled release so that whoever opens the path finds the old file whole or the new one.

    It is on the disk before it takes the name; where that fails, nothing is left. Raises OSError.
    """
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with open(handle, "wb") as file:  # noqa: PTH123  an open descriptor, not a path
            file.writelines(compiled_blocks(index))
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _is_whole(path: Path, name: ReleaseName) -> bool:
    try:
        return MappedIndex(path.read_bytes(), path.name).name == name
    except (OSError, UnreadableFile):
        return False
