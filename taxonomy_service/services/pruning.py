"""Pruning: events that were told to everybody are let go of after a time."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from taxonomy_service.services.authentication import OpenStore
from taxonomy_service.store.events import prune_events
from taxonomy_service.store.webhooks import prune_deliveries

EVERY = timedelta(hours=1)
MOST_AT_ONCE = 1_000
"""Rows removed in a transaction, which holds up whoever else writes."""


class Pruner:
    """Lets go of what was delivered more than `days` ago, of nothing where `days` is 0; one process has one.

    What was not delivered is kept, and so are the events it is about.
    """

    def __init__(
        self,
        open_store: OpenStore,
        days: int,
        *,
        leads: Callable[[], bool] = lambda: True,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._open_store = open_store
        self._days = days
        self._leads = leads
        self._clock = clock
        self._next = clock()

    def look(self) -> None:
        """Prune, where an hour has passed since all was pruned."""
        now = self._clock()
        if not self._days or now < self._next or not self._leads():
            return
        before = now - timedelta(days=self._days)
        with self._open_store(writing=True) as store:
            removed = max(prune_deliveries(store, before, MOST_AT_ONCE), prune_events(store, before, MOST_AT_ONCE))
        if removed < MOST_AT_ONCE:
            self._next = now + EVERY
