"""Actors: who acts, and what their roles allow in which scheme and languages."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from taxonomy_service.domain.errors import Forbidden
from taxonomy_service.domain.languages import LanguageTag, lookup_chain
from taxonomy_service.domain.schemes import SchemeId


class Action(StrEnum):
    """What can be allowed."""

    READ = "read"
    VALIDATE = "validate"
    PROPOSE = "propose"
    EDIT = "edit"
    APPROVE = "approve"
    PUBLISH = "publish"
    ADMINISTER = "administer"


class Role(StrEnum):
    """What an actor may do in a scheme."""

    READER = "reader"
    ANNOTATOR = "annotator"
    CONTRIBUTOR = "contributor"
    LINGUIST = "linguist"
    REVIEWER = "reviewer"
    PUBLISHER = "publisher"
    ADMIN = "admin"

    @property
    def actions(self) -> frozenset[Action]:
        """What the role allows."""
        return _ACTIONS[self]


_USE = frozenset({Action.READ, Action.VALIDATE})
_ACTIONS = {
    Role.READER: frozenset({Action.READ}),
    Role.ANNOTATOR: _USE,
    Role.CONTRIBUTOR: _USE | {Action.PROPOSE},
    Role.LINGUIST: _USE | {Action.PROPOSE, Action.EDIT},
    Role.REVIEWER: _USE | {Action.PROPOSE, Action.APPROVE},
    Role.PUBLISHER: _USE | {Action.PUBLISH},
    Role.ADMIN: frozenset(Action),
}


class Grant(NamedTuple):
    """A role in one scheme (None: in all) and for some languages and their varieties (None: for all)."""

    role: Role
    scheme: SchemeId | None = None
    languages: tuple[LanguageTag, ...] | None = None

    def covers(self, action: Action, scheme: str | None, language: LanguageTag | None) -> bool:
        """Say whether the grant allows an action; `scheme` None is the whole service, `language` None no language."""
        return (
            action in self.role.actions
            and (self.scheme is None or self.scheme == scheme)
            and (
                self.languages is None or language is None or not set(self.languages).isdisjoint(lookup_chain(language))
            )
        )


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts; `id` never changes, `name` is what people read."""

    id: str
    name: str
    grants: tuple[Grant, ...] = ()


OPERATOR = Actor("operator", "operator", (Grant(Role.ADMIN),))
"""Whoever runs the command on the machine itself: access to the database is access to everything."""
ANONYMOUS = Actor("anonymous", "anonymous", (Grant(Role.ANNOTATOR),))


def may(actor: Actor, action: Action, scheme: str | None = None, language: LanguageTag | None = None) -> bool:
    """Say whether the actor may do this in a scheme (None: everywhere) and a language (None: whatever has none)."""
    return any(grant.covers(action, scheme, language) for grant in actor.grants)


def require(actor: Actor, action: Action, scheme: str | None = None, language: LanguageTag | None = None) -> None:
    """Raise Forbidden unless the actor may do this (see `may`)."""
    if not may(actor, action, scheme, language):
        place = "".join([f" in scheme {scheme}" if scheme else "", f" in language {language}" if language else ""])
        raise Forbidden(
            f"{actor.name} may not {action}{place}",
            actor=actor.name,
            action=action.value,
            scheme=scheme,
            language=language,
        )
