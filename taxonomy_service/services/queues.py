"""How much work waits or is being done."""

from datetime import UTC, datetime
from typing import NamedTuple

from taxonomy_service.store.jobs import count_running
from taxonomy_service.store.session import Store
from taxonomy_service.store.webhooks import count_waiting


class QueueLengths(NamedTuple):
    """Deliveries to webhooks that are still to be made, and jobs that are being done, of all schemes."""

    webhooks_waiting: int
    jobs_running: int


def queue_lengths(store: Store) -> QueueLengths:
    """Count what waits; numbers alone, which tell of nothing that somebody may not read."""
    return QueueLengths(count_waiting(store), count_running(store, datetime.now(UTC)))
