"""Compiled files in a cache folder: what is lost is compiled again."""

import os
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

MOST_BYTES = 512 * 1024 * 1024
_SUFFIX = ".compiled"


def find_compiled(folder: Path, key: str) -> bytes | None:
    """Return what was kept under a key (a hex digest), and note that it was used."""
    path = folder / f"{key}{_SUFFIX}"
    try:
        data = path.read_bytes()
        os.utime(path)
    except OSError:
        return None
    return data


def keep_compiled(folder: Path, key: str, data: bytes, most_bytes: int = MOST_BYTES) -> None:
    """Keep a file, then drop those unused for longest until all fit; a folder that cannot be written is let be."""
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=folder, delete=False) as file:
            file.write(data)
        Path(file.name).replace(folder / f"{key}{_SUFFIX}")
        _drop_oldest(folder, most_bytes)


def _drop_oldest(folder: Path, most_bytes: int) -> None:
    files = sorted(((path.stat(), path) for path in folder.glob(f"*{_SUFFIX}")), key=lambda pair: -pair[0].st_mtime)
    total = 0
    for status, path in files:
        total += status.st_size
        if total > most_bytes:
            path.unlink(missing_ok=True)
