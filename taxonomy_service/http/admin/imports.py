"""Imports over HTTP: a file as the body, its report as the answer."""

import tempfile
from typing import Annotated, BinaryIO, cast

from fastapi import APIRouter, Header, Query, Request
from starlette.concurrency import run_in_threadpool

from taxonomy_service.domain.access import Action, require
from taxonomy_service.domain.audit import Provenance
from taxonomy_service.domain.errors import TooLarge
from taxonomy_service.domain.findings import count_findings
from taxonomy_service.domain.messages import message
from taxonomy_service.exchange.rdf import rdf_format
from taxonomy_service.http.dependencies import AppState, CurrentActor, look_for_releases, open_writing
from taxonomy_service.http.presenting import release_shape
from taxonomy_service.http.shapes import ChangesShape, FindingShape, ImportShape, SchemeImportShape
from taxonomy_service.http.state import State
from taxonomy_service.services.imports import ImportReport, SchemeImport, VocabularyFile, import_file

router = APIRouter(prefix="/admin/v1", tags=["admin"])
MOST_FINDINGS = 1_000


@router.post("/imports", summary="Import a vocabulary", status_code=200)
async def imports(
    request: Request,
    state: AppState,
    actor: CurrentActor,
    content_type: Annotated[str | None, Header(description="media type of the file")] = None,
    name: Annotated[str, Query(description="the file's name", max_length=255)] = "upload",
    format: Annotated[str | None, Query(description="format, where name and media type do not tell")] = None,  # noqa: A002
    scheme: Annotated[
        str | None, Query(description="id for the one scheme in the file", pattern=r"^[\w.~-]{1,100}$")
    ] = None,
    dry_run: Annotated[bool, Query(description="only say what would change")] = False,
) -> ImportShape:
    """Import SKOS from the body, plain or gzip, all or nothing, and publish what changed."""
    require(actor, Action.ADMINISTER)
    known = rdf_format(name, content_type, format)
    with tempfile.SpooledTemporaryFile(max_size=8 * 1024 * 1024) as spool:
        await _receive(request, cast("BinaryIO", spool), state)
        spool.seek(0)
        file = VocabularyFile(cast("BinaryIO", spool), name, known, scheme)

        provenance = Provenance(request.headers.get("user-agent", "")[:500], request.headers.get("x-tool", "")[:200])

        def run() -> ImportReport:
            with open_writing(state) as store:
                return import_file(
                    store, actor, file, limits=state.import_limits, dry_run=dry_run, provenance=provenance
                )

        report = await run_in_threadpool(run)
    await run_in_threadpool(look_for_releases, state)
    return import_shape(report, dry_run=dry_run)


async def _receive(request: Request, spool: BinaryIO, state: State) -> None:
    count = 0
    async for chunk in request.stream():
        count += len(chunk)
        if count > state.import_limits.bytes:
            raise TooLarge(
                message("the body"), state.import_limits.bytes, message("bytes"), "TAXONOMY_MAX_IMPORT_BYTES"
            )
        spool.write(chunk)


def import_shape(report: ImportReport, *, dry_run: bool) -> ImportShape:
    """Show the report on an import."""
    return ImportShape(
        file=report.name,
        dry_run=dry_run,
        statements=report.statements,
        schemes=[_scheme_shape(entry) for entry in report.schemes],
        finding_counts={code.value: count for code, count in count_findings(report.findings).items()},
        findings=[
            FindingShape(
                code=finding.code.value,
                severity=finding.severity.value,
                message=finding.message,
                subject=finding.subject,
                statement=finding.statement,
            )
            for finding in report.findings[:MOST_FINDINGS]
        ],
    )


def _scheme_shape(entry: SchemeImport) -> SchemeImportShape:
    changes = ChangesShape(
        concepts_added=len(entry.difference.added),
        concepts_removed=len(entry.difference.removed),
        concepts_changed=len(entry.difference.changed),
        labels_added=entry.difference.labels_added,
        labels_removed=entry.difference.labels_removed,
    )
    return SchemeImportShape(
        id=entry.id,
        iri=entry.iri,
        new=entry.new,
        concepts=entry.concepts,
        labels=entry.labels,
        languages=list(entry.languages),
        changes=changes,
        release=release_shape(entry.release) if entry.release else None,
        change_set=entry.change_set,
    )
