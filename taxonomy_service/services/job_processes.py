"""Processes for jobs: each runs in one of its own, so that hours of detection cost the server no answer."""

import os
import subprocess
import sys
from threading import Lock

from taxonomy_service.services.jobs import Transactions, give_up_job

PATIENCE = 10
"""Seconds that a process has to put its job down when the server ends."""


class JobProcesses:
    """The processes that a server has started; `url` is the database that they work on."""

    def __init__(self, transactions: Transactions, url: str) -> None:
        self._transactions = transactions
        self._environment = os.environ | {"TAXONOMY_DATABASE_URL": url}
        self._lock = Lock()
        self._running: list[subprocess.Popen[bytes]] = []

    def start(self, job_id: str) -> None:
        """Start the process of a job; the job fails where that cannot be done."""
        command = [sys.executable, "-m", "taxonomy_service", "findings", "run-job", job_id]
        try:
            process = subprocess.Popen(command, env=self._environment, stdout=subprocess.DEVNULL)  # noqa: S603 our own
        except OSError as error:
            give_up_job(self._transactions, job_id, f"its process could not be started: {error.strerror or error}")
            raise
        with self._lock:
            self._running = [*(other for other in self._running if other.poll() is None), process]

    def end(self) -> None:
        """Ask all processes to stop, and wait until they did."""
        with self._lock:
            running, self._running = self._running, []
        for process in running:
            process.terminate()
        for process in running:
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
