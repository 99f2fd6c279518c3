"""The worker that leads: of all that serve together the one that does what only one should."""

import fcntl
import os
from pathlib import Path
from threading import Lock


class Lead:
    """The lead among the processes that share a folder; without a folder a process is alone, and leads.

    It is a lock on a file, which the system takes from a process that dies, however it dies.
    """

    def __init__(self, folder: Path | None) -> None:
        self._path = None if folder is None else folder / "lead"
        self._lock = Lock()
        self._held: int | None = None

    def is_ours(self) -> bool:
        """Say whether this process leads, taking the lead where nobody has it."""
        if self._path is None:
            return True
        with self._lock:
            if self._held is None:
                self._held = _take(self._path)
            return self._held is not None

    def give_up(self) -> None:
        """Let another process lead."""
        with self._lock:
            held, self._held = self._held, None
        if held is not None:
            os.close(held)


def _take(path: Path) -> int | None:
    """Return an open file that holds the lock, None where another process has it. Raises OSError."""
    opened = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(opened)
        return None
    return opened
