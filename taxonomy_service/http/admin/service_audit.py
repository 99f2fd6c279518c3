"""The audit chain of the service itself over HTTP: who changed actors, grants, keys and webhooks."""

from fastapi import APIRouter, Response

from taxonomy_service.http.admin.audit import (
    After,
    AuditEntryShape,
    Limit,
    VerificationShape,
    entry_shape,
    verification_shape,
)
from taxonomy_service.http.dependencies import CurrentActor, ReadingStore
from taxonomy_service.services.audit import audit_line
from taxonomy_service.services.service_audit import service_audit_log, verify_service_audit

router = APIRouter(prefix="/admin/v1", tags=["audit"])


@router.get("/audit", summary="Who changed actors, grants, keys and webhooks")
def log(store: ReadingStore, actor: CurrentActor, after: After = 0, limit: Limit = 100) -> list[AuditEntryShape]:
    """List entries after one of a number; actors, keys and webhooks are named by id."""
    return [entry_shape(entry) for entry in service_audit_log(store, actor, after=after, limit=limit)]


@router.get("/audit.ndjson", summary="All of them, one a line, as they were hashed", response_class=Response)
def export(store: ReadingStore, actor: CurrentActor, after: After = 0) -> Response:
    """Export the chain so that anybody can verify it: SHA-256 of previous, a line end and body is the hash."""
    body = b"".join(map(audit_line, service_audit_log(store, actor, after=after)))
    return Response(body, media_type="application/x-ndjson")


@router.get("/audit:verify", summary="Is that chain whole?")
def verify(store: ReadingStore, actor: CurrentActor) -> VerificationShape:
    """Find the first entry that is missing, altered or out of order."""
    return verification_shape(verify_service_audit(store, actor))
