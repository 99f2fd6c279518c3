from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from taxonomy_service.domain.access import ANONYMOUS, OPERATOR, Actor, Grant, Role
from taxonomy_service.domain.actors import Person
from taxonomy_service.domain.errors import Conflict, Forbidden, Malformed, NotFound, Unauthenticated
from taxonomy_service.domain.events import EventKind
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.domain.webhooks import Webhook, WebhookState
from taxonomy_service.services import actors, webhooks
from taxonomy_service.services.webhooks import Subscription
from taxonomy_service.store.actors import add_actor, add_grant
from taxonomy_service.store.session import Store, transaction
from tests.services.conftest import Take

EVERYWHERE = Subscription("https://example.org/hook", [EventKind.RELEASE])
SHOES = EVERYWHERE._replace(scheme="shoes")
SHOES_ADMIN = Actor("s", "Şükrü", (Grant(Role.ADMIN, SchemeId("shoes")),))
ROADS_ADMIN = Actor("r", "Ravi", (Grant(Role.ADMIN, SchemeId("roads")),))
PUBLISHER = Actor("p", "Zoë", (Grant(Role.PUBLISHER),))


@pytest.fixture
def made(take: Take, shoes: str, engine: Engine) -> list[Webhook]:
    """A webhook for all schemes and one for the shoes."""
    take(shoes)
    with transaction(engine) as store:
        return [webhooks.create_webhook(store, OPERATOR, wanted).webhook for wanted in (EVERYWHERE, SHOES)]


def test_secrets_differ_and_are_shown_once(store: Store) -> None:
    first, second = (webhooks.create_webhook(store, OPERATOR, EVERYWHERE) for _ in range(2))
    assert first.secret.startswith("whsec_")
    assert first.secret != second.secret
    assert first.secret not in str(webhooks.list_webhooks(store, OPERATOR))


def test_an_admin_of_a_scheme_has_its_webhooks_and_no_others(engine: Engine, made: list[Webhook]) -> None:
    everywhere, shoes = made
    with transaction(engine) as store:
        assert webhooks.list_webhooks(store, OPERATOR) == made
        assert (
            webhooks.list_webhooks(store, SHOES_ADMIN)
            == [shoes]
            == [webhooks.show_webhook(store, SHOES_ADMIN, shoes.id)]
        )
        assert webhooks.list_webhooks(store, ROADS_ADMIN) == []
        add_actor(store, "s", Person("Şükrü"))
        add_grant(store, "s", SHOES_ADMIN.grants[0])
        own = webhooks.create_webhook(store, SHOES_ADMIN, SHOES).webhook
        assert own.actor_id == "s"
        for refused in (
            lambda: webhooks.create_webhook(store, SHOES_ADMIN, EVERYWHERE),
            lambda: webhooks.show_webhook(store, SHOES_ADMIN, everywhere.id),
            lambda: webhooks.delete_webhook(store, ROADS_ADMIN, shoes.id),
            lambda: webhooks.take_over(store, ROADS_ADMIN, shoes.id),
            lambda: webhooks.list_deliveries(store, ROADS_ADMIN, shoes.id),
            lambda: webhooks.retry_delivery(store, ROADS_ADMIN, shoes.id, 1),
        ):
            with pytest.raises(Forbidden):
                refused()
        webhooks.delete_webhook(store, SHOES_ADMIN, shoes.id)
        assert webhooks.list_webhooks(store, OPERATOR) == [everywhere, own]


@pytest.mark.parametrize(
    "call",
    [
        lambda store, actor, own_id: webhooks.create_webhook(store, actor, SHOES),
        lambda store, actor, own_id: webhooks.list_webhooks(store, actor),
        webhooks.show_webhook,
        webhooks.delete_webhook,
        webhooks.take_over,
        lambda store, actor, own_id: webhooks.show_webhook(store, actor, "no such webhook"),
        webhooks.list_deliveries,
        lambda store, actor, own_id: webhooks.retry_delivery(store, actor, own_id, 1),
    ],
)
def test_nobody_else_deals_with_webhooks(
    engine: Engine, made: list[Webhook], call: Callable[[Store, Actor, str], object]
) -> None:
    with transaction(engine) as store:
        for actor, refusal in ((ANONYMOUS, Unauthenticated), (PUBLISHER, Forbidden)):
            with pytest.raises(refusal):
                call(store, actor, made[1].id)
        assert webhooks.list_webhooks(store, OPERATOR) == made


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "no http or https URL"),
        ("ftp://example.org/", "no http or https URL"),
        ("https://me:secret@example.org/", "no http or https URL"),
        ("https://[::1", "no URL"),
        ("http://example.org/hook", "https URL"),
        ("https://127.0.0.1/", "public address"),
        ("https://[::1]:8443/", "public address"),
        ("https://169.254.169.254/latest/meta-data", "public address"),
        ("https://10.0.0.1/", "public address"),
    ],
)
def test_a_url_that_must_not_be_reached_is_refused(store: Store, url: str, said: str) -> None:
    with pytest.raises(Malformed, match=said):
        webhooks.create_webhook(store, OPERATOR, EVERYWHERE._replace(url=url))
    assert webhooks.list_webhooks(store, OPERATOR) == []


