"""Processes that compile large releases, so that neither their memory nor their time is the server's."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, BinaryIO, NamedTuple

from taxonomy_service.domain.releases import ReleaseEntry

PATIENCE = 10
"""Seconds that a process has to stop when the server ends."""


class _Begun(NamedTuple):
    """A process, and the file to which it tells what goes wrong."""

    process: "subprocess.Popen[bytes]"
    told: IO[bytes]

    def check(self) -> None:
        """Raise ChildProcessError where the process, which has ended, failed."""
        with self.told as file:
            file.seek(0)
            told = file.read().decode(errors="replace").strip()[-500:]
        if self.process.returncode != 0:
            raise ChildProcessError(f"taxonomy-service compile: {told or f'ended with {self.process.returncode}'}")

    def end(self) -> None:
        """Wait until the process stops, which was asked to."""
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.told.close()


class CompileProcesses:
    """The processes that a server has started; `url` is the database that they read."""

    def __init__(self, url: str) -> None:
        self._environment = os.environ | {"TAXONOMY_DATABASE_URL": url}
        self._begun: dict[Path, _Begun] = {}

    def run(self, entry: ReleaseEntry, path: Path) -> None:
        """Compile a release to a file, and wait for it. Raises ChildProcessError, OSError."""
        begun = self._start(entry, path)
        begun.process.wait()
        begun.check()

    def begin(self, entry: ReleaseEntry, path: Path, lock: BinaryIO) -> None:
        """Begin to compile a release to a file; the process holds the open file `lock` as long as it lives.

        Raises OSError.
        """
        self._begun[path] = self._start(entry, path, lock.fileno())

    def is_at_work(self, path: Path) -> bool:
        """Say whether a process that was begun is still making a file. Raises ChildProcessError, once, if it failed."""
        begun = self._begun.get(path)
        if begun is None:
            return False
        if begun.process.poll() is None:
            return True
        del self._begun[path]
        begun.check()
        return False

    def forget_done(self) -> None:
        """Forget the processes that have done their work."""
        for path, begun in list(self._begun.items()):
            if begun.process.poll() == 0:
                self.is_at_work(path)

    def end(self) -> None:
        """Ask all that were begun to stop, and wait until they did."""
        running, self._begun = self._begun, {}
        for begun in running.values():
            begun.process.terminate()
        for begun in running.values():
            begun.end()

    def _start(self, entry: ReleaseEntry, path: Path, *held: int) -> _Begun:
        command = [sys.executable, "-m", "taxonomy_service", "compile", entry.scheme, "--without-warnings"]
        command += ["--output", str(path), "--release", str(entry.number)]
        told = tempfile.TemporaryFile()  # noqa: SIM115  it is read when the process has ended, and goes with it
        process = subprocess.Popen(  # noqa: S603  our own command
            command, env=self._environment, pass_fds=held, stdout=subprocess.DEVNULL, stderr=told
        )
        return _Begun(process, told)
