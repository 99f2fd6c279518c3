from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import Engine, event

from taxonomy_service.domain.access import ANONYMOUS, BOOTSTRAP, NOBODY, OPERATOR, Grant, Role
from taxonomy_service.domain.actors import Person
from taxonomy_service.domain.errors import DatabaseUnusable, Unauthenticated
from taxonomy_service.services import authentication as module
from taxonomy_service.services.actors import create_actor, give, take
from taxonomy_service.services.authentication import Authentication, Credentials, OpenStore
from taxonomy_service.services.keys import NewKey, create_key, revoke_key, show_key
from taxonomy_service.store.session import Store, transaction

ADMIN_KEY = "a-bootstrap-key-for-the-tests"


@dataclass
class Clock:
    now: float = field(default_factory=lambda: datetime.now(UTC).timestamp())

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def authentication(engine: Engine, clock: Clock) -> Authentication:
    return Authentication(partial(transaction, engine), bootstrap=ADMIN_KEY, clock=clock)


@pytest.fixture
def made(engine: Engine) -> NewKey:
    return make(engine)


def make(engine: Engine, expires: datetime | None = None) -> NewKey:
    with transaction(engine) as store:
        entry = create_actor(store, OPERATOR, Person("Jörg"), [Grant(Role.READER)])
        return create_key(store, OPERATOR, entry.actor.id, expires=expires)


