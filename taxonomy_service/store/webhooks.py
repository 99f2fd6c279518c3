"""Webhooks in the store, with the deliveries on their way."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement
from sqlmodel import col, delete, func, select, update

from taxonomy_service.domain.errors import NotFound
from taxonomy_service.domain.events import Event, EventKind
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.domain.webhooks import Delivery, DeliveryState, Webhook
from taxonomy_service.store.actors import utc
from taxonomy_service.store.event_tables import DeliveryRow, EventRow, WebhookRow
from taxonomy_service.store.events import event_of
from taxonomy_service.store.session import Store
from taxonomy_service.store.tables import SchemeRow


class Parcel(NamedTuple):
    """A delivery that a worker has taken, with where it goes; `tries` counts this one."""

    key: int
    tries: int
    url: str
    secret: str
    event: Event


class Outcome(NamedTuple):
    """What came of a try: the state of the delivery now, when it is due again, and what the receiver said."""

    state: DeliveryState
    due: datetime
    status: int | None = None
    error: str = ""


def add_webhook(store: Store, webhook: Webhook, secret: str, scheme_key: int | None) -> None:
    """Keep a webhook."""
    store.session.add(
        WebhookRow(
            id=webhook.id,
            scheme_key=scheme_key,
            url=webhook.url,
            kinds=" ".join(webhook.kinds),
            secret=secret,
            actor_id=webhook.actor_id,
            created=webhook.created,
        )
    )
    store.session.flush()


def list_webhooks(store: Store) -> list[Webhook]:
    """Return all webhooks, oldest first."""
    return _webhooks(store)


def _webhooks(store: Store, *wanted: ColumnElement[bool]) -> list[Webhook]:
    query = (
        select(WebhookRow, SchemeRow.id)
        .outerjoin(SchemeRow, col(SchemeRow.key) == WebhookRow.scheme_key)
        .where(*wanted)
        .order_by(col(WebhookRow.created), WebhookRow.id)
    )
    return [_webhook(row, scheme) for row, scheme in store.session.exec(query)]


def find_webhook(store: Store, own_id: str) -> Webhook:
    """Return a webhook; raises NotFound."""
    found = _webhooks(store, col(WebhookRow.id) == own_id)
    if not found:
        raise NotFound(message("webhook"), own_id)
    return found[0]


def remove_webhook(store: Store, own_id: str) -> None:
    """Remove a webhook with what was on its way to it."""
    store.session.exec(delete(WebhookRow).where(col(WebhookRow.id) == own_id))


def replace_maker(store: Store, own_id: str, actor_id: str, secret: str) -> None:
    """Give a webhook to another actor, with another secret."""
    row = store.session.get_one(WebhookRow, own_id)
    row.actor_id, row.secret = actor_id, secret
    store.session.add(row)
    store.session.flush()


def webhooks_due(store: Store, now: datetime) -> list[Webhook]:
    """Return the webhooks for which something waits to be delivered, oldest first."""
    due = select(DeliveryRow.webhook_id).where(DeliveryRow.state == DeliveryState.WAITING, DeliveryRow.due <= now)
    return _webhooks(store, col(WebhookRow.id).in_(due))


def count_waiting(store: Store) -> int:
    """Return how many deliveries are still to be made, be they due or not."""
    waiting = DeliveryRow.state == DeliveryState.WAITING
    return store.session.exec(select(func.count()).select_from(DeliveryRow).where(waiting)).one()


def take_due(store: Store, now: datetime, lease: timedelta, most: int, *, webhooks: Collection[str]) -> list[Parcel]:
    """Take deliveries to these webhooks that are due, the oldest of each of which no worker has one.

    They count as taken until the lease is over: if nothing came of them by then, the worker is gone.
    """
    waiting = DeliveryRow.state == DeliveryState.WAITING
    busy = select(DeliveryRow.webhook_id).where(waiting, col(DeliveryRow.leased).is_(True), DeliveryRow.due > now)
    oldest = (
        select(func.min(DeliveryRow.key))
        .where(
            waiting,
            DeliveryRow.due <= now,
            col(DeliveryRow.webhook_id).in_(webhooks),
            col(DeliveryRow.webhook_id).not_in(busy),
        )
        .group_by(col(DeliveryRow.webhook_id))
    )
    query = select(DeliveryRow).where(col(DeliveryRow.key).in_(oldest), waiting, DeliveryRow.due <= now)
    query = query.order_by(col(DeliveryRow.due), col(DeliveryRow.key)).limit(most)
    rows = store.session.exec(query.with_for_update(skip_locked=True)).all()
    for row in rows:
        row.tries, row.due, row.leased = row.tries + 1, now + lease, True
        store.session.add(row)
    store.session.flush()
    return [_parcel(store, row) for row in rows]


def settle(store: Store, parcel: Parcel, outcome: Outcome) -> bool:
    """Keep what came of a delivery; False where its lease was over and another worker has taken it since."""
    query = (
        update(DeliveryRow)
        .where(
            col(DeliveryRow.key) == parcel.key,
            col(DeliveryRow.tries) == parcel.tries,
            col(DeliveryRow.state) == DeliveryState.WAITING,
        )
        .values(leased=False, **outcome._asdict())
    )
    return store.session.exec(query).rowcount == 1


def list_deliveries(
    store: Store, webhook_id: str, *, state: DeliveryState | None = None, before: int | None = None, limit: int
) -> list[Delivery]:
    """Return the deliveries of a webhook, newest first, those with a key below `before`."""
    query = (
        select(DeliveryRow, EventRow, SchemeRow.id)
        .select_from(DeliveryRow)
        .join(EventRow, col(EventRow.key) == DeliveryRow.event_key)
        .join(SchemeRow, col(SchemeRow.key) == EventRow.scheme_key)
        .where(DeliveryRow.webhook_id == webhook_id)
    )
    if state is not None:
        query = query.where(DeliveryRow.state == state)
    if before is not None:
        query = query.where(col(DeliveryRow.key) < before)
    rows = store.session.exec(query.order_by(col(DeliveryRow.key).desc()).limit(limit))
    return [_delivery(row, event_of(event, SchemeId(scheme))) for row, event, scheme in rows]


def revive(store: Store, webhook_id: str, key: int, now: datetime) -> None:
    """Let a dead delivery be tried from the beginning; raises NotFound where it is not dead."""
    query = (
        update(DeliveryRow)
        .where(
            col(DeliveryRow.key) == key,
            col(DeliveryRow.webhook_id) == webhook_id,
            col(DeliveryRow.state) == DeliveryState.DEAD,
        )
        .values(state=DeliveryState.WAITING, tries=0, due=now, leased=False)
    )
    if store.session.exec(query).rowcount == 0:
        raise NotFound(message("dead delivery"), str(key))


def prune_deliveries(store: Store, before: datetime, most: int) -> int:
    """Remove deliveries that were made before a time, at most so many; return how many. Others are never removed."""
    delivered = select(DeliveryRow.key).where(DeliveryRow.state == DeliveryState.DELIVERED, DeliveryRow.due < before)
    keys = store.session.exec(delivered.order_by(col(DeliveryRow.key)).limit(most)).all()
    store.session.exec(delete(DeliveryRow).where(col(DeliveryRow.key).in_(keys)))
    return len(keys)


def _webhook(row: WebhookRow, scheme: str | None) -> Webhook:
    kinds = tuple(EventKind(kind) for kind in row.kinds.split())
    return Webhook(row.id, row.url, kinds, scheme, row.actor_id, utc(row.created))


def _parcel(store: Store, row: DeliveryRow) -> Parcel:
    webhook = store.session.get_one(WebhookRow, row.webhook_id)
    event = store.session.get_one(EventRow, row.event_key)
    scheme = store.session.get_one(SchemeRow, event.scheme_key)
    assert row.key is not None
    return Parcel(row.key, row.tries, webhook.url, webhook.secret, event_of(event, SchemeId(scheme.id)))


def _delivery(row: DeliveryRow, event: Event) -> Delivery:
    assert row.key is not None
    state = DeliveryState(row.state)
    return Delivery(row.key, row.webhook_id, event, state, row.tries, utc(row.due), row.status, row.error)
