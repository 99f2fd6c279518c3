"""Events in the store: written with what happened, for webhooks and for whoever asks."""

import json
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlmodel import col, func, or_, select

from taxonomy_service.domain.events import Event, EventKind
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.domain.webhooks import DeliveryState
from taxonomy_service.store.actors import utc
from taxonomy_service.store.event_tables import DeliveryRow, EventRow, WebhookRow
from taxonomy_service.store.schemes import StoredScheme
from taxonomy_service.store.session import Store
from taxonomy_service.store.tables import SchemeRow


def add_event(store: Store, scheme: StoredScheme, kind: EventKind, data: Mapping[str, Any]) -> Event:
    """Keep an event under the next number of its scheme, and a delivery for every webhook that wants it."""
    # Numbers rise in the order of commits, so that a reader who was told one never misses a smaller one.
    store.session.exec(select(SchemeRow.key).where(SchemeRow.key == scheme.key).with_for_update()).one()
    newest = store.session.exec(select(func.max(EventRow.number)).where(EventRow.scheme_key == scheme.key)).one()
    event = Event(scheme.id, (newest or 0) + 1, kind, datetime.now(UTC), data)
    text = json.dumps(data, ensure_ascii=False)
    row = EventRow(scheme_key=scheme.key, number=event.number, kind=kind.value, time=event.time, data=text)
    store.session.add(row)
    store.session.flush()
    assert row.key is not None
    everywhere_or_here = or_(col(WebhookRow.scheme_key).is_(None), WebhookRow.scheme_key == scheme.key)
    webhooks = select(WebhookRow).where(everywhere_or_here).order_by(col(WebhookRow.created), WebhookRow.id)
    for webhook in store.session.exec(webhooks):
        if kind.value in webhook.kinds.split():
            waiting = DeliveryState.WAITING.value
            store.session.add(
                DeliveryRow(webhook_id=webhook.id, event_key=row.key, state=waiting, due=event.time),
            )
    store.session.flush()
    return event


def read_events(
    store: Store, scheme: StoredScheme, after: int, *, kinds: Collection[EventKind], limit: int
) -> list[Event]:
    """Return the events of these kinds with a number above `after`, in order."""
    query = (
        select(EventRow)
        .where(EventRow.scheme_key == scheme.key, EventRow.number > after, col(EventRow.kind).in_(kinds))
        .order_by(col(EventRow.number))
        .limit(limit)
    )
    return [event_of(row, scheme.id) for row in store.session.exec(query)]


def event_of(row: EventRow, scheme: SchemeId) -> Event:
    """Return the event of a row."""
    return Event(scheme, row.number, EventKind(row.kind), utc(row.time), json.loads(row.data))
