"""Actors in the store."""

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlmodel import col, delete, select

from taxonomy_service.domain.access import Actor, Grant, Role
from taxonomy_service.domain.actors import ActorEntry, Person
from taxonomy_service.domain.errors import NotFound
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.store.actor_tables import ActorRow, GrantRow
from taxonomy_service.store.session import Store


def utc(moment: datetime) -> datetime:
    """Return the moment with its zone, which SQLite forgets; we write UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def add_actor(store: Store, own_id: str, person: Person) -> None:
    """Keep an actor without grants."""
    store.session.add(ActorRow(id=own_id, **person._asdict(), created=datetime.now(UTC)))
    store.session.flush()


def find_actor(store: Store, own_id: str) -> ActorEntry:
    """Return the actor of this id, one that was erased included; raises NotFound."""
    row = store.session.get(ActorRow, own_id)
    if row is None:
        raise NotFound(message("actor"), own_id)
    return _stored(row, _grants(store, [own_id]).get(own_id, ()))


def find_actors(store: Store, ids: list[str]) -> list[ActorEntry]:
    """Return those actors of these ids that are known, in order of id."""
    grants = _grants(store, ids)
    rows = store.session.exec(select(ActorRow).where(col(ActorRow.id).in_(ids)).order_by(ActorRow.id))
    return [_stored(row, grants.get(row.id, ())) for row in rows]


def find_by_subject(store: Store, issuer: str, subject: str) -> ActorEntry | None:
    """Return the actor that an issuer calls so."""
    query = select(ActorRow.id).where(ActorRow.issuer == issuer, ActorRow.subject == subject)
    own_id = store.session.exec(query).first()
    return None if own_id is None else find_actor(store, own_id)


def find_by_name(store: Store, name: str) -> list[ActorEntry]:
    """Return the actors of this name, in order of id."""
    return find_actors(store, list(store.session.exec(select(ActorRow.id).where(ActorRow.name == name))))


def list_actors(store: Store) -> list[ActorEntry]:
    """Return all actors, in code point order of their names, then of their ids."""
    rows = sorted(store.session.exec(select(ActorRow)), key=lambda row: (row.name, row.id))
    grants = _grants(store, None)
    return [_stored(row, grants.get(row.id, ())) for row in rows]


def add_grant(store: Store, actor_id: str, grant: Grant) -> None:
    """Give an actor a grant."""
    languages = None if grant.languages is None else " ".join(grant.languages)
    store.session.add(
        GrantRow(actor_id=actor_id, role=grant.role.value, scheme=grant.scheme, languages=languages),
    )
    store.session.flush()


def remove_grants(store: Store, actor_id: str, grants: Iterable[Grant]) -> None:
    """Take grants back."""
    unwanted = set(grants)
    for row in store.session.exec(select(GrantRow).where(GrantRow.actor_id == actor_id)):
        if _grant(row) in unwanted:
            store.session.delete(row)
    store.session.flush()


def restate_person(store: Store, actor_id: str, person: Person) -> None:
    """Keep another name, e-mail address or subject of an actor."""
    row = store.session.get_one(ActorRow, actor_id)
    row.name, row.email, row.issuer, row.subject = person
    store.session.add(row)
    store.session.flush()


def erase_person(store: Store, actor_id: str) -> None:
    """Remove all that is known of an actor but its id, with its grants."""
    store.session.exec(delete(GrantRow).where(col(GrantRow.actor_id) == actor_id))
    row = store.session.get_one(ActorRow, actor_id)
    row.name, row.email, row.issuer, row.subject = "", None, None, None
    row.erased = datetime.now(UTC)
    store.session.add(row)
    store.session.flush()


def _grants(store: Store, actor_ids: list[str] | None) -> dict[str, tuple[Grant, ...]]:
    query = select(GrantRow).order_by(col(GrantRow.key))
    if actor_ids is not None:
        query = query.where(col(GrantRow.actor_id).in_(actor_ids))
    found: dict[str, tuple[Grant, ...]] = {}
    for row in store.session.exec(query):
        found[row.actor_id] = (*found.get(row.actor_id, ()), _grant(row))
    return found


def _grant(row: GrantRow) -> Grant:
    languages = None if row.languages is None else tuple(map(LanguageTag, row.languages.split()))
    return Grant(Role(row.role), None if row.scheme is None else SchemeId(row.scheme), languages)


def _stored(row: ActorRow, grants: tuple[Grant, ...]) -> ActorEntry:
    person = Person(row.name, row.email, row.issuer, row.subject)
    erased = None if row.erased is None else utc(row.erased)
    return ActorEntry(Actor(row.id, row.name or f"erased {row.id}", grants), person, utc(row.created), erased)
