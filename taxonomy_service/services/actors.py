"""Actors: who is known here, and what they are allowed."""

import secrets
from collections.abc import Iterable

from taxonomy_service.domain.access import BUILT_IN, Action, Actor, Grant, Role, make_grant, require
from taxonomy_service.domain.actors import ActorEntry, Person
from taxonomy_service.domain.audit import ServiceChange
from taxonomy_service.domain.errors import Conflict, Malformed, NotFound
from taxonomy_service.domain.messages import Given, message
from taxonomy_service.services.service_audit import note
from taxonomy_service.store import actors as stored
from taxonomy_service.store import keys as stored_keys
from taxonomy_service.store.schemes import find_scheme
from taxonomy_service.store.session import Store

LONGEST_NAME = 200


def create_actor(store: Store, actor: Actor, person: Person, grants: Iterable[Grant] = ()) -> ActorEntry:
    """Make an actor, whose id never changes. Raises Forbidden, Malformed, Conflict for a subject that is known."""
    require(actor, Action.ADMINISTER)
    _refuse_unusable(person)
    _refuse_taken_subject(store, person)
    own_id = add_person(store, person, actor)
    for grant in grants:
        give(store, actor, own_id, grant)
    return stored.find_actor(store, own_id)


def add_person(store: Store, person: Person, by: Actor | None = None) -> str:
    """Keep a person as an actor without grants and return its new id; whoever calls this has checked the right.

    `by` is who makes it, None where it is the person, by a token.
    """
    own_id = secrets.token_hex(8)
    stored.add_actor(store, own_id, person)
    note(store, by.id if by else own_id, ServiceChange.ACTOR_MADE, who=own_id)
    return own_id


def list_actors(store: Store, actor: Actor) -> list[ActorEntry]:
    """Return all actors, those that were erased included, in order of name."""
    require(actor, Action.ADMINISTER)
    return stored.list_actors(store)


def show_actor(store: Store, actor: Actor, own_id: str) -> ActorEntry:
    """Return an actor; everybody may see themselves. Raises NotFound."""
    if own_id != actor.id:
        require(actor, Action.ADMINISTER)
    return stored.find_actor(store, own_id)


def named_actor(store: Store, actor: Actor, name: str) -> ActorEntry:
    """Return the actor of this id, else of this name. Raises NotFound, Conflict where several have the name."""
    require(actor, Action.ADMINISTER)
    found = stored.find_by_name(store, name)
    if len(found) > 1:
        ids = [entry.actor.id for entry in found]
        raise Conflict(
            message(
                "several actors are called {name}: name one by its id, {ids}", name=Given(name), ids=", ".join(ids)
            ),
            ids=ids,
        )
    return found[0] if found else stored.find_actor(store, name)


def restate_person(store: Store, actor: Actor, own_id: str, person: Person) -> ActorEntry:
    """Give an actor another name or e-mail address. Raises NotFound, Malformed, Conflict for one that was erased."""
    require(actor, Action.ADMINISTER)
    _refuse_unusable(person)
    known = stored.find_actor(store, own_id)
    _refuse_erased(known)
    _refuse_taken_subject(store, person, own_id)
    change_person(store, known, person, by=actor.id)
    return stored.find_actor(store, own_id)


def change_person(store: Store, known: ActorEntry, person: Person, *, by: str) -> None:
    """Keep what an actor is called now; the audit says which parts changed, and neither the old nor the new."""
    changed = [part for part, value in person._asdict().items() if value != getattr(known.person, part)]
    stored.restate_person(store, known.actor.id, person)
    if changed:
        note(store, by, ServiceChange.ACTOR_RESTATED, who=known.actor.id, parts=changed)


def give(store: Store, actor: Actor, own_id: str, grant: Grant) -> ActorEntry:
    """Grant a role to an actor; granting it twice changes nothing.

    An admin of one scheme may grant roles in it. Raises Forbidden, Malformed, NotFound, Conflict.
    """
    grant = make_grant(*grant)
    require(actor, Action.ADMINISTER, grant.scheme)
    if grant.scheme is not None:
        find_scheme(store, grant.scheme)
    entry = stored.find_actor(store, own_id)
    _refuse_erased(entry)
    if grant not in entry.actor.grants:
        stored.add_grant(store, own_id, grant)
        note(store, actor.id, ServiceChange.GRANT_GIVEN, who=own_id, grant=str(grant))
    return stored.find_actor(store, own_id)


def take(store: Store, actor: Actor, own_id: str, role: Role, scheme: str | None = None) -> tuple[Grant, ...]:
    """Take a role in a scheme (None: in all) back from an actor, for whatever languages, and return the grants taken.

    Raises NotFound where the actor has no such grant.
    """
    require(actor, Action.ADMINISTER, scheme)
    entry = stored.find_actor(store, own_id)
    taken = tuple(grant for grant in entry.actor.grants if (grant.role, grant.scheme) == (role, scheme))
    if not taken:
        raise NotFound(message("grant of {actor}", actor=entry.actor.name), f"{role}:{scheme or '*'}")
    stored.remove_grants(store, own_id, taken)
    note(store, actor.id, ServiceChange.GRANTS_TAKEN, who=own_id, grants=list(map(str, taken)))
    return taken


def erase(store: Store, actor: Actor, own_id: str) -> ActorEntry:
    """Remove what is known of an actor: name, e-mail address, subject, what its keys were for.

    Its keys are revoked and its grants taken back; its id stays, since the audit names who acted by it. Whether it was
    erased before makes no difference.
    """
    require(actor, Action.ADMINISTER)
    known = stored.find_actor(store, own_id)
    revoked = [key.id for key in stored_keys.list_keys(store, own_id) if key.revoked is None]
    for key_id in revoked:
        stored_keys.revoke_key(store, key_id)
    stored_keys.forget_purposes(store, own_id)
    stored.erase_person(store, own_id)
    if known.erased is None:
        taken = list(map(str, known.actor.grants))
        note(store, actor.id, ServiceChange.ACTOR_ERASED, who=own_id, keys=revoked, grants=taken)
    return stored.find_actor(store, own_id)


def names_of(store: Store, ids: Iterable[str]) -> dict[str, str]:
    """Return what people read for the ids of actors; an id that nobody has stands for itself."""
    wanted = set(ids)
    names = {entry.actor.id: entry.actor.name for entry in stored.find_actors(store, sorted(wanted))}
    names |= {known.id: known.name for known in BUILT_IN if known.id in wanted}
    return {own_id: names.get(own_id, own_id) for own_id in wanted}


def _refuse_unusable(person: Person) -> None:
    if not person.name.strip() or len(person.name) > LONGEST_NAME or not person.name.isprintable():
        raise Malformed(
            message("an actor's name has 1 to {limit} visible characters", limit=LONGEST_NAME),
            name=person.name[:LONGEST_NAME],
        )
    if (person.subject is None) != (person.issuer is None):
        raise Malformed(message("a subject needs the issuer who calls the actor so, and an issuer a subject"))


def _refuse_taken_subject(store: Store, person: Person, own_id: str | None = None) -> None:
    if person.issuer is None or person.subject is None:
        return
    taken = stored.find_by_subject(store, person.issuer, person.subject)
    if taken is not None and taken.actor.id != own_id:
        raise Conflict(
            message("the issuer's subject {subject} is an actor already", subject=Given(person.subject)),
            actor=taken.actor.id,
        )


def _refuse_erased(entry: ActorEntry) -> None:
    if entry.erased is not None:
        raise Conflict(
            message("the actor {actor} was erased; make a new one", actor=entry.actor.id), actor=entry.actor.id
        )
