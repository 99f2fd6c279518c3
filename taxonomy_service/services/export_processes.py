"""Exports of large releases, each written by a process of its own: its memory and its time are not the server's."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from typing import IO

from taxonomy_service.domain.errors import Conflict
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import verbatim
from taxonomy_service.domain.verdicts import ReleaseName
from taxonomy_service.services.exports import ExportFormat

_BLOCK = 64 * 1024
_REFUSED = 2
"""What the command ends with where the format cannot hold the release."""


def export_apart(url: str, release: ReleaseName, format: ExportFormat, reader: LanguageTag) -> Iterator[bytes]:  # noqa: A002
    """Write an export of a release of the store at `url` to a file without a name, and return its blocks.

    The process has ended then, however slowly the blocks are taken. Raises Conflict, in the reader's language, where
    the format cannot hold the release; ChildProcessError, OSError.
    """
    command = [sys.executable, "-m", "taxonomy_service", "export", release.scheme, "--format", format.value]
    command += ["--release", str(release.number)]
    environment = os.environ | {"TAXONOMY_DATABASE_URL": url, "LC_ALL": reader, "PYTHONUTF8": "1"}
    file = tempfile.TemporaryFile()  # noqa: SIM115  whoever takes the blocks closes it
    try:
        done = subprocess.run(command, env=environment, stdout=file, stderr=subprocess.PIPE, check=False)  # noqa: S603  our own command
        _check(done)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return _blocks(file)


def _check(done: "subprocess.CompletedProcess[bytes]") -> None:
    """Raise Conflict where the export was refused, ChildProcessError where it failed."""
    told = done.stderr.decode(errors="replace").strip()[-2_000:]
    if done.returncode == _REFUSED:
        raise Conflict(verbatim(told.partition(": ")[2]))
    if done.returncode != 0:
        raise ChildProcessError(f"taxonomy-service export: {told or f'ended with {done.returncode}'}")


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while block := file.read(_BLOCK):
            yield block
