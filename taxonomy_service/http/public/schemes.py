"""Schemes, their releases and exports."""

from collections.abc import Iterator
from functools import partial
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from taxonomy_service.domain.access import Actor
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.http.caching import Cached, etag_of
from taxonomy_service.http.dependencies import (
    AppState,
    CurrentActor,
    MessageLanguage,
    ReadingStore,
    SchemeName,
    ServedIndex,
    in_turn,
    served_index,
    whole_index,
)
from taxonomy_service.http.presenting import release_shape, scheme_link, scheme_shape
from taxonomy_service.http.shapes import ReleaseShape, SchemeLink, SchemeShape
from taxonomy_service.http.state import state_of
from taxonomy_service.matching.release_index import ReleaseIndex
from taxonomy_service.services.compiled_folder import APART
from taxonomy_service.services.export_processes import export_apart
from taxonomy_service.services.exports import ExportFormat, export_chunks, media_type
from taxonomy_service.services.releases import find_entry, list_releases, release_blocks, scheme_ids

router = APIRouter(prefix="/v1/schemes", tags=["schemes"])


@router.get("", summary="All schemes")
async def schemes(state: AppState, actor: CurrentActor, store: ReadingStore) -> list[SchemeLink]:
    """List the schemes you may read with their languages and newest releases, in order of id."""
    names = await run_in_threadpool(scheme_ids, store, actor)
    indexes = [await served_index(state.served.compiled, actor, name, None) for name in names]
    return [scheme_link(index) for index in indexes]


@router.get("/{scheme}", summary="One scheme")
def scheme(index: ServedIndex, _cached: Cached, store: ReadingStore) -> SchemeShape:
    """Show a scheme with the number of its labels in each language."""
    return scheme_shape(index, find_entry(store, index.name.scheme, str(index.name.number)))


@router.get("/{scheme}/releases", summary="Releases of a scheme")
def releases(scheme: SchemeName, actor: CurrentActor, store: ReadingStore) -> list[ReleaseShape]:
    """List the releases, newest first."""
    return [release_shape(entry) for entry in list_releases(store, actor, scheme)]


@router.get("/{scheme}/export", summary="A scheme as a file", response_class=StreamingResponse)
async def export(
    request: Request,
    actor: CurrentActor,
    index: ServedIndex,
    _cached: Cached,
    reader: MessageLanguage,
    format: Annotated[ExportFormat, Query(description="the format of the file")] = ExportFormat.TURTLE,  # noqa: A002
) -> StreamingResponse:
    """Stream a release as SKOS, JSKOS or CSV."""
    blocks = await _blocks(request, actor, index, format, reader)
    name = f"{index.name.scheme}-{index.name.number}{format.extension}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "ETag": etag_of(index.name.content_hash),
    }
    return StreamingResponse(blocks, media_type=media_type(format), headers=headers)


async def _blocks(
    request: Request,
    actor: Actor,
    index: ReleaseIndex,
    format: ExportFormat,  # noqa: A002
    reader: LanguageTag,
) -> Iterator[bytes]:
    """Return the blocks of an export; only a small release is read into memory for it, and not here if it is large."""
    state, name = state_of(request), index.name
    if format is ExportFormat.NTRIPLES:
        return await in_turn(state, lambda store: release_blocks(store, name.scheme, str(name.number)))
    if index.head.labels < APART:
        return await run_in_threadpool(export_chunks, (await whole_index(request, actor, name)).scheme, format)
    url = state.reading.url.render_as_string(hide_password=False)
    return await to_thread.run_sync(partial(export_apart, url, name, format, reader), limiter=state.exports)
