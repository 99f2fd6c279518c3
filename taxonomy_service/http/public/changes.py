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
    next: int = Field(description="the number up to which there is no other event that you may hear of")


@router.get("/changes", summary="What happened in a scheme")
def changes(
    scheme: SchemeName,
    actor: CurrentActor,
    store: ReadingStore,
    since: Annotated[
        int | None,
        Query(ge=0, le=2**53, description="`next` of the answer before; by default from the oldest that is kept"),
    ] = None,
    limit: Annotated[int, Query(ge=1, le=1000, description="how many to give")] = 100,
) -> ChangesPage:
    """List releases, for those who work on the scheme also approvals and findings, in the order of what happened.

    410 where some after `since` are kept no longer; `data.since` of the problem says from where to go on.
    """
    found = service.feed(store, actor, scheme, since, limit)
    items = [
        EventShape(number=event.number, kind=event.kind, time=event.time, data=dict(event.data))
        for event in found.events
    ]
    return ChangesPage(items=items, next=found.next)
