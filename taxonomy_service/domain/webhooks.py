"""Webhooks: what is sent to whom, how it is signed, when it is tried again.

Messages and signatures are those of Standard Webhooks (https://www.standardwebhooks.com), for which receivers have
libraries.
"""

import base64
import hmac
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from taxonomy_service.domain.access import BUILT_IN, Action, may
from taxonomy_service.domain.actors import ActorEntry
from taxonomy_service.domain.events import Event, EventKind

SECRET_PREFIX = "whsec_"  # noqa: S105  the beginning that marks one
_DELAYS = (5, 60, 5 * 60, 30 * 60, 2 * 3600, 6 * 3600, 12 * 3600)
"""Seconds after a failed try until the next one; after the last the delivery is dead."""
GONE = 410
"""The status by which a receiver says that it wants nothing more."""


class Webhook(NamedTuple):
    """A subscription: events of these kinds, in one scheme or all (None), go to `url`; times are UTC."""

    id: str
    url: str
    kinds: tuple[EventKind, ...]
    scheme: str | None
    actor_id: str
    created: datetime


class WebhookState(StrEnum):
    """Whether a webhook is told anything, and why not: it has the rights of its maker, and goes when they go."""

    ACTIVE = "active"
    MAKER_LOST_RIGHT = "maker-lost-right"
    MAKER_ERASED = "maker-erased"


class DeliveryState(StrEnum):
    """What became of a delivery."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    DEAD = "dead"


class Delivery(NamedTuple):
    """An event on its way to a webhook; `due` is when it is tried next, `error` why the last try failed."""

    key: int
    webhook_id: str
    event: Event
    state: DeliveryState
    tries: int
    due: datetime
    status: int | None
    error: str


def webhook_state(webhook: Webhook, maker: ActorEntry | None) -> WebhookState:
    """Return how a webhook stands; `maker` is who made it or took it over, None for who is no row, as the operator."""
    if maker is not None and maker.erased is not None:
        return WebhookState.MAKER_ERASED
    actor = maker.actor if maker else next((known for known in BUILT_IN if known.id == webhook.actor_id), None)
    entitled = actor is not None and may(actor, Action.ADMINISTER, webhook.scheme)
    return WebhookState.ACTIVE if entitled else WebhookState.MAKER_LOST_RIGHT


def retry_after(tries: int) -> timedelta | None:
    """Return how long to wait after this many failed tries; None where there were enough."""
    return timedelta(seconds=_DELAYS[tries - 1]) if tries <= len(_DELAYS) else None


def message_body(event: Event) -> bytes:
    """Return what is sent for an event: JSON, the same each time."""
    data = {"scheme": event.scheme, "number": event.number, **event.data}
    message = {"type": event.kind.value, "timestamp": event.time.isoformat(), "data": data}
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()


def signed_headers(event_id: str, body: bytes, secret: str, now: datetime) -> Mapping[str, str]:
    """Return the headers that prove a message: HMAC-SHA256 over id, time and body.

    `secret` is `whsec_` and Base64; raises ValueError for another.
    """
    timestamp = str(int(now.timestamp()))
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)
    code = hmac.digest(key, f"{event_id}.{timestamp}.".encode() + body, "sha256")
    return {
        "webhook-id": event_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{base64.b64encode(code).decode()}",
        "content-type": "application/json",
        "user-agent": "taxonomy-service",
    }
