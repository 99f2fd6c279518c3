from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from taxonomy_service.domain.events import Event, EventKind
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.domain.statements import Iri
from taxonomy_service.domain.webhooks import Webhook
from taxonomy_service.store.events import add_event, newest_number, prune_events, read_events, read_horizon
from taxonomy_service.store.schemes import StoredScheme, add_scheme, find_scheme
from taxonomy_service.store.session import Store, transaction
from taxonomy_service.store.webhooks import add_webhook, list_deliveries

ALL = tuple(EventKind)
DATA = {"release": 1, "form": "حذاء", "none": None, "list": [1, "靴"]}


@pytest.fixture
def shoes(engine: Engine) -> StoredScheme:
    with transaction(engine) as store:
        add_scheme(store, SchemeId("roads"), Iri("urn:roads"))
        return add_scheme(store, SchemeId("shoes"), Iri("urn:shoes"))


def test_events_come_back_in_order_as_they_were_kept(engine: Engine, shoes: StoredScheme) -> None:
    kinds = (EventKind.RELEASE, EventKind.APPROVAL, EventKind.FINDING, EventKind.RELEASE)
    added: list[Event] = []
    for kind in kinds:
        with transaction(engine) as store:
            added.append(add_event(store, shoes, kind, DATA))
    with transaction(engine, writing=False) as store:
        assert read_events(store, shoes, 0, kinds=ALL, limit=10) == added
        assert [event.number for event in added] == [1, 2, 3, 4]
        assert read_events(store, shoes, 1, kinds=ALL, limit=2) == added[1:3]
        assert read_events(store, shoes, 0, kinds=[EventKind.RELEASE], limit=10) == [added[0], added[3]]
        assert read_events(store, shoes, 4, kinds=ALL, limit=10) == []
        assert read_events(store, find_scheme(store, "roads"), 0, kinds=ALL, limit=10) == []


def test_an_event_is_not_there_where_what_happened_was_taken_back(engine: Engine, shoes: StoredScheme) -> None:
    def fail() -> None:
        with transaction(engine) as store:
            add_event(store, shoes, EventKind.RELEASE, {})
            raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError):
        fail()
    with transaction(engine) as store:
        assert read_events(store, shoes, 0, kinds=ALL, limit=10) == []
        assert add_event(store, shoes, EventKind.RELEASE, {}).number == 1


@pytest.mark.parametrize(
    ("scheme", "kinds", "wanted"),
    [
        ("shoes", (EventKind.RELEASE,), True),
        (None, (EventKind.APPROVAL, EventKind.RELEASE), True),
        ("roads", (EventKind.RELEASE,), False),
        (None, (EventKind.FINDING,), False),
    ],
)
def test_an_event_goes_to_the_webhooks_that_want_it(
    store: Store, shoes: StoredScheme, scheme: str | None, kinds: tuple[EventKind, ...], wanted: bool
) -> None:
    webhook = Webhook("w1", "https://example.org/", kinds, scheme, "x", datetime.now(UTC))
    add_webhook(store, webhook, "whsec_", find_scheme(store, scheme).key if scheme else None)
    event = add_event(store, shoes, EventKind.RELEASE, DATA)
    deliveries = list_deliveries(store, "w1", limit=10)
    assert [delivery.event for delivery in deliveries] == ([event] if wanted else [])


def test_old_events_are_pruned_and_numbers_go_on(engine: Engine, shoes: StoredScheme) -> None:
    for _ in range(3):
        with transaction(engine) as store:
            add_event(store, shoes, EventKind.RELEASE, DATA)
    later = datetime.now(UTC) + timedelta(days=1)
    with transaction(engine) as store:
        assert prune_events(store, later - timedelta(days=2), 10) == 0
        assert (read_horizon(store, shoes), newest_number(store, shoes)) == (0, 3)
        assert [prune_events(store, later, 1) for _ in range(3)] == [1, 1, 0]
        assert [event.number for event in read_events(store, shoes, 0, kinds=ALL, limit=10)] == [3]
        assert read_horizon(store, shoes) == 2
        assert add_event(store, shoes, EventKind.RELEASE, DATA).number == 4
        assert read_horizon(store, find_scheme(store, "roads")) == 0


def test_an_event_that_somebody_is_still_to_be_told_stays(engine: Engine, shoes: StoredScheme) -> None:
    hook = Webhook("w", "https://example.org/", ALL, "shoes", "operator", datetime.now(UTC))
    with transaction(engine) as store:
        add_event(store, shoes, EventKind.RELEASE, DATA)
        add_webhook(store, hook, "whsec_", shoes.key)
        for _ in range(2):
            add_event(store, shoes, EventKind.RELEASE, DATA)
        assert prune_events(store, datetime.now(UTC) + timedelta(days=1), 10) == 1
        assert [event.number for event in read_events(store, shoes, 0, kinds=ALL, limit=10)] == [2, 3]
