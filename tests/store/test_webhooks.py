from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from taxonomy_service.domain.errors import NotFound
from taxonomy_service.domain.events import EventKind
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.domain.statements import Iri
from taxonomy_service.domain.webhooks import DeliveryState, Webhook
from taxonomy_service.store import webhooks as stored
from taxonomy_service.store.events import add_event
from taxonomy_service.store.schemes import add_scheme
from taxonomy_service.store.session import transaction
from taxonomy_service.store.webhooks import Outcome, Parcel

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
LEASE = timedelta(seconds=60)
HOOK = Webhook("w1", "https://example.org/靴", (EventKind.RELEASE, EventKind.FINDING), "shoes", "jörg", NOON)


@pytest.fixture
def now(engine: Engine) -> datetime:
    """A moment after three events, each of which two webhooks want."""
    with transaction(engine) as store:
        scheme = add_scheme(store, SchemeId("shoes"), Iri("urn:shoes"))
        stored.add_webhook(store, HOOK, "whsec_1", scheme.key)
        stored.add_webhook(store, HOOK._replace(id="w2", scheme=None), "whsec_2", None)
        for _ in range(3):
            add_event(store, scheme, EventKind.RELEASE, {})
    return datetime.now(UTC)


def take(engine: Engine, now: datetime, most: int = 10) -> list[Parcel]:
    with transaction(engine) as store:
        return stored.take_due(store, now, LEASE, most, webhooks=["w1", "w2"])


def settle(engine: Engine, parcel: Parcel, state: DeliveryState, due: datetime) -> bool:
    with transaction(engine) as store:
        return stored.settle(store, parcel, Outcome(state, due, 200, "why"))


def states(engine: Engine, webhook: str = "w1") -> list[tuple[int, str, int]]:
    with transaction(engine, writing=False) as store:
        return [
            (delivery.event.number, delivery.state.value, delivery.tries)
            for delivery in stored.list_deliveries(store, webhook, limit=10)
        ]


def test_webhooks_come_back_as_they_were_kept(engine: Engine, now: datetime) -> None:
    with transaction(engine) as store:
        assert stored.list_webhooks(store) == [HOOK, HOOK._replace(id="w2", scheme=None)]
        assert stored.find_webhook(store, "w1") == HOOK
        stored.remove_webhook(store, "w1")
        assert [webhook.id for webhook in stored.list_webhooks(store)] == ["w2"]
        assert stored.list_deliveries(store, "w1", limit=10) == []
        with pytest.raises(NotFound):
            stored.find_webhook(store, "w1")


def test_what_is_to_be_delivered_is_counted_until_it_is(engine: Engine, now: datetime) -> None:
    def waiting() -> int:
        with transaction(engine, writing=False) as store:
            return stored.count_waiting(store)

    assert waiting() == 6
    first, second = take(engine, now)
    assert waiting() == 6, "what is taken may come back"
    settle(engine, first, DeliveryState.DELIVERED, now)
    settle(engine, second, DeliveryState.DEAD, now)
    assert waiting() == 4


def test_the_oldest_of_each_webhook_is_taken_and_no_other_until_it_is_settled(engine: Engine, now: datetime) -> None:
    first = take(engine, now)
    assert [(parcel.secret, parcel.event.number, parcel.tries) for parcel in first] == [
        ("whsec_1", 1, 1),
        ("whsec_2", 1, 1),
    ]
    assert take(engine, now) == []
    assert settle(engine, first[0], DeliveryState.DELIVERED, now)
    second = take(engine, now)
    assert [(parcel.secret, parcel.event.number) for parcel in second] == [("whsec_1", 2)]


def test_not_more_than_asked_for_are_taken(engine: Engine, now: datetime) -> None:
    assert len(take(engine, now, 1)) == 1
    assert len(take(engine, now, 1)) == 1
    assert take(engine, now, 1) == []


def test_what_a_worker_left_is_taken_again_after_the_lease_and_its_late_word_does_not_count(
    engine: Engine, now: datetime
) -> None:
    left = take(engine, now, 1)[0]
    assert left.key not in [parcel.key for parcel in take(engine, now + LEASE - timedelta(seconds=1))]
    again = [parcel for parcel in take(engine, now + LEASE) if parcel.key == left.key]
    assert [parcel.tries for parcel in again] == [2]
    assert not settle(engine, left, DeliveryState.DEAD, now)
    assert settle(engine, again[0], DeliveryState.DELIVERED, now)
    assert not settle(engine, again[0], DeliveryState.DEAD, now)
    assert states(engine)[-1] == (1, "delivered", 2)


