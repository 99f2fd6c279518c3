from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from taxonomy_service.domain.access import Grant, Role
from taxonomy_service.domain.actors import Person
from taxonomy_service.domain.errors import NotFound
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.store import actors
from taxonomy_service.store.session import Store, transaction

AYSE = Person("Ayşe Yılmaz", "ayse@example.org", "https://login.example.org", "00u1")
GRANTS = (
    Grant(Role.LINGUIST, SchemeId("footwear"), (LanguageTag("pt-BR"), LanguageTag("tr"))),
    Grant(Role.READER),
    Grant(Role.REVIEWER, None, (LanguageTag("ar"),)),
)


def test_actor_comes_back_as_it_was_kept(engine: Engine) -> None:
    with transaction(engine) as store:
        actors.add_actor(store, "a1", AYSE)
        for grant in GRANTS:
            actors.add_grant(store, "a1", grant)
    with transaction(engine, writing=False) as store:
        entry = actors.find_actor(store, "a1")
    assert (entry.actor.id, entry.actor.name, entry.actor.grants) == ("a1", "Ayşe Yılmaz", GRANTS)
    assert (entry.person, entry.erased) == (AYSE, None)
    assert abs((datetime.now(UTC) - entry.created).total_seconds()) < 60


def test_actor_is_found_by_id_name_and_subject_only(store: Store) -> None:
    actors.add_actor(store, "a1", AYSE)
    actors.add_actor(store, "a2", Person("Ayşe Yılmaz"))
    actors.add_actor(store, "a3", Person("靴"))
    assert [entry.actor.id for entry in actors.find_by_name(store, "Ayşe Yılmaz")] == ["a1", "a2"]
    assert actors.find_by_name(store, "ayşe yılmaz") == []
    found = actors.find_by_subject(store, "https://login.example.org", "00u1")
    assert found is not None
    assert found.actor.id == "a1"
    assert actors.find_by_subject(store, "https://evil.example.org", "00u1") is None
    assert [entry.actor.id for entry in actors.find_actors(store, ["a3", "a1", "nobody"])] == ["a1", "a3"]
    with pytest.raises(NotFound):
        actors.find_actor(store, "00u1")


def test_actors_are_listed_by_name_each_with_its_own_grants(store: Store) -> None:
    for own_id, name in (("a1", "Zoë"), ("a2", "Jörg")):
        actors.add_actor(store, own_id, Person(name))
    actors.add_grant(store, "a1", GRANTS[0])
    assert [(entry.actor.name, entry.actor.grants) for entry in actors.list_actors(store)] == [
        ("Jörg", ()),
        ("Zoë", GRANTS[:1]),
    ]


def test_only_the_grants_named_are_taken(store: Store) -> None:
    for own_id in ("a1", "a2"):
        actors.add_actor(store, own_id, Person("Jörg"))
        for grant in GRANTS:
            actors.add_grant(store, own_id, grant)
    actors.remove_grants(store, "a1", [GRANTS[1]])
    assert actors.find_actor(store, "a1").actor.grants == (GRANTS[0], GRANTS[2])
    assert actors.find_actor(store, "a2").actor.grants == GRANTS


def test_an_erased_actor_keeps_its_id_and_nothing_else(store: Store) -> None:
    actors.add_actor(store, "a1", AYSE)
    actors.add_grant(store, "a1", GRANTS[0])
    actors.erase_person(store, "a1")
    entry = actors.find_actor(store, "a1")
    assert entry.person == Person("")
    assert (entry.actor.id, entry.actor.name, entry.actor.grants) == ("a1", "erased a1", ())
    assert entry.erased is not None
    assert actors.find_by_subject(store, "https://login.example.org", "00u1") is None


def test_another_name_is_kept(store: Store) -> None:
    actors.add_actor(store, "a1", AYSE)
    actors.restate_person(store, "a1", Person("Ayşe Demir"))
    assert actors.find_actor(store, "a1").person == Person("Ayşe Demir")


def test_a_moment_without_a_zone_is_utc() -> None:
    noon = datetime(2026, 11, 25, 12, tzinfo=UTC)
    assert actors.utc(noon.replace(tzinfo=None)) == noon
    assert actors.utc(noon) is noon