@pytest.mark.parametrize("url", ["http://example.org/hook", "http://127.0.0.1:8080/", "https://[::1]/"])
def test_private_addresses_pass_where_the_operator_lets_them(store: Store, url: str) -> None:
    assert webhooks.create_webhook(store, OPERATOR, EVERYWHERE._replace(url=url), private=True).webhook.url == url


def test_a_webhook_needs_a_kind_of_event_and_a_scheme_that_is_there(store: Store) -> None:
    with pytest.raises(Malformed, match="never told"):
        webhooks.create_webhook(store, OPERATOR, EVERYWHERE._replace(kinds=[]))
    with pytest.raises(NotFound):
        webhooks.create_webhook(store, OPERATOR, SHOES)
    kinds = [EventKind.FINDING, EventKind.RELEASE, EventKind.FINDING]
    made = webhooks.create_webhook(store, OPERATOR, EVERYWHERE._replace(kinds=kinds)).webhook
    assert made.kinds == (EventKind.RELEASE, EventKind.FINDING)


def _admin(store: Store, *grants: Grant) -> Actor:
    return actors.create_actor(store, OPERATOR, Person("Ayşe"), grants).actor


def _state(store: Store, own_id: str) -> WebhookState:
    return webhooks.webhook_states(store, [webhooks.show_webhook(store, OPERATOR, own_id)])[own_id]


def test_a_webhook_goes_with_the_right_of_its_maker_and_comes_back_with_it(
    take: Take, shoes: str, engine: Engine
) -> None:
    take(shoes)
    with transaction(engine) as store:
        ayse = _admin(store, Grant(Role.ADMIN, SchemeId("shoes")))
        own = webhooks.create_webhook(store, ayse, SHOES).webhook.id
        assert _state(store, own) == "active"
        actors.take(store, OPERATOR, ayse.id, Role.ADMIN, "shoes")
        assert _state(store, own) == "maker-lost-right"
        actors.give(store, OPERATOR, ayse.id, Grant(Role.PUBLISHER))
        assert _state(store, own) == "maker-lost-right"
        actors.give(store, OPERATOR, ayse.id, Grant(Role.ADMIN))
        assert _state(store, own) == "active"
        actors.erase(store, OPERATOR, ayse.id)
        assert _state(store, own) == "maker-erased"


def test_an_admin_of_a_scheme_does_not_keep_a_webhook_for_all(engine: Engine, made: list[Webhook]) -> None:
    with transaction(engine) as store:
        ayse = _admin(store, Grant(Role.ADMIN), Grant(Role.ADMIN, SchemeId("shoes")))
        everywhere, shoes = (webhooks.take_over(store, ayse, webhook.id).webhook.id for webhook in made)
        actors.take(store, OPERATOR, ayse.id, Role.ADMIN)
        assert (_state(store, everywhere), _state(store, shoes)) == ("maker-lost-right", "active")


def test_another_admin_takes_it_over_with_a_new_secret(engine: Engine, made: list[Webhook]) -> None:
    with transaction(engine) as store:
        zoe = _admin(store, Grant(Role.ADMIN))
        taken = webhooks.take_over(store, zoe, made[0].id)
        assert taken.webhook == webhooks.show_webhook(store, zoe, made[0].id) == made[0]._replace(actor_id=zoe.id)
        assert taken.secret.startswith("whsec_")
        again = webhooks.take_over(store, OPERATOR, made[0].id)
        assert again.secret != taken.secret


def test_a_right_that_passes_with_a_token_makes_no_webhook(engine: Engine, made: list[Webhook]) -> None:
    with transaction(engine) as store:
        known = _admin(store, Grant(Role.READER))
        by_token = Actor(known.id, known.name, (Grant(Role.ADMIN),))
        with pytest.raises(Conflict, match="longer than your token"):
            webhooks.create_webhook(store, by_token, EVERYWHERE)
        with pytest.raises(Conflict, match="longer than your token"):
            webhooks.take_over(store, by_token, made[0].id)
        assert webhooks.list_webhooks(store, OPERATOR) == made
