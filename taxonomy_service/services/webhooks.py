"""Webhooks: who is told of what happens."""

import base64
import ipaddress
import secrets
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import NamedTuple

from taxonomy_service.domain.access import BUILT_IN, Action, Actor, may, require, require_somewhere
from taxonomy_service.domain.audit import ServiceChange
from taxonomy_service.domain.errors import Conflict, Malformed, Unreachable
from taxonomy_service.domain.events import EventKind
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.webhooks import (
    SECRET_PREFIX,
    Delivery,
    DeliveryState,
    Webhook,
    WebhookState,
    webhook_state,
)
from taxonomy_service.network.addresses import is_public
from taxonomy_service.network.requests import split_url
from taxonomy_service.services.service_audit import note
from taxonomy_service.store import webhooks as stored
from taxonomy_service.store.actors import find_actors
from taxonomy_service.store.schemes import find_scheme
from taxonomy_service.store.session import Store


class Subscription(NamedTuple):
    """What somebody wants to be told, and where; `scheme` None is all schemes."""

    url: str
    kinds: Sequence[EventKind]
    scheme: str | None = None


class NewWebhook(NamedTuple):
    """A webhook that was just made; `secret` signs its messages, and is shown this once."""

    webhook: Webhook
    secret: str


def create_webhook(store: Store, actor: Actor, wanted: Subscription, *, private: bool = False) -> NewWebhook:
    """Make a webhook; `private` is whether it may be at an address that is not public. Raises Malformed, NotFound."""
    require(actor, Action.ADMINISTER, wanted.scheme)
    _refuse_unusable(wanted, private=private)
    _refuse_passing_right(store, actor, wanted.scheme)
    scheme_key = None if wanted.scheme is None else find_scheme(store, wanted.scheme).key
    secret = _new_secret()
    kinds = tuple(kind for kind in EventKind if kind in wanted.kinds)
    made = Webhook(secrets.token_hex(8), wanted.url, kinds, wanted.scheme, actor.id, datetime.now(UTC))
    stored.add_webhook(store, made, secret, scheme_key)
    _note(store, actor, ServiceChange.WEBHOOK_MADE, made)
    return NewWebhook(made, secret)


def list_webhooks(store: Store, actor: Actor) -> list[Webhook]:
    """Return the webhooks of the schemes that the actor administers, oldest first."""
    require_somewhere(actor, Action.ADMINISTER)
    return [webhook for webhook in stored.list_webhooks(store) if may(actor, Action.ADMINISTER, webhook.scheme)]


def show_webhook(store: Store, actor: Actor, own_id: str) -> Webhook:
    """Return a webhook; raises NotFound, Forbidden for one of a scheme that the actor does not administer."""
    require_somewhere(actor, Action.ADMINISTER)
    found = stored.find_webhook(store, own_id)
    require(actor, Action.ADMINISTER, found.scheme)
    return found


def webhook_states(store: Store, webhooks: Iterable[Webhook]) -> dict[str, WebhookState]:
    """Return how webhooks stand, by their ids, as their makers' rights are now."""
    found = list(webhooks)
    makers = {entry.actor.id: entry for entry in find_actors(store, sorted({webhook.actor_id for webhook in found}))}
    return {webhook.id: webhook_state(webhook, makers.get(webhook.actor_id)) for webhook in found}


def deliverable(store: Store, now: datetime) -> frozenset[str]:
    """Return the ids of the webhooks for which something is due and that may be told."""
    states = webhook_states(store, stored.webhooks_due(store, now))
    return frozenset(own_id for own_id, state in states.items() if state is WebhookState.ACTIVE)


def take_over(store: Store, actor: Actor, own_id: str) -> NewWebhook:
    """Put a webhook under the rights of another admin of its scheme; what waits for it is sent.

    It gets a new secret, since whoever made it knew the old one. Raises NotFound, Forbidden, Conflict.
    """
    known = show_webhook(store, actor, own_id)
    _refuse_passing_right(store, actor, known.scheme)
    taken, secret = known._replace(actor_id=actor.id), _new_secret()
    stored.replace_maker(store, own_id, actor.id, secret)
    _note(store, actor, ServiceChange.WEBHOOK_TAKEN_OVER, taken)
    return NewWebhook(taken, secret)


def delete_webhook(store: Store, actor: Actor, own_id: str) -> None:
    """Remove a webhook; what was on its way to it is not sent."""
    known = show_webhook(store, actor, own_id)
    stored.remove_webhook(store, known.id)
    _note(store, actor, ServiceChange.WEBHOOK_REMOVED, known)


def list_deliveries(
    store: Store,
    actor: Actor,
    own_id: str,
    *,
    state: DeliveryState | None = None,
    before: int | None = None,
    limit: int = 100,
) -> list[Delivery]:
    """Return what was sent to a webhook or waits to be, newest first; `before` is the last key of the page before."""
    show_webhook(store, actor, own_id)
    return stored.list_deliveries(store, own_id, state=state, before=before, limit=limit)


def retry_delivery(store: Store, actor: Actor, own_id: str, key: int) -> None:
    """Let a dead delivery be tried again, from the beginning. Raises NotFound."""
    show_webhook(store, actor, own_id)
    stored.revive(store, own_id, key, datetime.now(UTC))
    note(store, actor.id, ServiceChange.DELIVERY_REVIVED, webhook=own_id, delivery=key)


def _new_secret() -> str:
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def _refuse_passing_right(store: Store, actor: Actor, scheme: str | None) -> None:
    """Refuse a right that comes with a token and that nobody could look up once the token has expired."""
    if any(known.id == actor.id for known in BUILT_IN):
        return
    kept = next(iter(find_actors(store, [actor.id])), None)
    if kept is None or not may(kept.actor, Action.ADMINISTER, scheme):
        raise Conflict(
            message(
                "a webhook lasts longer than your token, which alone gives you the right to administer; "
                "have the role admin granted to you here"
            ),
            actor=actor.id,
        )


def _note(store: Store, actor: Actor, change: ServiceChange, webhook: Webhook) -> None:
    """Note what became of a webhook; of its URL the host alone, since the rest may hold a secret of the receiver."""
    host = split_url(webhook.url).hostname
    note(store, actor.id, change, webhook=webhook.id, host=host, kinds=list(webhook.kinds), of=webhook.scheme)


def _refuse_unusable(wanted: Subscription, *, private: bool) -> None:
    if not wanted.kinds:
        raise Malformed(message("a webhook for no kind of event is never told anything"))
    try:
        parts = split_url(wanted.url)
    except Unreachable as error:
        raise Malformed(error.said, url=wanted.url[:200]) from error
    if parts.scheme != "https" and not private:
        raise Malformed(message("a webhook needs an https URL (setting TAXONOMY_WEBHOOK_PRIVATE lets http pass)"))
    with suppress(ValueError):  # a name: what it resolves to is looked at when something is sent
        if not private and not is_public(ipaddress.ip_address(str(parts.hostname))):
            raise Malformed(
                message("a webhook needs a public address (setting TAXONOMY_WEBHOOK_PRIVATE lets others pass)")
            )