def test_what_failed_waits_and_does_not_hold_up_what_comes_after(engine: Engine, now: datetime) -> None:
    failed = take(engine, now, 1)[0]
    settle(engine, failed, DeliveryState.WAITING, now + timedelta(hours=1))
    following = [parcel.event.number for parcel in take(engine, now) if parcel.secret == "whsec_1"]
    assert following == [2]
    with transaction(engine) as store:
        assert stored.webhooks_due(store, NOON - timedelta(days=400)) == []
        assert [webhook.id for webhook in stored.webhooks_due(store, now)] == ["w1", "w2"]


def test_a_webhook_that_is_not_named_is_told_nothing(engine: Engine, now: datetime) -> None:
    with transaction(engine) as store:
        assert stored.take_due(store, now, LEASE, 10, webhooks=[]) == []
        found = stored.take_due(store, now, LEASE, 10, webhooks=["w2"])
    assert [parcel.secret for parcel in found] == ["whsec_2"]


def test_another_maker_brings_another_secret(engine: Engine, now: datetime) -> None:
    with transaction(engine) as store:
        stored.replace_maker(store, "w1", "ayşe", "whsec_3")
        assert stored.find_webhook(store, "w1") == HOOK._replace(actor_id="ayşe")
    assert [parcel.secret for parcel in take(engine, now)] == ["whsec_3", "whsec_2"]


def test_only_what_was_delivered_is_pruned_and_only_the_old(engine: Engine, now: datetime) -> None:
    delivered, dead = take(engine, now)
    settle(engine, delivered, DeliveryState.DELIVERED, now)
    settle(engine, dead, DeliveryState.DEAD, now)
    with transaction(engine) as store:
        assert stored.prune_deliveries(store, now, 10) == 0
        assert stored.prune_deliveries(store, now + LEASE, 10) == 1
        assert stored.prune_deliveries(store, now + LEASE, 10) == 0
    assert [(number, state) for number, state, _ in states(engine)] == [(3, "waiting"), (2, "waiting")]
    assert states(engine, "w2")[-1] == (1, "dead", 1)


def test_a_dead_delivery_is_revived_once(engine: Engine, now: datetime) -> None:
    parcel = take(engine, now, 1)[0]
    settle(engine, parcel, DeliveryState.DEAD, now)
    with transaction(engine) as store:
        for webhook, key in (("w2", parcel.key), ("w1", parcel.key + 1), ("w1", 999)):
            with pytest.raises(NotFound):
                stored.revive(store, webhook, key, now)
        stored.revive(store, "w1", parcel.key, now)
        with pytest.raises(NotFound):
            stored.revive(store, "w1", parcel.key, now)
    assert states(engine)[-1] == (1, "waiting", 0)


def test_deliveries_are_listed_newest_first_a_page_at_a_time(engine: Engine, now: datetime) -> None:
    settle(engine, take(engine, now, 1)[0], DeliveryState.DELIVERED, now)
    with transaction(engine, writing=False) as store:
        newest = stored.list_deliveries(store, "w1", limit=2)
        rest = stored.list_deliveries(store, "w1", before=newest[-1].key, limit=2)
        delivered = stored.list_deliveries(store, "w1", state=DeliveryState.DELIVERED, limit=2)
    assert [delivery.event.number for delivery in (*newest, *rest)] == [3, 2, 1]
    assert [(delivery.event.number, delivery.status, delivery.error) for delivery in delivered] == [(1, 200, "why")]


def test_workers_that_take_at_once_never_take_the_same(engine: Engine, now: datetime) -> None:
    taken: list[tuple[int, int]] = []

    def work(_: int) -> None:
        for _ in range(4):
            for parcel in take(engine, now, 1):
                taken.append((parcel.key, parcel.tries))
                settle(engine, parcel, DeliveryState.DELIVERED, now)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert sorted(taken) == [(key, 1) for key in range(1, 7)]
