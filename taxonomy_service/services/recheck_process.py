"""The process that rechecks what is edited: what it learned of a vocabulary is not kept in the server."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from threading import Lock

from taxonomy_service.domain.errors import TaxonomyError
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.services.job_processes import PATIENCE
from taxonomy_service.services.jobs import Transactions
from taxonomy_service.store.touches import audit_heads


class RecheckProcess:
    """A process that is started by the first edit, and again by the next one where it died.

    It ends when its standard input does, be it that the server was killed. Of several workers only one starts it, the
    one of which `leads` says so.
    """

    def __init__(self, transactions: Transactions, url: str, *, leads: Callable[[], bool] = lambda: True) -> None:
        self._transactions = transactions
        self._leads = leads
        self._environment = os.environ | {"TAXONOMY_DATABASE_URL": url}
        self._lock = Lock()
        self._heads: dict[SchemeId, int] | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def look(self) -> None:
        """Start the process where something was edited since the last look; the first look only takes note.

        Raises TaxonomyError where it cannot be started; the next look tries again.
        """
        with self._lock:
            with self._transactions(writing=False) as store:
                heads = audit_heads(store)
            running = self._process is not None and self._process.poll() is None
            if self._heads is not None and self._heads != heads and not running and self._leads():
                self._start(self._heads)
            self._heads = heads

    def _start(self, heads: dict[SchemeId, int]) -> None:
        command = [sys.executable, "-m", "taxonomy_service", "findings", "follow-edits", json.dumps(heads)]
        try:
            self._process = subprocess.Popen(  # noqa: S603  our own command
                command, env=self._environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
            )
        except OSError as error:
            raise TaxonomyError(
                message("no process can be started that rechecks edits: {fault}", fault=error.strerror or str(error))
            ) from error

    def end(self) -> None:
        """Let the process end, once it has rechecked what it is at."""
        with self._lock:
            process, self._process = self._process, None
        if process is None:
            return
        try:
            process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
