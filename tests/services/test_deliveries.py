import base64
import hmac
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import wait
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Event

import pytest
from sqlalchemy import Engine
from structlog.testing import capture_logs

from taxonomy_service.domain.access import OPERATOR, Grant, Role
from taxonomy_service.domain.actors import Person
from taxonomy_service.domain.events import EventKind
from taxonomy_service.domain.webhooks import Delivery, retry_after
from taxonomy_service.network.requests import Bounds
from taxonomy_service.services import actors
from taxonomy_service.services.deliveries import LEASE, WORKERS, Dispatcher
from taxonomy_service.services.events import announce
from taxonomy_service.services.webhooks import (
    NewWebhook,
    Subscription,
    create_webhook,
    list_deliveries,
    retry_delivery,
    take_over,
)
from taxonomy_service.store.schemes import find_scheme
from taxonomy_service.store.session import transaction
from tests.local_server import LocalServer, Received, Reply, serving
from tests.patience import PATIENCE, in_time
from tests.services.conftest import Take


class Clock:
    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@pytest.fixture
def receiver() -> Iterator[LocalServer]:
    with serving(lambda _: (204, {}, b"")) as server:
        yield server


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def dispatcher(engine: Engine, clock: Clock) -> Iterator[Dispatcher]:
    made = Dispatcher(partial(transaction, engine), private=True, bounds=Bounds(PATIENCE, 1000), clock=clock)
    yield made
    made.close()


@pytest.fixture
def hook(take: Take, shoes: str, engine: Engine, receiver: LocalServer) -> NewWebhook:
    """A webhook on a scheme; what happened before it was made does not concern it."""
    take(shoes)
    return subscribe(engine, receiver.url)


def subscribe(engine: Engine, url: str) -> NewWebhook:
    with transaction(engine) as store:
        return create_webhook(store, OPERATOR, Subscription(url, list(EventKind), "shoes"), private=True)


def happen(engine: Engine, times: int = 1) -> None:
    for number in range(times):
        with transaction(engine) as store:
            announce(store, find_scheme(store, "shoes"), EventKind.FINDING, {"concept": "सैंडल", "count": number})


def run(dispatcher: Dispatcher) -> int:
    """Send all that is due, and return how many tries that took."""
    tries = 0
    while begun := dispatcher.run_due():
        wait(begun)
        for done in begun:
            done.result()
        tries += len(begun)
    return tries


def deliveries(engine: Engine, made: NewWebhook) -> list[Delivery]:
    with transaction(engine, writing=False) as store:
        return list_deliveries(store, OPERATOR, made.webhook.id)[::-1]


def is_signed(received: Received, secret: str) -> bool:
    """Verify a message as the documentation tells receivers to."""
    content = f"{received.headers['webhook-id']}.{received.headers['webhook-timestamp']}.".encode() + received.body
    code = hmac.digest(base64.b64decode(secret.removeprefix("whsec_")), content, "sha256")
    return hmac.compare_digest(received.headers["webhook-signature"], f"v1,{base64.b64encode(code).decode()}")


def test_what_happens_is_told_once_and_signed(
    engine: Engine, dispatcher: Dispatcher, receiver: LocalServer, hook: NewWebhook
) -> None:
    happen(engine, 3)
    assert (run(dispatcher), run(dispatcher)) == (3, 0)
    messages = [json.loads(received.body) for received in receiver.received]
    assert [message["data"]["number"] for message in messages] == [2, 3, 4]
    assert messages[0]["data"] == {"scheme": "shoes", "number": 2, "concept": "सैंडल", "count": 0}
    assert all(is_signed(received, hook.secret) for received in receiver.received)
    assert not is_signed(receiver.received[0], "whsec_" + base64.b64encode(b"x" * 32).decode())
    sent = float(receiver.received[0].headers["webhook-timestamp"])
    assert abs(sent - time.time()) < 60
    assert [(entry.state, entry.tries, entry.status) for entry in deliveries(engine, hook)] == [
        ("delivered", 1, 204)
    ] * 3


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        ((500, {}, b"broken"), "status 500"),
        ((302, {"Location": "/elsewhere"}, b""), "status 302"),
        ((404, {}, b""), "404"),
    ],
)
def test_a_receiver_that_fails_is_told_again_later_the_same_way(
    engine: Engine,
    dispatcher: Dispatcher,
    receiver: LocalServer,
    hook: NewWebhook,
    clock: Clock,
    reply: Reply,
    said: str,
) -> None:
    receiver.respond = lambda _: reply
    happen(engine)
    assert (run(dispatcher), run(dispatcher)) == (1, 0)
    (failed,) = deliveries(engine, hook)
    assert (failed.state, failed.tries) == ("waiting", 1)
    assert said in failed.error
    receiver.respond = lambda _: (200, {}, b"")
    clock.ahead = timedelta(seconds=6)
    assert run(dispatcher) == 1
    first, second = receiver.received
    assert (first.body, first.headers["webhook-id"]) == (second.body, second.headers["webhook-id"])
    assert is_signed(second, hook.secret)
    assert [entry.state for entry in deliveries(engine, hook)] == ["delivered"]


