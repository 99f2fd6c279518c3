"""A file mapped into memory, which processes that read it share."""

import mmap
from pathlib import Path

from taxonomy_service.domain.errors import UnreadableFile
from taxonomy_service.domain.messages import message


def map_file(path: Path) -> mmap.mmap:
    """Return the bytes of a file, read where they lie. Raises UnreadableFile where it is absent or empty."""
    try:
        with path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:  # ValueError: an empty file cannot be mapped
        raise UnreadableFile(str(path), getattr(error, "strerror", None) or message("the file is empty")) from error
