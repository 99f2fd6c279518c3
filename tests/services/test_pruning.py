from datetime import UTC, datetime, timedelta
from functools import partial

from sqlalchemy import Engine

from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.domain.events import EventKind
from taxonomy_service.services.events import announce, feed
from taxonomy_service.services.pruning import EVERY, Pruner
from taxonomy_service.store.schemes import find_scheme
from taxonomy_service.store.session import transaction
from tests.services.conftest import Take


def _numbers(engine: Engine) -> list[int]:
    with transaction(engine, writing=False) as store:
        return [event.number for event in feed(store, OPERATOR, "shoes").events]


def test_events_are_let_go_of_after_the_days_and_looked_for_once_an_hour(
    take: Take, shoes: str, engine: Engine
) -> None:
    take(shoes)
    now = datetime.now(UTC)
    ahead = timedelta()
    pruner = Pruner(partial(transaction, engine), 90, clock=lambda: now + ahead)
    with transaction(engine) as store:
        announce(store, find_scheme(store, "shoes"), EventKind.APPROVAL, {})
    ahead = timedelta(days=89)
    pruner.look()
    assert _numbers(engine) == [1, 2]
    ahead = timedelta(days=91)
    pruner.look()
    assert _numbers(engine) == [2]
    with transaction(engine) as store:
        announce(store, find_scheme(store, "shoes"), EventKind.APPROVAL, {})
    pruner.look()
    assert _numbers(engine) == [2, 3], "an hour has not passed"
    ahead += EVERY
    pruner.look()
    assert _numbers(engine) == [3]


def test_nothing_is_let_go_of_where_it_is_kept_for_ever_or_another_process_leads(
    take: Take, shoes: str, engine: Engine
) -> None:
    take(shoes)
    with transaction(engine) as store:
        announce(store, find_scheme(store, "shoes"), EventKind.APPROVAL, {})
    times = [datetime.now(UTC), datetime.now(UTC) + timedelta(days=1000)]
    for pruner in (
        Pruner(partial(transaction, engine), 0, clock=iter(times).__next__),
        Pruner(partial(transaction, engine), 90, leads=lambda: False, clock=iter(times).__next__),
    ):
        pruner.look()
    assert _numbers(engine) == [1, 2]
