"""The shapes of actors with their grants and keys."""

from collections.abc import Iterable
from datetime import datetime

from pydantic import Field

from taxonomy_service.domain.access import Grant, Role, make_grant
from taxonomy_service.domain.actors import ActorEntry
from taxonomy_service.domain.keys import ApiKey, KeyState
from taxonomy_service.domain.languages import parse_language_tag
from taxonomy_service.http.shapes import Shape


class GrantShape(Shape):
    """A role in a scheme and some languages with their varieties; null means all."""

    role: Role
    scheme: str | None = Field(default=None, max_length=100, examples=["footwear"])
    languages: list[str] | None = Field(default=None, max_length=500, examples=[["de", "fr"]])

    def grant(self) -> Grant:
        """Return what is meant; raises Malformed, InvalidLanguageTag."""
        languages = None if self.languages is None else tuple(map(parse_language_tag, self.languages))
        return make_grant(self.role, self.scheme, languages)


class ActorShape(Shape):
    """An actor. One that was erased has its id only."""

    id: str
    name: str
    email: str | None
    issuer: str | None
    subject: str | None
    grants: list[GrantShape]
    created: datetime
    erased: datetime | None


class KeyShape(Shape):
    """An API key, its secret aside; `used` is true to about a minute."""

    id: str
    actor: str
    purpose: str
    state: KeyState
    created: datetime
    expires: datetime | None
    used: datetime | None
    revoked: datetime | None


class NewKeyShape(KeyShape):
    """A key that was just made."""

    key: str = Field(description="what its holder sends as `Authorization: Bearer …`; shown only now")


class MeShape(Shape):
    """Who you are to this service; `key` is the id of the key that you sent, `expires` when it ends to count."""

    id: str
    name: str
    grants: list[GrantShape]
    key: str | None
    expires: datetime | None


def grant_shapes(grants: Iterable[Grant]) -> list[GrantShape]:
    """Show grants."""
    return [
        GrantShape(
            role=grant.role,
            scheme=grant.scheme,
            languages=None if grant.languages is None else list(grant.languages),
        )
        for grant in grants
    ]


def actor_shape(entry: ActorEntry) -> ActorShape:
    """Show an actor."""
    return ActorShape(
        id=entry.actor.id,
        grants=grant_shapes(entry.actor.grants),
        created=entry.created,
        erased=entry.erased,
        **entry.person._asdict(),
    )


def key_shape(key: ApiKey) -> KeyShape:
    """Show a key."""
    return KeyShape(
        id=key.id,
        actor=key.actor_id,
        purpose=key.purpose,
        state=key.state(),
        created=key.created,
        expires=key.expires,
        used=key.used,
        revoked=key.revoked,
    )
