"""Webhooks and what was sent to them."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import Field

from taxonomy_service.domain.events import EventKind
from taxonomy_service.domain.webhooks import Delivery, DeliveryState, Webhook, WebhookState
from taxonomy_service.http.dependencies import AppState, CurrentActor, ReadingStore, WritingStore
from taxonomy_service.http.shapes import Shape
from taxonomy_service.services import webhooks as service

router = APIRouter(prefix="/admin/v1/webhooks", tags=["webhooks"])

WebhookId = Annotated[str, Path(alias="webhook", description="the webhook's id", max_length=100)]


class WebhookBody(Shape):
    """What you want to be told, and where."""

    url: str = Field(max_length=2000, examples=["https://example.org/hooks/taxonomy"])
    kinds: list[EventKind] = Field(min_length=1, max_length=10, examples=[["release"]])
    scheme: str | None = Field(default=None, max_length=100, description="the scheme's id; without one, all schemes")


class WebhookShape(WebhookBody):
    """A webhook."""

    id: str
    actor: str = Field(description="the id of who made it or took it over")
    state: WebhookState = Field(description="active, or why it is told nothing: its maker's right is gone")
    created: datetime


class NewWebhookShape(WebhookShape):
    """A webhook that was just made."""

    secret: str = Field(description="proves that a message is ours (Standard Webhooks); shown only now")


class DeliveryShape(Shape):
    """An event on its way; `status` and `error` are those of the last try."""

    key: int
    event: str = Field(description="`webhook-id` of the message")
    kind: EventKind
    state: DeliveryState
    tries: int
    due: datetime
    status: int | None
    error: str


@router.get("", summary="All webhooks")
def webhooks(actor: CurrentActor, store: ReadingStore) -> list[WebhookShape]:
    """List the webhooks of the schemes that you administer, oldest first."""
    found = service.list_webhooks(store, actor)
    states = service.webhook_states(store, found)
    return [_shape(webhook, states[webhook.id]) for webhook in found]


@router.post("", summary="Make a webhook", status_code=201)
def create(body: WebhookBody, state: AppState, actor: CurrentActor, store: WritingStore) -> NewWebhookShape:
    """Make a webhook; the answer is the only place where its secret is ever shown."""
    wanted = service.Subscription(body.url, body.kinds, body.scheme)
    made = service.create_webhook(store, actor, wanted, private=state.webhook_private)
    return _new_shape(made)


@router.get("/{webhook}", summary="One webhook")
def show(own_id: WebhookId, actor: CurrentActor, store: ReadingStore) -> WebhookShape:
    """Show a webhook."""
    found = service.show_webhook(store, actor, own_id)
    return _shape(found, service.webhook_states(store, [found])[found.id])


@router.post("/{webhook}:take-over", summary="Take a webhook over")
def take_over(own_id: WebhookId, actor: CurrentActor, store: WritingStore) -> NewWebhookShape:
    """Put a webhook under your rights, with a new secret; what waited for it is sent."""
    return _new_shape(service.take_over(store, actor, own_id))


@router.delete("/{webhook}", summary="Remove a webhook", status_code=204)
def delete(own_id: WebhookId, actor: CurrentActor, store: WritingStore) -> Response:
    """Remove a webhook; what was on its way to it is not sent."""
    service.delete_webhook(store, actor, own_id)
    return Response(status_code=204)


@router.get("/{webhook}/deliveries", summary="What was sent to a webhook")
def deliveries(
    own_id: WebhookId,
    actor: CurrentActor,
    store: ReadingStore,
    state: Annotated[DeliveryState | None, Query(description="only those")] = None,
    before: Annotated[int | None, Query(le=2**53, description="the last `key` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=1000, description="how many to give")] = 100,
) -> list[DeliveryShape]:
    """List what was sent or waits to be, newest first."""
    found = service.list_deliveries(store, actor, own_id, state=state, before=before, limit=limit)
    return [_delivery_shape(delivery) for delivery in found]


@router.post("/{webhook}/deliveries/{delivery}/retry", summary="Try a dead delivery again", status_code=204)
def retry(
    own_id: WebhookId,
    key: Annotated[int, Path(alias="delivery", ge=1, le=2**53, description="key of the delivery")],
    actor: CurrentActor,
    store: WritingStore,
) -> Response:
    """Try a delivery that was given up again, from the beginning."""
    service.retry_delivery(store, actor, own_id, key)
    return Response(status_code=204)


def _new_shape(made: service.NewWebhook) -> NewWebhookShape:
    return NewWebhookShape(secret=made.secret, **_shape(made.webhook, WebhookState.ACTIVE).model_dump())


def _shape(webhook: Webhook, state: WebhookState) -> WebhookShape:
    return WebhookShape(
        id=webhook.id,
        url=webhook.url,
        kinds=list(webhook.kinds),
        scheme=webhook.scheme,
        actor=webhook.actor_id,
        state=state,
        created=webhook.created,
    )


def _delivery_shape(delivery: Delivery) -> DeliveryShape:
    return DeliveryShape(
        key=delivery.key,
        event=delivery.event.id,
        kind=delivery.event.kind,
        state=delivery.state,
        tries=delivery.tries,
        due=delivery.due,
        status=delivery.status,
        error=delivery.error,
    )
