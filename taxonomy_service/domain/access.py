"""Actors: who acts, and what a role allows."""

from dataclasses import dataclass
from enum import StrEnum

from taxonomy_service.domain.errors import Forbidden


class Role(StrEnum):
    """What an actor may do; finer roles come with curation."""

    READER = "reader"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts, by name."""

    name: str
    role: Role


OPERATOR = Actor("operator", Role.ADMIN)
"""Whoever runs the command on the machine itself: access to the database is access to everything."""
ANONYMOUS = Actor("anonymous", Role.READER)


def require(actor: Actor, role: Role) -> None:
    """Raise Forbidden unless the actor has the role; an admin has all of them."""
    if actor.role is not Role.ADMIN and actor.role is not role:
        raise Forbidden(f"{actor.name} is not {role.value}", actor=actor.name, role=role.value)
