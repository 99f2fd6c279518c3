"""The feed of what happened in a scheme."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import Field

from taxonomy_service.domain.events import EventKind
from taxonomy_service.http.dependencies import CurrentActor, ReadingStore, SchemeName
from taxonomy_service.http.shapes import Shape
from taxonomy_service.services import events as service

router = APIRouter(prefix="/v1/schemes/{scheme}", tags=["changes"])


class EventShape(Shape):
    """Something that happened; `data` depends on the kind."""

    number: int
    kind: EventKind
    time: datetime
    data: dict[str, Any]


class ChangesPage(Shape):
    """Events in order; ask again with `since` = `next` for what comes after them, now or later."""

    items: list[EventShape]
    next: int = Field(description="the number of the last event given, or what was asked where there is none")


@router.get("/changes", summary="What happened in a scheme")
def changes(
    scheme: SchemeName,
    actor: CurrentActor,
    store: ReadingStore,
    since: Annotated[int, Query(ge=0, le=2**53, description="number of the last event that is known already")] = 0,
    limit: Annotated[int, Query(ge=1, le=1000, description="how many to give")] = 100,
) -> ChangesPage:
    """List releases, for those who work on the scheme also approvals and findings, in the order of what happened."""
    found = service.changes(store, actor, scheme, since, limit)
    items = [
        EventShape(number=event.number, kind=event.kind, time=event.time, data=dict(event.data)) for event in found
    ]
    return ChangesPage(items=items, next=found[-1].number if found else since)
