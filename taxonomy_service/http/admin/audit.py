"""The audit chain of a scheme over HTTP: the log, its verification, the history of a concept and of a label."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Path, Query, Response
from pydantic import Field

from taxonomy_service.domain.audit import AuditEntry
from taxonomy_service.domain.languages import UNTAGGED, parse_language_tag
from taxonomy_service.http.dependencies import CurrentActor, ReadingStore, SchemeName
from taxonomy_service.http.shapes import Shape
from taxonomy_service.services.audit import (
    LabelWanted,
    Verification,
    audit_line,
    audit_log,
    concept_history,
    verify_audit,
)

router = APIRouter(prefix="/admin/v1/schemes/{scheme}", tags=["audit"])


class AuditEntryShape(Shape):
    """An entry; `details` is all that it says, the operation with what it removed and added included."""

    number: int
    change_set: int
    kind: str
    actor: str = Field(description="the actor's id, which stays when the person behind it is erased")
    time: datetime
    hash: str
    previous: str
    details: dict[str, Any]


class VerificationShape(Shape):
    """What a verification found; `broken_at` and `reason` are null where the chain is whole."""

    scheme: str | None = Field(description="null for the chain of the service itself")
    entries: int
    head: str
    whole: bool
    broken_at: int | None
    reason: str | None


After = Annotated[int, Query(ge=0, description="the number of the last entry seen")]
Limit = Annotated[int, Query(ge=1, le=1000, description="how many to give")]


@router.get("/audit", summary="The audit entries in order")
def log(
    store: ReadingStore, actor: CurrentActor, scheme: SchemeName, after: After = 0, limit: Limit = 100
) -> list[AuditEntryShape]:
    """List entries after one of a number."""
    return [entry_shape(entry) for entry in audit_log(store, actor, scheme, after=after, limit=limit)]


@router.get("/audit.ndjson", summary="All audit entries, one a line, as they were hashed", response_class=Response)
def export(store: ReadingStore, actor: CurrentActor, scheme: SchemeName, after: After = 0) -> Response:
    """Export the chain so that anybody can verify it: SHA-256 of previous, a line end and body is the hash."""
    body = b"".join(map(audit_line, audit_log(store, actor, scheme, after=after)))
    return Response(body, media_type="application/x-ndjson")


@router.get("/audit:verify", summary="Is the chain whole?")
def verify(store: ReadingStore, actor: CurrentActor, scheme: SchemeName) -> VerificationShape:
    """Find the first entry that is missing, altered or out of order."""
    return verification_shape(verify_audit(store, actor, scheme))


def verification_shape(found: Verification) -> VerificationShape:
    """Show what a verification found."""
    return VerificationShape(
        scheme=found.scheme,
        entries=found.head.number,
        head=found.head.hash,
        whole=found.broken is None,
        broken_at=found.broken.number if found.broken else None,
        reason=str(found.broken.reason) if found.broken else None,
    )


@router.get("/concepts/{concept}/history", summary="What became of a concept, or of one of its labels")
def history(
    store: ReadingStore,
    actor: CurrentActor,
    scheme: SchemeName,
    concept: Annotated[str, Path(description="id of a concept or collection")],
    label: Annotated[str | None, Query(description="a form; then only what changed it", max_length=1000)] = None,
    language: Annotated[str, Query(description="language of that form (BCP 47)", max_length=100)] = "",
) -> list[AuditEntryShape]:
    """List the entries that changed a concept."""
    wanted = None if label is None else LabelWanted(label, parse_language_tag(language) if language else UNTAGGED)
    return [entry_shape(entry) for entry in concept_history(store, actor, scheme, concept, wanted)]


def entry_shape(entry: AuditEntry) -> AuditEntryShape:
    """Show an entry."""
    return AuditEntryShape(
        number=entry.number,
        change_set=entry.change_set,
        kind=entry.kind,
        actor=entry.actor,
        time=entry.time,
        hash=entry.hash,
        previous=entry.previous,
        details=msgspec.json.decode(entry.body),
    )
