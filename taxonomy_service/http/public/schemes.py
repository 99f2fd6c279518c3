"""Schemes, their releases and exports."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from taxonomy_service.http.caching import Cached, etag_of
from taxonomy_service.http.dependencies import (
    AppState,
    CurrentActor,
    ReadingStore,
    SchemeName,
    ServedIndex,
    served_index,
)
from taxonomy_service.http.presenting import release_shape, scheme_link, scheme_shape
from taxonomy_service.http.shapes import ReleaseShape, SchemeLink, SchemeShape
from taxonomy_service.services.exports import ExportFormat, export_chunks, media_type
from taxonomy_service.services.releases import list_releases, scheme_ids

router = APIRouter(prefix="/v1/schemes", tags=["schemes"])


@router.get("", summary="All schemes")
async def schemes(state: AppState, actor: CurrentActor, store: ReadingStore) -> list[SchemeLink]:
    """List the schemes you may read with their languages and newest releases, in order of id."""
    names = await run_in_threadpool(scheme_ids, store, actor)
    return [scheme_link(await served_index(state.served.whole, actor, name, None)) for name in names]


@router.get("/{scheme}", summary="One scheme")
def scheme(index: ServedIndex, _cached: Cached) -> SchemeShape:
    """Show a scheme with the number of its labels in each language."""
    return scheme_shape(index)


@router.get("/{scheme}/releases", summary="Releases of a scheme")
def releases(scheme: SchemeName, actor: CurrentActor, store: ReadingStore) -> list[ReleaseShape]:
    """List the releases, newest first."""
    return [release_shape(entry) for entry in list_releases(store, actor, scheme)]


@router.get("/{scheme}/export", summary="A scheme as a file", response_class=StreamingResponse)
def export(
    index: ServedIndex,
    _cached: Cached,
    format: Annotated[ExportFormat, Query(description="the format of the file")] = ExportFormat.TURTLE,  # noqa: A002
) -> StreamingResponse:
    """Stream a release as SKOS, JSKOS or CSV."""
    name = f"{index.name.scheme}-{index.name.number}{format.extension}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "ETag": etag_of(index.name.content_hash),
    }
    return StreamingResponse(export_chunks(index.scheme, format), media_type=media_type(format), headers=headers)
