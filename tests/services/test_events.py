from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from taxonomy_service.domain.access import ANONYMOUS, NOBODY, OPERATOR, Actor, Grant, Role
from taxonomy_service.domain.errors import Forbidden, Gone, NotFound, Unauthenticated
from taxonomy_service.domain.events import EventKind
from taxonomy_service.services.events import announce, changes, feed
from taxonomy_service.store.events import prune_events
from taxonomy_service.store.schemes import find_scheme
from taxonomy_service.store.session import transaction
from tests.services.conftest import Take


def test_a_release_is_announced_with_it_and_a_dry_run_is_not(take: Take, shoes: str, engine: Engine) -> None:
    take(shoes, dry_run=True)
    first = take(shoes).schemes[0].release
    take(shoes)
    second = take(shoes.replace("Laufschuh", "Rennschuh")).schemes[0].release
    assert first is not None
    assert second is not None
    with transaction(engine, writing=False) as store:
        found = changes(store, ANONYMOUS, "shoes")
    assert [(event.number, event.kind, event.data) for event in found] == [
        (
            number,
            EventKind.RELEASE,
            {"release": entry.number, "version": entry.version, "content_hash": entry.content_hash},
        )
        for number, entry in enumerate((first, second), 1)
    ]


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        (Role.READER, ["release"]),
        (Role.ANNOTATOR, ["release"]),
        (Role.PUBLISHER, ["release", "approval", "finding"]),
        (Role.CONTRIBUTOR, ["release", "approval", "finding"]),
        (Role.LINGUIST, ["release", "approval", "finding"]),
        (Role.REVIEWER, ["release", "approval", "finding"]),
        (Role.ADMIN, ["release", "approval", "finding"]),
    ],
)
def test_who_works_on_the_draft_hears_of_it(
    take: Take, shoes: str, engine: Engine, role: Role, kinds: list[str]
) -> None:
    take(shoes)
    with transaction(engine) as store:
        for kind in (EventKind.APPROVAL, EventKind.FINDING):
            announce(store, find_scheme(store, "shoes"), kind, {"concept": "sandal", "language": "de"})
        found = changes(store, Actor("a", "Ayşe", (Grant(role),)), "shoes")
        assert [event.kind.value for event in found] == kinds
        assert len(changes(store, OPERATOR, "shoes", 1, 1)) == 1


def test_who_may_not_read_hears_nothing(take: Take, shoes: str, engine: Engine) -> None:
    take(shoes)
    with transaction(engine) as store:
        with pytest.raises(Unauthenticated):
            changes(store, NOBODY, "shoes")
        with pytest.raises(Forbidden):
            changes(store, Actor("a", "Ayşe", (Grant(Role.READER, "roads"),)), "shoes")  # type: ignore[arg-type]
        with pytest.raises(NotFound):
            changes(store, OPERATOR, "boots")


CONTRIBUTOR = Actor("c", "Cem", (Grant(Role.CONTRIBUTOR),))


def test_a_reader_who_hears_of_few_kinds_keeps_up_with_the_numbers(take: Take, shoes: str, engine: Engine) -> None:
    take(shoes)
    with transaction(engine) as store:
        scheme = find_scheme(store, "shoes")
        for kind in (EventKind.APPROVAL, EventKind.FINDING):
            announce(store, scheme, kind, {})
        page = feed(store, ANONYMOUS, "shoes", limit=1)
        assert ([event.number for event in page.events], page.next) == ([1], 1)
        assert feed(store, ANONYMOUS, "shoes", page.next) == ([], 3)
        assert feed(store, ANONYMOUS, "shoes", 99) == ([], 99)


def test_a_place_that_is_kept_no_longer_is_gone_and_not_silently_skipped(
    take: Take, shoes: str, engine: Engine
) -> None:
    take(shoes)
    with transaction(engine) as store:
        scheme = find_scheme(store, "shoes")
        for _ in range(3):
            announce(store, scheme, EventKind.APPROVAL, {})
        kept_up = feed(store, ANONYMOUS, "shoes").next
        prune_events(store, datetime.now(UTC) + timedelta(days=1), 10)
        with pytest.raises(Gone, match="go on with since=3") as told:
            feed(store, CONTRIBUTOR, "shoes", 2)
        assert dict(told.value.data) == {"since": 3}
        assert [event.number for event in feed(store, CONTRIBUTOR, "shoes", 3).events] == [4]
        assert [event.number for event in feed(store, CONTRIBUTOR, "shoes").events] == [4]
        assert feed(store, ANONYMOUS, "shoes", kept_up) == ([], 4)
        assert feed(store, ANONYMOUS, "shoes") == ([], 4)