def test_a_delivery_dies_after_the_last_try_is_told_and_can_be_revived(
    engine: Engine, dispatcher: Dispatcher, receiver: LocalServer, hook: NewWebhook, clock: Clock
) -> None:
    receiver.respond = lambda _: (503, {}, b"")
    happen(engine)
    tries = 0
    with capture_logs() as logged:
        while (pause := retry_after(tries + 1)) is not None:
            tries += run(dispatcher)
            clock.ahead += pause
        tries += run(dispatcher)
        clock.ahead += timedelta(days=30)
        assert run(dispatcher) == 0
    (dead,) = deliveries(engine, hook)
    assert (tries, dead.state, dead.tries, dead.status) == (8, "dead", 8, 503)
    assert [(entry["event"], entry["webhook_event"]) for entry in logged] == [("webhook given up", "shoes-2")]
    assert hook.secret not in str(logged)
    receiver.respond = lambda _: (200, {}, b"")
    with transaction(engine) as store:
        retry_delivery(store, OPERATOR, hook.webhook.id, dead.key)
    assert run(dispatcher) == 1
    assert [entry.state for entry in deliveries(engine, hook)] == ["delivered"]


def test_a_receiver_that_says_it_is_gone_is_not_told_again(
    engine: Engine, dispatcher: Dispatcher, receiver: LocalServer, hook: NewWebhook
) -> None:
    receiver.respond = lambda _: (410, {}, b"")
    happen(engine)
    run(dispatcher)
    assert [(entry.state, entry.tries) for entry in deliveries(engine, hook)] == [("dead", 1)]


def test_a_receiver_that_hangs_holds_up_nobody_else(
    engine: Engine, dispatcher: Dispatcher, receiver: LocalServer, hook: NewWebhook
) -> None:
    let_go = Event()

    def hang(_: Received) -> Reply:
        let_go.wait(PATIENCE * 2)
        return 200, {}, b""

    with serving(hang) as hanging:
        slow = subscribe(engine, hanging.url)
        happen(engine, 3)
        begun = dispatcher.run_due()
        assert len(begun) == 2

        def all_are_told() -> bool:
            dispatcher.run_due()
            return len(receiver.received) == 3

        assert in_time(all_are_told)
        assert len(hanging.received) <= 1
        let_go.set()
        wait(begun)
        assert deliveries(engine, slow)[0].state == "delivered"


def test_a_receiver_that_does_not_answer_in_time_is_told_again(engine: Engine, hook: NewWebhook, clock: Clock) -> None:
    let_go = Event()
    with serving(lambda _: (200, {}, b"x" * let_go.wait(10))) as hanging:
        slow = subscribe(engine, hanging.url)
        happen(engine)
        hasty = Dispatcher(partial(transaction, engine), private=True, bounds=Bounds(0.2, 1000), clock=clock)
        run(hasty)
        hasty.close()
        let_go.set()
    (failed,) = deliveries(engine, slow)
    assert (failed.state, failed.tries) == ("waiting", 1)
    assert "in 0.2 seconds" in failed.error or "in time" in failed.error


