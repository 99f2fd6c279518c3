"""Run a job in a process of its own that is at work until somebody ends it; it says on standard output that it is."""

import signal
import sys
import time
from collections.abc import Callable
from functools import partial

from taxonomy_service.domain.jobs import Job
from taxonomy_service.services.jobs import Progress, run_job
from taxonomy_service.store.session import Store, open_engine, transaction


def work(_job: Job, progress: Progress) -> Callable[[Store], dict[str, int]]:
    """Be at work, step by step."""
    for step in range(10_000):
        progress(step, 10_000)
        print("AT WORK", flush=True)
        time.sleep(0.02)
    raise AssertionError("nobody ended this process")


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where the tests were started in the background
    run_job(partial(transaction, open_engine(sys.argv[1])), sys.argv[2], work, seconds=0.05)