def bearer(made: NewKey) -> str:
    return f"Bearer {made.token}"


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """Collect the SQL that is run meanwhile."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def test_who_sends_nothing_is_anonymous_or_nobody(authentication: Authentication, engine: Engine) -> None:
    assert authentication.ready(None) == authentication.check(None) == Credentials(ANONYMOUS)
    strict = Authentication(partial(transaction, engine), stranger=NOBODY)
    assert strict.check(None).actor.grants == ()


def test_a_key_is_checked_once_and_then_known_without_sql(
    authentication: Authentication, made: NewKey, engine: Engine
) -> None:
    assert authentication.ready(bearer(made)) is None
    assert authentication.is_new(bearer(made))
    checked = authentication.check(bearer(made))
    assert not authentication.is_new(bearer(made))
    assert (checked.actor.name, checked.actor.grants, checked.key_id) == ("Jörg", (Grant(Role.READER),), made.key.id)
    with statements(engine) as seen:
        assert authentication.ready(bearer(made)) is checked
        assert authentication.check(bearer(made)) is checked
    assert seen == []


def test_revoked_key_opens_nothing_after_some_seconds(
    authentication: Authentication, made: NewKey, engine: Engine, clock: Clock
) -> None:
    authentication.check(bearer(made))
    with transaction(engine) as store:
        revoke_key(store, OPERATOR, made.key.id)
    clock.now += module.MEMORY
    assert authentication.ready(bearer(made)) is None
    for _ in range(2):
        with pytest.raises(Unauthenticated, match="was revoked"):
            authentication.check(bearer(made))
        assert authentication.is_new(bearer(made))


def test_new_grants_count_and_old_ones_do_not_after_some_seconds(
    authentication: Authentication, made: NewKey, engine: Engine, clock: Clock
) -> None:
    authentication.check(bearer(made))
    with transaction(engine) as store:
        give(store, OPERATOR, made.key.actor_id, Grant(Role.PUBLISHER))
        take(store, OPERATOR, made.key.actor_id, Role.READER)
    clock.now += module.MEMORY
    assert authentication.check(bearer(made)).actor.grants == (Grant(Role.PUBLISHER),)


def test_the_second_look_at_a_key_costs_no_hashing(
    authentication: Authentication, made: NewKey, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    authentication.check(bearer(made))
    clock.now += module.MEMORY
    monkeypatch.setattr("hashlib.scrypt", lambda *_a, **_k: pytest.fail("hashed again"))
    assert authentication.check(bearer(made)).key_id == made.key.id


def test_a_key_is_not_believed_beyond_its_expiry(engine: Engine, authentication: Authentication, clock: Clock) -> None:
    made = make(engine, datetime.fromtimestamp(clock.now, UTC) + timedelta(seconds=module.MEMORY / 2))
    authentication.check(bearer(made))
    clock.now += module.MEMORY / 2
    assert authentication.ready(bearer(made)) is None


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("", "must be 'Bearer'"),
        ("Bearer", "must be 'Bearer'"),
        ("Bearer  ", "must be 'Bearer'"),
        ("Basic eDp5", "must be 'Bearer'"),
        ("Bearer靴", "must be 'Bearer'"),
        ("Bearer tsk_0123456789ab_" + "A" * 43, "not known"),
        ("Bearer a.b.c", "not known"),
        ("Bearer \ud800", "not known"),
        ("Bearer " + ADMIN_KEY[:-1], "not known"),
        ("Bearer " + "x" * 20_000, "longer than 16,384"),
    ],
)
def test_what_is_no_credential_is_refused_each_time(authentication: Authentication, header: str, said: str) -> None:
    for _ in range(2):
        with pytest.raises(Unauthenticated, match=said) as told:
            authentication.check(header)
        assert ADMIN_KEY[:-1] not in str(told.value)


@pytest.mark.parametrize("header", [f"Bearer {ADMIN_KEY}", f"bearer {ADMIN_KEY} ", f"BEARER  {ADMIN_KEY}"])
def test_the_bootstrap_key_is_an_admin_where_there_is_one(
    authentication: Authentication, engine: Engine, header: str
) -> None:
    assert authentication.check(header).actor == BOOTSTRAP
    with pytest.raises(Unauthenticated):
        Authentication(partial(transaction, engine)).check(header)


def test_tokens_are_left_to_who_reads_them(engine: Engine, clock: Clock) -> None:
    seen: list[str] = []

    def read(_open_store: OpenStore, token: str) -> Credentials:
        seen.append(token)
        return Credentials(ANONYMOUS, None, datetime.fromtimestamp(clock.now + 1, UTC))

    reading = Authentication(partial(transaction, engine), read_token=read, clock=clock)
    for _ in range(2):
        assert reading.check("Bearer aaa.bbb.ccc").actor is ANONYMOUS
    with pytest.raises(Unauthenticated):
        reading.check("Bearer aaa.bbb")
    assert seen == ["aaa.bbb.ccc"]
    clock.now += 1
    reading.check("Bearer aaa.bbb.ccc")
    assert seen == ["aaa.bbb.ccc"] * 2


def test_last_use_is_kept_at_most_once_a_minute_and_at_the_end(
    authentication: Authentication, made: NewKey, engine: Engine, clock: Clock
) -> None:
    def used() -> float:
        with transaction(engine, writing=False) as store:
            moment = show_key(store, OPERATOR, made.key.id).used
        return moment.timestamp() if moment else 0.0

    authentication.record_uses()
    authentication.check(bearer(made))
    assert used() == 0.0
    authentication.record_uses()
    first = used()
    assert first == pytest.approx(clock.now, abs=1e-3)
    clock.now += 3
    authentication.ready(bearer(made))
    with statements(engine) as seen:
        authentication.record_uses()
    assert seen == []
    clock.now += 60
    authentication.check(bearer(made))
    authentication.record_uses()
    assert used() == pytest.approx(clock.now, abs=1e-3)
    clock.now += 2
    authentication.ready(bearer(made))
    authentication.record_uses(all_of_them=True)
    assert used() == pytest.approx(clock.now, abs=1e-3)


def test_what_is_remembered_is_bounded(
    authentication: Authentication, made: NewKey, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_REMEMBERED", 2)
    others = [f"Bearer {' ' * spaces}{ADMIN_KEY}" for spaces in range(3)]
    authentication.check(bearer(made))
    for header in others:
        authentication.check(header)
    assert authentication.ready(bearer(made)) is None
    assert authentication.ready(others[-1]) is not None


def test_threads_share_what_is_known(authentication: Authentication, made: NewKey) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: authentication.check(bearer(made)).key_id, range(40)))
    assert found == [made.key.id] * 40


@pytest.fixture
def away(engine: Engine, clock: Clock) -> tuple[Authentication, list[str]]:
    """An authentication whose database is away as long as the list says so."""
    said: list[str] = []

    @contextmanager
    def opening(*, writing: bool) -> Iterator[Store]:
        if said:
            raise DatabaseUnusable(said[0])
        with transaction(engine, writing=writing) as store:
            yield store

    return Authentication(opening, clock=clock), said


def test_a_key_that_was_right_lately_is_believed_while_the_database_is_away(
    away: tuple[Authentication, list[str]], made: NewKey, engine: Engine, clock: Clock
) -> None:
    authentication, said = away
    found = authentication.check(bearer(made))
    said.append("it is away")
    for _ in range(14):
        clock.now += 60
        assert authentication.check(bearer(made)) == authentication.ready(bearer(made)) == found
    with pytest.raises(DatabaseUnusable):
        authentication.check(bearer(make(engine)))
    clock.now += 60
    with pytest.raises(DatabaseUnusable):
        authentication.check(bearer(made))
    said.clear()
    assert authentication.check(bearer(made)) == found


def test_a_key_expires_though_the_database_is_away(
    away: tuple[Authentication, list[str]], engine: Engine, clock: Clock
) -> None:
    authentication, said = away
    made = make(engine, datetime.now(UTC) + timedelta(minutes=2))
    authentication.check(bearer(made))
    said.append("it is away")
    clock.now += 60
    assert authentication.check(bearer(made)).key_id == made.key.id
    clock.now += 70
    with pytest.raises(DatabaseUnusable):
        authentication.check(bearer(made))


def test_what_is_revoked_is_not_believed_when_the_database_is_back(
    away: tuple[Authentication, list[str]], made: NewKey, engine: Engine, clock: Clock
) -> None:
    authentication, said = away
    authentication.check(bearer(made))
    said.append("it is away")
    clock.now += 10
    authentication.check(bearer(made))
    with transaction(engine) as store:
        revoke_key(store, OPERATOR, made.key.id)
    said.clear()
    clock.now += 10
    with pytest.raises(Unauthenticated):
        authentication.check(bearer(made))
