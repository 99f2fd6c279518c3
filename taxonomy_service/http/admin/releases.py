"""Publishing over HTTP."""

from collections.abc import Iterator
from typing import Annotated, Any, cast

import msgspec
from fastapi import APIRouter, Depends, Path, Request, Response
from pydantic import BaseModel

from taxonomy_service.domain.access import Action, require
from taxonomy_service.domain.errors import PreconditionMissing
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.release_gates import count_items
from taxonomy_service.http.dependencies import (
    CurrentActor,
    MessageLanguage,
    ReadingStore,
    SchemeName,
    look_for_releases,
)
from taxonomy_service.http.release_shapes import PublicationShape, publication_shape
from taxonomy_service.http.state import state_of
from taxonomy_service.http.writing import CurrentWriting, Writing
from taxonomy_service.services.publishing import Publishing, publish
from taxonomy_service.services.releases import frozen_settings

router = APIRouter(prefix="/admin/v1/schemes/{scheme}", tags=["releases"])


class NewRelease(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A release to be made: its version (by default counted), a note, and the reason to override a closed gate."""

    version: str | None = None
    note: str = ""
    override: str = ""


def _seen_at_once(request: Request) -> Iterator[None]:
    """Let this process serve the new release before it is answered: this ends after the transaction has."""
    yield
    look_for_releases(state_of(request))


_SeenAtOnce = Annotated[None, Depends(_seen_at_once, scope="function")]
_BODY = {"schema": {"$ref": "#/components/schemas/NewRelease"}}


@router.post(
    "/releases",
    summary="Release the draft",
    response_model=PublicationShape,
    status_code=201,
    responses={200: {"model": PublicationShape, "description": "a dry run, or nothing changed since the last release"}},
    openapi_extra={"requestBody": {"content": {"application/json": _BODY}}},
)
def release(_: _SeenAtOnce, scheme: SchemeName, writing: CurrentWriting, reader: MessageLanguage) -> Response:
    """Release the draft as far as it is approved, or with `dry_run` show the gate and what would change.

    `If-Match` states the ETag of the draft that was looked at, which a dry run gives too. A closed gate is answered
    with 409 unless `override` states a reason.
    """
    require(writing.actor, Action.PUBLISH, scheme)

    def do() -> tuple[BaseModel, str, int]:
        done = publish(writing.store, writing.actor, scheme, _how(writing))
        counts = count_items(done.gate)
        shape = publication_shape(done, reader, dry_run=writing.dry_run, counts=counts)
        return shape, done.etag, 200 if done.release is None else 201

    return writing.answer(do)


@router.get("/releases/{release}/settings", summary="The settings that a release was made with")
def release_settings(
    store: ReadingStore,
    actor: CurrentActor,
    scheme: SchemeName,
    release: Annotated[str, Path(description="number, version or content hash", max_length=200)],
) -> dict[str, Any]:
    """Read the settings as they were when the release was made; the defaults where the scheme had none."""
    return cast("dict[str, Any]", msgspec.to_builtins(frozen_settings(store, actor, scheme, release)))


def _how(writing: Writing) -> Publishing:
    if writing.etags is None and not writing.dry_run:
        raise PreconditionMissing(
            message("state in If-Match which draft you have seen: the ETag that a dry run gives, or *")
        )
    wanted = writing.read(NewRelease)
    return Publishing(wanted.version, wanted.note, wanted.override, writing.dry_run, writing.etags, writing.provenance)
