import json
from collections.abc import Callable

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from taxonomy_service.domain.access import ANONYMOUS, OPERATOR, Action, Actor, Grant, Role, may
from taxonomy_service.domain.actors import Person
from taxonomy_service.domain.change_sets import ChangeSet
from taxonomy_service.domain.errors import Conflict, Forbidden, Malformed, NotFound, TaxonomyError, Unauthenticated
from taxonomy_service.domain.keys import KeyState
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.services import actors
from taxonomy_service.services.audit import audit_log, verify_audit
from taxonomy_service.services.editing import edit
from taxonomy_service.services.keys import create_key, list_keys
from taxonomy_service.store.session import Store, transaction
from tests.services.conftest import Take

SHOES, ROADS = SchemeId("shoes"), SchemeId("roads")
GERMAN = (LanguageTag("de"),)
SHOES_ADMIN = Actor("s", "Şükrü", (Grant(Role.ADMIN, SHOES),))
READER = Actor("r", "Zoë", (Grant(Role.READER),))
Call = Callable[[Store, Actor, str], object]


@pytest.fixture
def linguist(store: Store) -> str:
    return actors.create_actor(store, OPERATOR, Person("Jörg")).actor.id


def test_actors_have_ids_of_their_own_even_under_one_name(store: Store) -> None:
    made = [actors.create_actor(store, OPERATOR, Person("Ayşe"), [Grant(Role.READER)]) for _ in range(3)]
    assert len({entry.actor.id for entry in made}) == 3
    assert {entry.actor.grants for entry in made} == {(Grant(Role.READER),)}
    assert sorted(entry.actor.id for entry in made) == sorted(e.actor.id for e in actors.list_actors(store, OPERATOR))


@pytest.mark.parametrize(
    "call",
    [
        lambda store, actor, own_id: actors.create_actor(store, actor, Person("Zoë")),
        lambda store, actor, own_id: actors.list_actors(store, actor),
        actors.show_actor,
        lambda store, actor, own_id: actors.named_actor(store, actor, "Jörg"),
        lambda store, actor, own_id: actors.restate_person(store, actor, own_id, Person("Zoë")),
        lambda store, actor, own_id: actors.give(store, actor, own_id, Grant(Role.READER)),
        lambda store, actor, own_id: actors.take(store, actor, own_id, Role.READER),
        actors.erase,
    ],
)
def test_only_an_admin_of_the_whole_service_may_see_and_change_actors(store: Store, linguist: str, call: Call) -> None:
    before = actors.show_actor(store, OPERATOR, linguist)
    for actor, refusal in ((ANONYMOUS, Unauthenticated), (READER, Forbidden), (SHOES_ADMIN, Forbidden)):
        with pytest.raises(refusal):
            call(store, actor, linguist)
    assert actors.list_actors(store, OPERATOR) == [before]


def test_everybody_may_see_themselves(store: Store, linguist: str) -> None:
    assert actors.show_actor(store, Actor(linguist, "Jörg"), linguist).actor.name == "Jörg"


def test_an_actor_is_named_by_id_or_by_a_name_that_is_the_only_one(store: Store, linguist: str) -> None:
    assert actors.named_actor(store, OPERATOR, "Jörg").actor.id == linguist
    assert actors.named_actor(store, OPERATOR, linguist).actor.id == linguist
    with pytest.raises(NotFound, match="no actor 'jörg'"):
        actors.named_actor(store, OPERATOR, "jörg")
    other = actors.create_actor(store, OPERATOR, Person("Jörg")).actor.id
    with pytest.raises(Conflict, match=r"several .* by its id") as told:
        actors.named_actor(store, OPERATOR, "Jörg")
    assert sorted(told.value.data["ids"]) == sorted([linguist, other])  # type: ignore[call-overload]


