"""How long tests wait for what another thread or process does: a machine may be busy."""

import time
from collections.abc import Callable

PATIENCE = 60.0
"""Seconds until what has not come about is a failure."""


def in_time(holds: Callable[[], bool]) -> bool:
    """Say whether something holds, or comes to hold while there is patience."""
    until = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True
