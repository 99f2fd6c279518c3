"""What happened between the releases of a scheme."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from taxonomy_service.domain.access import Action, require
from taxonomy_service.exchange.csv_rows import csv_row
from taxonomy_service.exchange.differences import DifferenceFormat, difference_csv, difference_lines
from taxonomy_service.http.dependencies import CurrentActor, ReadingStore, SchemeName
from taxonomy_service.http.presenting import release_shape
from taxonomy_service.http.release_shapes import (
    DifferenceShape,
    IdMapShape,
    LogEntryShape,
    difference_shape,
    id_map_shape,
    log_shape,
)
from taxonomy_service.http.shapes import ReleaseShape
from taxonomy_service.services.differences import change_log, compare
from taxonomy_service.services.releases import find_entry

router = APIRouter(prefix="/v1/schemes/{scheme}", tags=["releases"])

_NAMED = "number, version or content hash of a release"
From = Annotated[str | None, Query(alias="from", description=f"{_NAMED}; by default the one before", max_length=200)]
To = Annotated[str | None, Query(description=f"{_NAMED}, or `draft`; by default the newest", max_length=200)]
Format = Annotated[DifferenceFormat, Query(description="how it is written")]


@router.get("/releases/{release}", summary="One release")
def one(
    scheme: SchemeName,
    actor: CurrentActor,
    store: ReadingStore,
    release: Annotated[str, Path(description=_NAMED, max_length=200)],
) -> ReleaseShape:
    """Show a release; its content is the export with `release=`."""
    require(actor, Action.READ, scheme)
    return release_shape(find_entry(store, scheme, release))


@router.get(
    "/diff",
    summary="What happened from one release to another",
    response_model=DifferenceShape,
    responses={200: {"content": {"text/csv": {}, "text/plain": {}}}},
)
def diff(
    scheme: SchemeName,
    actor: CurrentActor,
    store: ReadingStore,
    before: From = None,
    to: To = None,
    format: Format = DifferenceFormat.JSON,  # noqa: A002
) -> DifferenceShape | Response:
    """Compare two releases, or a release with the draft."""
    compared = compare(store, actor, scheme, before, to)
    if format is DifferenceFormat.CSV:
        return _csv("".join(difference_csv(compared.difference.changes)), "diff")
    if format is DifferenceFormat.TEXT:
        lines = difference_lines(compared.difference.changes)
        return Response("".join(f"{line}\n" for line in lines), media_type="text/plain; charset=utf-8")
    return difference_shape(compared)


@router.get(
    "/id-map",
    summary="Old ids and what follows them",
    response_model=IdMapShape,
    responses={200: {"content": {"text/csv": {}}}},
)
def id_map(
    scheme: SchemeName,
    actor: CurrentActor,
    store: ReadingStore,
    before: From = None,
    to: To = None,
    format: Annotated[DifferenceFormat, Query(description="json or csv")] = DifferenceFormat.JSON,  # noqa: A002
) -> IdMapShape | Response:
    """Lead from the ids of one release that are not in use in another to those that are."""
    compared = compare(store, actor, scheme, before, to)
    if format is DifferenceFormat.JSON:
        return id_map_shape(compared)
    rows = [(own.concept, own.fate.value, "|".join(own.successors)) for own in compared.id_map]
    return _csv("".join(map(csv_row, [("concept", "fate", "successors"), *rows])), "id-map")


@router.get("/changelog", summary="What happened, release by release")
def changelog(
    scheme: SchemeName,
    actor: CurrentActor,
    store: ReadingStore,
    before: Annotated[int | None, Query(ge=1, description="only releases of lower numbers")] = None,
    limit: Annotated[int, Query(ge=1, le=100, description="how many releases to show")] = 20,
) -> list[LogEntryShape]:
    """List the releases, newest first, with how often each thing happened in them."""
    return [log_shape(entry) for entry in change_log(store, actor, scheme, before=before, limit=limit)]


def _csv(text: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(text, media_type="text/csv; charset=utf-8; header=present", headers=headers)