def test_private_addresses_are_not_reached_unless_allowed(
    engine: Engine, receiver: LocalServer, hook: NewWebhook, clock: Clock
) -> None:
    careful = Dispatcher(partial(transaction, engine), clock=clock)
    happen(engine)
    run(careful)
    careful.close()
    assert receiver.received == []
    assert [(entry.state, "not public" in entry.error) for entry in deliveries(engine, hook)] == [("waiting", True)]


def test_two_workers_do_not_send_one_twice(
    engine: Engine, dispatcher: Dispatcher, receiver: LocalServer, hook: NewWebhook, clock: Clock
) -> None:
    other = Dispatcher(partial(transaction, engine), private=True, clock=clock)
    happen(engine, 6)

    def all_are_told() -> bool:
        begun = [*dispatcher.run_due(), *other.run_due()]
        assert len(begun) <= WORKERS * 2
        return len(receiver.received) >= 6

    assert in_time(all_are_told)
    other.close()
    assert [received.headers["webhook-id"] for received in receiver.received] == [f"shoes-{n}" for n in range(2, 8)]


CHILD = """
import sys
from functools import partial
from taxonomy_service.services import actors
from taxonomy_service.services.deliveries import Dispatcher
from taxonomy_service.store.session import open_engine, transaction

Dispatcher(partial(transaction, open_engine(sys.argv[1])), private=True).run_due()
sys.stdin.read()
"""


def test_what_a_killed_process_was_sending_is_sent_by_another(
    engine: Engine, dispatcher: Dispatcher, receiver: LocalServer, hook: NewWebhook, clock: Clock
) -> None:
    let_go = Event()

    def hang(_: Received) -> Reply:
        let_go.wait(PATIENCE * 2)
        return 204, {}, b""

    receiver.respond = hang
    happen(engine)
    url = engine.url.render_as_string(hide_password=False)
    with subprocess.Popen([sys.executable, "-c", CHILD, url], stdin=subprocess.PIPE) as child:
        begun = in_time(lambda: len(receiver.received) > 0)
        child.kill()
    assert begun
    let_go.set()
    assert run(dispatcher) == 0
    clock.ahead = LEASE
    assert run(dispatcher) == 1
    assert [received.headers["webhook-id"] for received in receiver.received] == ["shoes-2"] * 2
    assert [(entry.state, entry.tries) for entry in deliveries(engine, hook)] == [("delivered", 2)]


def test_nothing_is_written_where_nothing_is_due(engine: Engine, dispatcher: Dispatcher, hook: NewWebhook) -> None:
    with transaction(engine):  # holds the write lock
        assert dispatcher.run_due() == []


def test_nothing_is_told_while_the_maker_has_no_right_and_all_of_it_afterwards(
    engine: Engine, dispatcher: Dispatcher, receiver: LocalServer, hook: NewWebhook
) -> None:
    with transaction(engine) as store:
        ayse = actors.create_actor(store, OPERATOR, Person("Ayşe"), [Grant(Role.ADMIN)]).actor
        taken = take_over(store, ayse, hook.webhook.id)
        actors.take(store, OPERATOR, ayse.id, Role.ADMIN)
    happen(engine, 2)
    assert (run(dispatcher), receiver.received) == (0, [])
    assert [entry.state for entry in deliveries(engine, hook)] == ["waiting"] * 2
    with transaction(engine) as store:
        actors.give(store, OPERATOR, ayse.id, Grant(Role.ADMIN))
    assert run(dispatcher) == 2
    assert all(is_signed(received, taken.secret) for received in receiver.received)
    assert not is_signed(receiver.received[0], hook.secret), "who made it knew that one"


def test_a_webhook_whose_maker_has_no_right_holds_up_no_other(
    engine: Engine, dispatcher: Dispatcher, receiver: LocalServer, hook: NewWebhook
) -> None:
    with transaction(engine) as store:
        ayse = actors.create_actor(store, OPERATOR, Person("Ayşe"), [Grant(Role.ADMIN)]).actor
        take_over(store, ayse, hook.webhook.id)
        actors.erase(store, OPERATOR, ayse.id)
    other = subscribe(engine, receiver.url)
    happen(engine)
    assert (run(dispatcher), is_signed(receiver.received[0], other.secret)) == (1, True)
    with transaction(engine) as store:
        take_over(store, OPERATOR, hook.webhook.id)
    assert run(dispatcher) == 1
