"""API keys."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import AwareDatetime, Field

from taxonomy_service.http.actor_shapes import KeyShape, NewKeyShape, key_shape
from taxonomy_service.http.dependencies import CurrentActor, ReadingStore, WritingStore
from taxonomy_service.http.shapes import Shape
from taxonomy_service.services import keys as service

router = APIRouter(prefix="/admin/v1/keys", tags=["access"])

KeyId = Annotated[str, Path(alias="key", description="the key's id: the part between its underscores", max_length=100)]


class KeyBody(Shape):
    """A new key of an actor: it allows what the actor is granted."""

    actor: str = Field(max_length=100, description="the actor's id")
    purpose: str = Field(default="", max_length=500, examples=["CVAT server in Lyon"])
    expires: AwareDatetime | None = Field(default=None, description="without one, the key counts until it is revoked")


@router.get("", summary="All keys, or those of an actor")
def keys(
    actor: CurrentActor,
    store: ReadingStore,
    of: Annotated[str | None, Query(alias="actor", description="an actor's id", max_length=100)] = None,
) -> list[KeyShape]:
    """List keys, oldest first; everybody may list their own."""
    return [key_shape(key) for key in service.list_keys(store, actor, of)]


@router.post("", summary="Make a key", status_code=201)
def create(body: KeyBody, actor: CurrentActor, store: WritingStore) -> NewKeyShape:
    """Make a key; the answer is the only place where it is ever shown."""
    made = service.create_key(store, actor, body.actor, body.purpose, expires=body.expires)
    return NewKeyShape(key=made.token, **key_shape(made.key).model_dump())


@router.get("/{key}", summary="One key")
def show(own_id: KeyId, actor: CurrentActor, store: ReadingStore) -> KeyShape:
    """Show a key; everybody may see their own."""
    return key_shape(service.show_key(store, actor, own_id))


@router.delete("/{key}", summary="Revoke a key")
def revoke(own_id: KeyId, actor: CurrentActor, store: WritingStore) -> KeyShape:
    """Let a key open nothing any more, within seconds; everybody may revoke their own."""
    return key_shape(service.revoke_key(store, actor, own_id))
