"""Vectors of forms in a cache file of their own, outside the database: what is lost is made again."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

MOST_BYTES = 512 * 1024 * 1024
_TABLE = """CREATE TABLE IF NOT EXISTS vector (
    key INTEGER PRIMARY KEY, provider TEXT NOT NULL, form TEXT NOT NULL, halves BLOB NOT NULL, UNIQUE (provider, form)
)"""
_AT_ONCE = 500


class VectorCache:
    """A file of at most `most_bytes`; vectors are kept as 16-bit floats, the oldest go first."""

    @staticmethod
    def rounded(vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the vector as `find` will give it back."""
        return vector.astype("<f2").astype(np.float32)

    def __init__(self, path: Path, most_bytes: int = MOST_BYTES) -> None:
        self._path = path
        self._most_bytes = most_bytes

    def find(self, provider: str, forms: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Return the vectors that are there; none where the file is missing or no cache of ours."""
        found: dict[str, NDArray[np.float32]] = {}
        if not self._path.is_file():
            return found
        try:
            with self._opened() as database:
                for start in range(0, len(forms), _AT_ONCE):
                    some = forms[start : start + _AT_ONCE]
                    marks = ",".join("?" * len(some))
                    query = f"SELECT form, halves FROM vector WHERE provider = ? AND form IN ({marks})"  # noqa: S608  only marks
                    for form, halves in database.execute(query, (provider, *some)):
                        found[form] = np.frombuffer(halves, dtype="<f2").astype(np.float32)
        except sqlite3.Error:
            return {}
        return found

    def keep(self, provider: str, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        """Add vectors, and drop the oldest where the file grows too large; a file that cannot be written is let be."""
        rows = [(provider, form, vector.astype("<f2").tobytes()) for form, vector in vectors.items()]
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._opened() as database, database:
                database.execute(_TABLE)
                database.executemany("INSERT OR REPLACE INTO vector (provider, form, halves) VALUES (?, ?, ?)", rows)
                self._shrink(database)
        except (OSError, sqlite3.Error):
            return

    def _shrink(self, database: sqlite3.Connection) -> None:
        """Drop the older half until the used pages fit."""
        while self._used(database) > self._most_bytes:
            (middle,) = database.execute("SELECT (MIN(key) + MAX(key)) / 2 FROM vector").fetchone()
            if database.execute("DELETE FROM vector WHERE key <= ?", (middle,)).rowcount == 0:
                return

    @staticmethod
    def _used(database: sqlite3.Connection) -> int:
        pages, free, size = (database.execute(f"PRAGMA {of}").fetchone()[0] for of in _PRAGMAS)
        return int((pages - free) * size)

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path)) as database:
            yield database


_PRAGMAS = ("page_count", "freelist_count", "page_size")