def test_grants_are_given_once_and_taken_whatever_their_languages(take: Take, shoes: str, engine: Engine) -> None:
    take(shoes)
    with transaction(engine) as store:
        own_id = actors.create_actor(store, OPERATOR, Person("Jörg")).actor.id
        german = Grant(Role.LINGUIST, SHOES, GERMAN)
        for grant in (german, german, Grant(Role.LINGUIST, SHOES, (LanguageTag("fr"),)), Grant(Role.LINGUIST)):
            entry = actors.give(store, OPERATOR, own_id, grant)
        assert len(entry.actor.grants) == 3
        assert len(actors.take(store, OPERATOR, own_id, Role.LINGUIST, "shoes")) == 2
        assert actors.show_actor(store, OPERATOR, own_id).actor.grants == (Grant(Role.LINGUIST),)
        with pytest.raises(NotFound, match=r"grant of Jörg 'reviewer:\*'"):
            actors.take(store, OPERATOR, own_id, Role.REVIEWER)


def test_an_admin_of_a_scheme_grants_roles_in_it_and_nowhere_else(take: Take, shoes: str, engine: Engine) -> None:
    take(shoes)
    with transaction(engine) as store:
        own_id = actors.create_actor(store, OPERATOR, Person("Jörg")).actor.id
        actors.give(store, SHOES_ADMIN, own_id, Grant(Role.LINGUIST, SHOES, GERMAN))
        for grant in (Grant(Role.READER), Grant(Role.READER, ROADS)):
            with pytest.raises(Forbidden):
                actors.give(store, SHOES_ADMIN, own_id, grant)
            with pytest.raises(Forbidden):
                actors.take(store, SHOES_ADMIN, own_id, grant.role, grant.scheme)
        actors.take(store, SHOES_ADMIN, own_id, Role.LINGUIST, "shoes")
        assert actors.show_actor(store, OPERATOR, own_id).actor.grants == ()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    own=st.builds(Grant, st.sampled_from(Role), st.sampled_from([None, SHOES, ROADS]), st.sampled_from([None, GERMAN])),
    given_=st.builds(Grant, st.sampled_from(Role), st.sampled_from([None, SHOES]), st.sampled_from([None, GERMAN])),
    asked=st.tuples(st.sampled_from(Action), st.sampled_from([None, "shoes"]), st.sampled_from([None, "de", "fr"])),
)
def test_nobody_gives_more_than_they_have(
    with_shoes: Engine, own: Grant, given_: Grant, asked: tuple[Action, str | None, LanguageTag | None]
) -> None:
    if own.role is Role.ADMIN and own.languages is not None:
        own = own._replace(languages=None)
    giver = Actor("g", "giver", (own,))
    with transaction(with_shoes) as store:
        own_id = actors.create_actor(store, OPERATOR, Person("taker")).actor.id
        try:
            taker = actors.give(store, giver, own_id, given_).actor
        except (Forbidden, Malformed):
            taker = actors.show_actor(store, OPERATOR, own_id).actor
        actors.erase(store, OPERATOR, own_id)
    assert not may(taker, *asked) or may(giver, *asked)


@pytest.fixture
def with_shoes(take: Take, shoes: str, engine: Engine) -> Engine:
    """A database in which the scheme `shoes` is known."""
    take(shoes)
    return engine


@pytest.mark.parametrize(
    ("grant", "refusal"),
    [
        (Grant(Role.LINGUIST, SchemeId("no-such")), NotFound),
        (Grant(Role.ADMIN, None, GERMAN), Malformed),
        (Grant(Role.LINGUIST, None, ()), Malformed),
    ],
)
def test_a_grant_that_makes_no_sense_is_refused(
    store: Store, linguist: str, grant: Grant, refusal: type[TaxonomyError]
) -> None:
    with pytest.raises(refusal):
        actors.give(store, OPERATOR, linguist, grant)
    assert actors.show_actor(store, OPERATOR, linguist).actor.grants == ()


@pytest.mark.parametrize(
    "person",
    [
        Person(""),
        Person("  "),
        Person("x" * 201),
        Person("two\nlines"),
        Person("\u202egnirtsa"),
        Person("Zoë", subject="00u1"),
        Person("Zoë", issuer="https://login.example.org"),
    ],
)
def test_a_person_who_cannot_be_shown_or_found_is_refused(store: Store, linguist: str, person: Person) -> None:
    with pytest.raises(Malformed):
        actors.create_actor(store, OPERATOR, person)
    with pytest.raises(Malformed):
        actors.restate_person(store, OPERATOR, linguist, person)
    assert [entry.person for entry in actors.list_actors(store, OPERATOR)] == [Person("Jörg")]


