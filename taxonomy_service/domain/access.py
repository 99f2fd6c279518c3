"""Actors: who acts, and what their roles allow in which scheme and languages."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from taxonomy_service.domain.errors import Forbidden, Malformed, Unauthenticated
from taxonomy_service.domain.languages import LanguageTag, lookup_chain, parse_language_tag
from taxonomy_service.domain.messages import Given, Message, message
from taxonomy_service.domain.schemes import SchemeId


class Action(StrEnum):
    """What can be allowed; to inspect is to read what is not released: drafts, audit, findings, proposals."""

    READ = "read"
    VALIDATE = "validate"
    INSPECT = "inspect"
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


_VERBS = {
    Action.READ: message("read"),
    Action.VALIDATE: message("validate"),
    Action.INSPECT: message("inspect"),
    Action.PROPOSE: message("propose"),
    Action.EDIT: message("edit"),
    Action.APPROVE: message("approve"),
    Action.PUBLISH: message("publish"),
    Action.ADMINISTER: message("administer"),
}
"""Each as it stands after "may not" in a sentence."""
_USE = frozenset({Action.READ, Action.VALIDATE})
_WORK = _USE | {Action.INSPECT}
_ACTIONS = {
    Role.READER: frozenset({Action.READ}),
    Role.ANNOTATOR: _USE,
    Role.CONTRIBUTOR: _WORK | {Action.PROPOSE},
    Role.LINGUIST: _WORK | {Action.PROPOSE, Action.EDIT},
    Role.REVIEWER: _WORK | {Action.PROPOSE, Action.APPROVE},
    Role.PUBLISHER: _WORK | {Action.PUBLISH},
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

    def __str__(self) -> str:
        """Write it as `parse_grant` reads it."""
        return ":".join([self.role, self.scheme or "*", ",".join(self.languages) if self.languages else "*"])


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts; `id` never changes, `name` is what people read."""

    id: str
    name: str
    grants: tuple[Grant, ...] = ()


OPERATOR = Actor("operator", "operator", (Grant(Role.ADMIN),))
"""Whoever runs the command on the machine itself: access to the database is access to everything."""
BOOTSTRAP = Actor("bootstrap", "bootstrap admin", (Grant(Role.ADMIN),))
"""Whoever holds the admin key of the settings."""
ANONYMOUS = Actor("anonymous", "anonymous", (Grant(Role.ANNOTATOR),))
"""Whoever sends no key, where anonymous reading is on."""
NOBODY = Actor("anonymous", "anonymous")
"""Whoever sends no key, where it is off."""
BUILT_IN = (OPERATOR, BOOTSTRAP, ANONYMOUS)


def make_grant(role: Role, scheme: str | None = None, languages: tuple[LanguageTag, ...] | None = None) -> Grant:
    """Return a grant; raises Malformed for an admin of some languages, since what an admin does has no language."""
    if role is Role.ADMIN and languages is not None:
        raise Malformed(message("an admin cannot be limited to languages"), role=role.value)
    if languages == ():
        raise Malformed(
            message("a grant for no language allows nothing; leave the languages out to mean all"), role=role.value
        )
    ordered = None if languages is None else tuple(sorted(set(languages)))
    return Grant(role, None if scheme is None else SchemeId(scheme), ordered)


def parse_grant(text: str) -> Grant:
    """Read `ROLE[:SCHEME[:LANGUAGES]]`, where `*` means all; raises Malformed.

    >>> parse_grant("linguist:footwear:de,fr")
    Grant(role=<Role.LINGUIST: 'linguist'>, scheme='footwear', languages=('de', 'fr'))
    >>> str(parse_grant("reader"))
    'reader:*:*'
    """
    role, scheme, languages = (*text.split(":"), "*", "*")[:3]
    if role not in set(Role) or text.count(":") > 2 or not scheme:
        raise Malformed(
            message(
                "{given} is no grant; write ROLE:SCHEME:LANGUAGES, as in linguist:footwear:de,fr",
                given=Given(text[:200]),
            )
        )
    tags = None if languages == "*" else tuple(parse_language_tag(tag) for tag in languages.split(","))
    return make_grant(Role(role), None if scheme == "*" else scheme, tags)


def may(actor: Actor, action: Action, scheme: str | None = None, language: LanguageTag | None = None) -> bool:
    """Say whether the actor may do this in a scheme (None: everywhere) and a language (None: whatever has none)."""
    return any(grant.covers(action, scheme, language) for grant in actor.grants)


def require(actor: Actor, action: Action, scheme: str | None = None, language: LanguageTag | None = None) -> None:
    """Raise Forbidden unless the actor may do this (see `may`); Unauthenticated where nobody said who they are."""
    if may(actor, action, scheme, language):
        return
    refusal = _refusal(actor.name, action, scheme, language)
    if actor.id == ANONYMOUS.id:
        raise Unauthenticated(
            message("{refusal}; say who you are by the header 'Authorization: Bearer' and a key", refusal=refusal)
        )
    raise Forbidden(
        refusal,
        actor=actor.name,
        action=action.value,
        scheme=scheme,
        language=language,
    )


def _refusal(name: str, action: Action, scheme: str | None, language: LanguageTag | None) -> Message:
    verb = _VERBS[action]
    if scheme and language:
        return message(
            "{actor} may not {action} in scheme {scheme} in language {language_tag}",
            actor=name,
            action=verb,
            scheme=scheme,
            language_tag=language,
        )
    if scheme:
        return message("{actor} may not {action} in scheme {scheme}", actor=name, action=verb, scheme=scheme)
    if language:
        return message(
            "{actor} may not {action} in language {language_tag}", actor=name, action=verb, language_tag=language
        )
    return message("{actor} may not {action}", actor=name, action=verb)


def require_somewhere(actor: Actor, action: Action) -> None:
    """Raise as `require` does where no grant of the actor allows this in any scheme."""
    if not any(action in grant.role.actions for grant in actor.grants):
        require(actor, action)


def allowed_schemes(actor: Actor, action: Action, schemes: Iterable[str]) -> list[str]:
    """Return those of the schemes in which the actor may do this, in the order given; raises as `require_somewhere`."""
    require_somewhere(actor, action)
    return [scheme for scheme in schemes if may(actor, action, scheme)]
