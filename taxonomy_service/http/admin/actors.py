"""Actors and what they are allowed."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import Field

from taxonomy_service.domain.access import Role
from taxonomy_service.domain.actors import Person
from taxonomy_service.http.actor_shapes import ActorShape, GrantShape, actor_shape, grant_shapes
from taxonomy_service.http.dependencies import CurrentActor, ReadingStore, WritingStore
from taxonomy_service.http.shapes import Shape
from taxonomy_service.services import actors as service

router = APIRouter(prefix="/admin/v1/actors", tags=["access"])

ActorId = Annotated[str, Path(alias="actor", description="the actor's id", max_length=100)]


class PersonBody(Shape):
    """Who an actor is; `issuer` and `subject` (both or none) are those of the tokens that stand for it."""

    name: str = Field(min_length=1, max_length=service.LONGEST_NAME, examples=["Jörg"])
    email: str | None = Field(default=None, max_length=320)
    issuer: str | None = Field(default=None, max_length=1000)
    subject: str | None = Field(default=None, max_length=1000)

    def person(self) -> Person:
        """Return who is meant."""
        return Person(self.name, self.email, self.issuer, self.subject)


class ActorBody(PersonBody):
    """A new actor."""

    grants: list[GrantShape] = Field(default=[], max_length=1000)


@router.get("", summary="All actors")
def actors(actor: CurrentActor, store: ReadingStore) -> list[ActorShape]:
    """List the actors, those that were erased included, in order of name."""
    return [actor_shape(entry) for entry in service.list_actors(store, actor)]


@router.post("", summary="Make an actor", status_code=201)
def create(body: ActorBody, actor: CurrentActor, store: WritingStore) -> ActorShape:
    """Make an actor with what it is allowed; a key is made apart."""
    grants = [grant.grant() for grant in body.grants]
    return actor_shape(service.create_actor(store, actor, body.person(), grants))


@router.get("/{actor}", summary="One actor")
def show(own_id: ActorId, actor: CurrentActor, store: ReadingStore) -> ActorShape:
    """Show an actor; everybody may see themselves."""
    return actor_shape(service.show_actor(store, actor, own_id))


@router.put("/{actor}", summary="Restate who an actor is")
def restate(own_id: ActorId, body: PersonBody, actor: CurrentActor, store: WritingStore) -> ActorShape:
    """Give an actor another name, e-mail address or subject."""
    return actor_shape(service.restate_person(store, actor, own_id, body.person()))


@router.delete("/{actor}", summary="Erase what is known of an actor")
def erase(own_id: ActorId, actor: CurrentActor, store: WritingStore) -> ActorShape:
    """Remove name, e-mail address and subject, revoke keys and grants; the id stays in what the actor did."""
    return actor_shape(service.erase(store, actor, own_id))


@router.post("/{actor}/grants", summary="Grant a role", status_code=201)
def give(own_id: ActorId, body: GrantShape, actor: CurrentActor, store: WritingStore) -> ActorShape:
    """Grant a role in a scheme and languages; an admin of a scheme may do so there."""
    return actor_shape(service.give(store, actor, own_id, body.grant()))


@router.delete("/{actor}/grants/{role}", summary="Take a role back")
def take(
    own_id: ActorId,
    role: Role,
    actor: CurrentActor,
    store: WritingStore,
    scheme: Annotated[str | None, Query(description="the scheme; without one, the role in all schemes")] = None,
) -> list[GrantShape]:
    """Take a role in a scheme back, for whatever languages; answer with the grants taken."""
    return grant_shapes(service.take(store, actor, own_id, role, scheme))
