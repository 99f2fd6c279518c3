"""Actors as they are kept: who stands behind an id, for as long as they want to be known."""

from datetime import datetime
from typing import NamedTuple

from taxonomy_service.domain.access import Actor


class Person(NamedTuple):
    """What is known of an actor beside its id and grants: all of it can be erased.

    `issuer` and `subject` (OpenID Connect Core §2) are those of the tokens that stand for the actor.
    """

    name: str
    email: str | None = None
    issuer: str | None = None
    subject: str | None = None


class ActorEntry(NamedTuple):
    """An actor in the list of actors; times are UTC. One that was erased keeps its id alone."""

    actor: Actor
    person: Person
    created: datetime
    erased: datetime | None = None
