"""Events in the store: written with what happened, for webhooks and for whoever asks."""

import json
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import col, delete, func, or_, select

from taxonomy_service.domain.events import Event, EventKind
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.domain.webhooks import DeliveryState
from taxonomy_service.store.actors import utc
from taxonomy_service.store.event_tables import DeliveryRow, EventHorizonRow, EventRow, WebhookRow
from taxonomy_service.store.schemes import StoredScheme
from taxonomy_service.store.session import Store
from taxonomy_service.store.tables import SchemeRow


def add_event(store: Store, scheme: StoredScheme, kind: EventKind, data: Mapping[str, Any]) -> Event:
    """Keep an event under the next number of its scheme, and a delivery for every webhook that wants it."""
    # Numbers rise in the order of commits, so that a reader who was told one never misses a smaller one.
    store.session.exec(select(SchemeRow.key).where(SchemeRow.key == scheme.key).with_for_update()).one()
    event = Event(scheme.id, newest_number(store, scheme) + 1, kind, datetime.now(UTC), data)
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


def newest_number(store: Store, scheme: StoredScheme) -> int:
    """Return the number of the newest event of a scheme, 0 where there is none."""
    return store.session.exec(select(func.max(EventRow.number)).where(EventRow.scheme_key == scheme.key)).one() or 0


def read_horizon(store: Store, scheme: StoredScheme) -> int:
    """Return up to which number events of a scheme were pruned, 0 where none were."""
    row = store.session.get(EventHorizonRow, scheme.key)
    return row.number if row else 0


def prune_events(store: Store, before: datetime, most: int) -> int:
    """Remove events from before a time, at most so many; return how many.

    One that a webhook is still to be told stays, and so does the newest of each scheme, from which numbers go on.
    """
    later = aliased(EventRow)
    newest = select(func.max(later.number)).where(later.scheme_key == EventRow.scheme_key).scalar_subquery()
    pending = select(DeliveryRow.key).where(DeliveryRow.event_key == EventRow.key).exists()
    query = select(EventRow.key, EventRow.scheme_key, EventRow.number).where(
        EventRow.time < before, col(EventRow.number) < newest, ~pending
    )
    found = store.session.exec(query.order_by(col(EventRow.key)).limit(most)).all()
    store.session.exec(delete(EventRow).where(col(EventRow.key).in_([key for key, _, _ in found])))
    highest: dict[int, int] = {}
    for _, scheme_key, number in found:
        highest[scheme_key] = max(number, highest.get(scheme_key, 0))
    for scheme_key, number in highest.items():
        row = store.session.get(EventHorizonRow, scheme_key) or EventHorizonRow(scheme_key=scheme_key, number=0)
        row.number = max(row.number, number)
        store.session.add(row)
    store.session.flush()
    return len(found)


def event_of(row: EventRow, scheme: SchemeId) -> Event:
    """Return the event of a row."""
    return Event(scheme, row.number, EventKind(row.kind), utc(row.time), json.loads(row.data))
