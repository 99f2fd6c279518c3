"""Who you are to this service."""

from fastapi import APIRouter

from taxonomy_service.http.actor_shapes import MeShape, grant_shapes
from taxonomy_service.http.dependencies import CurrentCredentials

router = APIRouter(prefix="/v1", tags=["access"])


@router.get("/me", summary="Who you are")
async def me(credentials: CurrentCredentials) -> MeShape:
    """Show the actor that you are by the key or token you sent, with what you are allowed."""
    return MeShape(
        id=credentials.actor.id,
        name=credentials.actor.name,
        grants=grant_shapes(credentials.actor.grants),
        key=credentials.key_id,
        expires=credentials.expires,
    )