def test_a_subject_is_one_actor(store: Store, linguist: str) -> None:
    person = Person("Zoë", None, "https://login.example.org", "00u1")
    own_id = actors.create_actor(store, OPERATOR, person).actor.id
    with pytest.raises(Conflict, match="00u1"):
        actors.create_actor(store, OPERATOR, person._replace(name="another"))
    with pytest.raises(Conflict, match="00u1"):
        actors.restate_person(store, OPERATOR, linguist, person)
    assert actors.restate_person(store, OPERATOR, own_id, person._replace(name="Zoé")).actor.name == "Zoé"


def test_an_erased_actor_is_known_by_id_only_and_its_keys_open_nothing(engine: Engine) -> None:
    with transaction(engine) as store:
        person = Person("Ayşe Yılmaz", "ayse@example.org", "https://login.example.org", "00u1")
        own_id = actors.create_actor(store, OPERATOR, person, [Grant(Role.ADMIN)]).actor.id
        create_key(store, OPERATOR, own_id, "laptop of Ayşe")
        for _ in range(2):
            erased = actors.erase(store, OPERATOR, own_id)
    with transaction(engine) as store:
        assert actors.show_actor(store, OPERATOR, own_id) == erased
        (key,) = list_keys(store, OPERATOR, own_id)
        assert (key.state(), key.purpose) == (KeyState.REVOKED, "")
        rows = [str(row) for row in engine_rows(store)]
        assert not [row for row in rows if "Ay" in row or "00u1" in row or "example.org" in row]
        for refused in (
            lambda: actors.give(store, OPERATOR, own_id, Grant(Role.READER)),
            lambda: actors.restate_person(store, OPERATOR, own_id, person),
            lambda: create_key(store, OPERATOR, own_id),
        ):
            with pytest.raises(Conflict, match="was erased"):
                refused()


def test_what_an_erased_actor_did_is_still_in_a_chain_that_verifies(take: Take, shoes: str, engine: Engine) -> None:
    take(shoes)
    with transaction(engine) as store:
        person = Person("Ayşe Yılmaz", "ayse@example.org")
        ayse = actors.create_actor(store, OPERATOR, person, [Grant(Role.LINGUIST, SHOES)]).actor
        label = {"form": "cipő", "language": "hu"}
        operation = {"operation": "add-label", "concept": "shoe", "label": label}
        edit(store, ayse, "shoes", msgspec.convert({"operations": [operation]}, type=ChangeSet))
    with transaction(engine) as store:
        actors.erase(store, OPERATOR, ayse.id)
    with transaction(engine) as store:
        entries = list(audit_log(store, OPERATOR, "shoes"))
        assert verify_audit(store, OPERATOR, "shoes").broken is None
        assert actors.names_of(store, [entries[-1].actor]) == {ayse.id: f"erased {ayse.id}"}
    bodies = [str(json.loads(entry.body)) for entry in entries]
    assert "cipő" in bodies[-1]
    assert not [body for body in bodies if "Yılmaz" in body or "ayse@" in body]


def engine_rows(store: Store) -> list[object]:
    connection = store.session.connection()
    return [
        tuple(row)
        for table in ("actor", "actor_grant", "api_key")
        for row in connection.exec_driver_sql(f"SELECT * FROM {table}")
    ]


def test_ids_are_told_by_name(store: Store, linguist: str) -> None:
    erased = actors.create_actor(store, OPERATOR, Person("Zoë")).actor.id
    actors.erase(store, OPERATOR, erased)
    assert actors.names_of(store, [linguist, erased, "operator", "bootstrap", "nobody", linguist]) == {
        linguist: "Jörg",
        erased: f"erased {erased}",
        "operator": "operator",
        "bootstrap": "bootstrap admin",
        "nobody": "nobody",
    }
    assert actors.names_of(store, []) == {}
