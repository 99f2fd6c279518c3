import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest

from taxonomy_service.domain.access import Actor, Grant, Role
from taxonomy_service.domain.actors import ActorEntry, Person
from taxonomy_service.domain.events import Event, EventKind
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.domain.webhooks import (
    Webhook,
    WebhookState,
    message_body,
    retry_after,
    signed_headers,
    webhook_state,
)

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
EVENT = Event(SchemeId("shoes"), 7, EventKind.RELEASE, NOON, {"release": 3, "version": "Größe 靴"})


def test_a_message_is_json_with_the_event_s_data() -> None:
    assert json.loads(message_body(EVENT)) == {
        "type": "release",
        "timestamp": "2026-11-25T12:00:00+00:00",
        "data": {"scheme": "shoes", "number": 7, "release": 3, "version": "Größe 靴"},
    }
    assert message_body(EVENT) == message_body(EVENT._replace(data=dict(EVENT.data)))


def test_the_signature_is_that_of_standard_webhooks() -> None:
    """The example of the specification, computed by its own rules."""
    headers = signed_headers(
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        b'{"test": 2432232314}',
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        datetime.fromtimestamp(1614265330, UTC),
    )
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert (headers["webhook-id"], headers["webhook-timestamp"]) == ("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330")


@pytest.mark.parametrize(
    "change",
    [
        {"event_id": "shoes-8"},
        {"body": b"{}"},
        {"now": NOON + timedelta(seconds=1)},
        {"secret": "whsec_" + base64.b64encode(b"another secret of 32 bytes, or so").decode()},
    ],
)
def test_another_message_time_or_secret_has_another_signature(change: dict[str, object]) -> None:
    secret = b"a secret of thirty-two bytes, yes"
    stated = {"event_id": EVENT.id, "body": message_body(EVENT), "now": NOON}
    stated |= {"secret": "whsec_" + base64.b64encode(secret).decode()}
    signed = signed_headers(**stated)["webhook-signature"]  # type: ignore[arg-type]
    content = f"{EVENT.id}.{int(NOON.timestamp())}.".encode() + message_body(EVENT)
    assert signed == "v1," + base64.b64encode(hmac.new(secret, content, hashlib.sha256).digest()).decode()
    assert signed_headers(**(stated | change))["webhook-signature"] != signed  # type: ignore[arg-type]


def test_tries_grow_rarer_and_end() -> None:
    waits = [retry_after(tries) for tries in range(1, 9)]
    known = [wait for wait in waits if wait is not None]
    assert waits[-1] is None
    assert len(known) == 7
    assert known == sorted(known)
    assert timedelta(hours=20) < sum(known, timedelta()) < timedelta(hours=24)


HOOK = Webhook("w", "https://example.org/", (EventKind.RELEASE,), "shoes", "a", NOON)


def _maker(*grants: Grant, erased: bool = False) -> ActorEntry:
    return ActorEntry(Actor("a", "Ayşe", grants), Person("Ayşe"), NOON, NOON if erased else None)


@pytest.mark.parametrize(
    ("maker", "state"),
    [
        (_maker(Grant(Role.ADMIN)), WebhookState.ACTIVE),
        (_maker(Grant(Role.ADMIN, SchemeId("shoes"))), WebhookState.ACTIVE),
        (_maker(Grant(Role.ADMIN, SchemeId("roads")), Grant(Role.PUBLISHER)), WebhookState.MAKER_LOST_RIGHT),
        (_maker(), WebhookState.MAKER_LOST_RIGHT),
        (_maker(Grant(Role.ADMIN), erased=True), WebhookState.MAKER_ERASED),
        (None, WebhookState.MAKER_LOST_RIGHT),
    ],
)
def test_a_webhook_stands_as_its_maker_does(maker: ActorEntry | None, state: WebhookState) -> None:
    assert webhook_state(HOOK, maker) is state


@pytest.mark.parametrize(("own_id", "active"), [("operator", True), ("bootstrap", True), ("anonymous", False)])
def test_those_who_are_built_in_have_their_rights_without_a_row(own_id: str, active: bool) -> None:
    assert (webhook_state(HOOK._replace(actor_id=own_id), None) is WebhookState.ACTIVE) is active
