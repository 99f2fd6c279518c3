"""Translation tables over HTTP: out as CSV or XLSX, in again as a change set."""

import io
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from taxonomy_service.domain.languages import parse_language_tag
from taxonomy_service.exchange.translation_tables import MEDIA_TYPES, TableFormat, read_table, write_table
from taxonomy_service.http.dependencies import CurrentActor, ReadingStore, SchemeName
from taxonomy_service.http.draft_presenting import outcome_shape
from taxonomy_service.http.draft_shapes import OutcomeShape
from taxonomy_service.http.writing import CurrentWriting
from taxonomy_service.services.translations import take_translations, translation_table

router = APIRouter(prefix="/admin/v1/schemes/{scheme}", tags=["translations"])
_FILES = {media_type: {"schema": {"type": "string", "format": "binary"}} for media_type in MEDIA_TYPES.values()}


@router.get(
    "/translations",
    summary="A table of what misses a language, to be filled in",
    response_class=Response,
    responses={200: {"content": _FILES}},
)
def table(
    store: ReadingStore,
    actor: CurrentActor,
    scheme: SchemeName,
    language: Annotated[str, Query(description="the language to translate into (BCP 47)", max_length=100)],
    source: Annotated[str, Query(description="the language to start from", max_length=100)] = "en",
    format: Annotated[TableFormat, Query(description="csv or xlsx")] = TableFormat.CSV,  # noqa: A002
    every: Annotated[bool, Query(description="all concepts, not only those without a label")] = False,
) -> Response:
    """Download the table."""
    languages = (parse_language_tag(language), parse_language_tag(source))
    rows = translation_table(store, actor, scheme, languages, missing_only=not every)
    headers = {"Content-Disposition": f'attachment; filename="translations.{format}"'}
    return Response(write_table(rows, format), media_type=MEDIA_TYPES[format], headers=headers)


@router.post(
    "/translations",
    summary="Take a filled table into the draft",
    response_model=OutcomeShape,
    openapi_extra={"requestBody": {"required": True, "content": _FILES}},
)
def fill(scheme: SchemeName, writing: CurrentWriting) -> Response:
    """Add and revise labels and definitions as filled in, all or none; with `dry_run` only say what would change."""
    writing.admit(scheme)

    def do() -> tuple[BaseModel, str]:
        rows = read_table(io.BytesIO(writing.body), "table")
        outcome = take_translations(writing.store, writing.actor, scheme, rows, writing.edit(None))
        return outcome_shape(scheme, outcome), outcome.etag

    return writing.answer(do)
