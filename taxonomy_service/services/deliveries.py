"""Deliveries: what is due to webhooks, sent by a few threads.

The store says what is due; a delivery is taken for some time, sent outside any transaction, and its outcome kept. A
worker that dies in between leaves it to be taken again, so a receiver may be told twice, never not at all.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import structlog

from taxonomy_service.domain.errors import Unreachable
from taxonomy_service.domain.webhooks import GONE, DeliveryState, message_body, retry_after, signed_headers
from taxonomy_service.network.requests import Answer, Bounds, Outgoing, send
from taxonomy_service.services.authentication import OpenStore
from taxonomy_service.services.webhooks import deliverable
from taxonomy_service.store.webhooks import Outcome, Parcel, settle, take_due

LEASE = timedelta(seconds=60)
"""For how long a delivery is taken: a try is cut after ten seconds."""
WORKERS = 4

_log = structlog.get_logger("taxonomy_service.webhooks")


class Dispatcher:
    """Sends what is due; each process that serves has one."""

    def __init__(
        self,
        open_store: OpenStore,
        *,
        private: bool = False,
        bounds: Bounds | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._open_store = open_store
        self._private = private
        self._bounds = bounds or Bounds(seconds=10.0, bytes=64 * 1024)
        self._clock = clock
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="webhook")
        self._sending: set[Future[None]] = set()

    def run_due(self) -> list[Future[None]]:
        """Begin to send what is due, as much as there are free threads; return what was begun."""
        self._forget_done()
        free = WORKERS - len(self._sending)
        now = self._clock()
        with self._open_store(writing=False) as store:
            if free == 0 or not deliverable(store, now):
                return []
        with self._open_store(writing=True) as store:
            parcels = take_due(store, now, LEASE, free, webhooks=deliverable(store, now))
        begun = [self._pool.submit(self._deliver, parcel) for parcel in parcels]
        self._sending.update(begun)
        return begun

    def _forget_done(self) -> None:
        """Let go of what was sent; an outcome that could not be kept is told, and its delivery is sent again later."""
        for future in [future for future in self._sending if future.done()]:
            self._sending.remove(future)
            error = None if future.cancelled() else future.exception()
            if error is not None:
                _log.warning("cannot keep what came of a webhook", error=str(error))

    def close(self) -> None:
        """Wait for what is being sent."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _deliver(self, parcel: Parcel) -> None:
        try:
            outcome = self._outcome(parcel, self._send(parcel))
        except Unreachable as error:
            outcome = self._failure(parcel, None, str(error))
        with self._open_store(writing=True) as store:
            kept = settle(store, parcel, outcome)
        if kept and outcome.state is DeliveryState.DEAD:
            _log.error("webhook given up", url=parcel.url, webhook_event=parcel.event.id, error=outcome.error)

    def _send(self, parcel: Parcel) -> Answer:
        body = message_body(parcel.event)
        headers = signed_headers(parcel.event.id, body, parcel.secret, self._clock())
        return send(Outgoing(parcel.url, "POST", headers, body, self._private), self._bounds)

    def _outcome(self, parcel: Parcel, answer: Answer) -> Outcome:
        if 200 <= answer.status < 300:
            return Outcome(DeliveryState.DELIVERED, self._clock(), answer.status)
        return self._failure(parcel, answer.status, f"status {answer.status}")

    def _failure(self, parcel: Parcel, status: int | None, error: str) -> Outcome:
        wait = None if status == GONE else retry_after(parcel.tries)
        if wait is None:
            return Outcome(DeliveryState.DEAD, self._clock(), status, error)
        return Outcome(DeliveryState.WAITING, self._clock() + wait, status, error)
