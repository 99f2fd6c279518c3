"""Findings over HTTP: look for them, list them, decide on them, take them away as a file."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import Field

from taxonomy_service.domain.boundaries import BoundaryRelation
from taxonomy_service.domain.errors import Malformed
from taxonomy_service.domain.findings import FindingKind, FindingState, Severity
from taxonomy_service.domain.languages import LanguageTag, parse_language_tag
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.statements import Iri
from taxonomy_service.domain.tracking import FindingFilter, FindingPlace
from taxonomy_service.http.admin.jobs import JobShape, job_shape
from taxonomy_service.http.dependencies import (
    AppState,
    CurrentActor,
    MessageLanguage,
    ReadingStore,
    SchemeName,
    look_for_releases,
    open_writing,
)
from taxonomy_service.http.paging import decode_cursor, encode_cursor, next_link
from taxonomy_service.http.shapes import Shape
from taxonomy_service.services.detection import start_detection
from taxonomy_service.services.embeddings import allow_embeddings
from taxonomy_service.services.finding_exports import FindingFormat, all_findings, finding_chunks
from taxonomy_service.services.findings import decide, finding_of, page_of_findings
from taxonomy_service.services.telling import ToldFinding, tell_finding

router = APIRouter(prefix="/admin/v1/schemes/{scheme}", tags=["admin"])
_MEDIA_TYPES = {
    FindingFormat.CSV: "text/csv; charset=utf-8; header=present",
    FindingFormat.JSON: "application/json",
}


class FindingPageShape(Shape):
    """A part of a list of findings; `next` is the cursor of the following part, `states` counts the whole list."""

    items: list[ToldFinding]
    states: dict[FindingState, int]
    total: int
    next: str | None


class DetectionShape(Shape):
    """What to look at: the draft, or a release; all languages, or some; and whom to ask beside the references kept."""

    release: str | None = Field(default=None, max_length=200, description="a release instead of the draft")
    languages: list[Annotated[str, Field(max_length=100)]] = Field(default=[], max_length=200)
    embeddings: str | None = Field(
        default=None, max_length=200, description="a sentence encoder that the operator allows (TAXONOMY_EMBEDDINGS)"
    )


class DecisionShape(Shape):
    """A decision: a state, and why; `evidence` is the digest of the finding as you saw it."""

    state: FindingState
    reason: str = Field(default="", max_length=4000, description="asked for where a finding is dismissed")
    evidence: str | None = Field(default=None, max_length=100, description="409 where it is another one by now")


def _languages(
    language: Annotated[list[str], Query(description="with their varieties", max_length=100)] = [],  # noqa: B006
) -> tuple[LanguageTag, ...]:
    return tuple(map(parse_language_tag, language))


def _wanted(
    languages: Annotated[tuple[LanguageTag, ...], Depends(_languages)],
    kind: FindingKind | None = None,
    state: Annotated[list[FindingState], Query()] = [],  # noqa: B006
    relation: Annotated[list[BoundaryRelation], Query(description="of boundary findings")] = [],  # noqa: B006
    code: Annotated[list[str], Query(description="of integrity findings", max_length=100)] = [],  # noqa: B006
    severity: Annotated[list[Severity], Query(description="of integrity findings")] = [],  # noqa: B006
    confidence: Annotated[float | None, Query(ge=0, le=1, description="of boundary findings, at least")] = None,
    branch: Annotated[str | None, Query(description="a concept, or narrower ones: id or IRI", max_length=4000)] = None,
    concept: Annotated[str | None, Query(description="only this concept: id or IRI", max_length=4000)] = None,
) -> FindingFilter:
    return FindingFilter(
        kind=kind,
        states=tuple(state),
        languages=languages,
        codes=(*(wanted.value for wanted in relation), *code),
        severities=tuple(severity),
        least=confidence,
        branch=None if branch is None else Iri(branch),
        subject=None if concept is None else Iri(concept),
    )


Wanted = Annotated[FindingFilter, Depends(_wanted)]


@router.post("/findings:detect", summary="Look for labels that cover something else", status_code=202)
def detect(
    response: Response,
    state: AppState,
    actor: CurrentActor,
    scheme: SchemeName,
    request: Request,
    asked: DetectionShape | None = None,
) -> JobShape:
    """Start a job that looks at every label; one job is at work on a scheme at a time."""
    asked = asked or DetectionShape()
    allow_embeddings(asked.embeddings, state.embeddings)
    with open_writing(state) as store:
        job = start_detection(
            store, actor, scheme, release=asked.release, languages=asked.languages, embeddings=asked.embeddings
        )
    state.jobs.start(job.id)
    response.headers["Location"] = str(request.url_for("job", scheme=scheme, job=job.id))
    return job_shape(job)


@router.get(
    "/findings",
    summary="Findings",
    response_model=FindingPageShape,
    responses={200: {"content": {"text/csv": {}}}},
)
def findings(
    request: Request,
    response: Response,
    store: ReadingStore,
    actor: CurrentActor,
    scheme: SchemeName,
    wanted: Wanted,
    reader: MessageLanguage,
    cursor: Annotated[str | None, Query(description="`next` of the page before", max_length=1000)] = None,
    limit: Annotated[int, Query(ge=1, le=1000, description="how many to give")] = 100,
) -> FindingPageShape | Response:
    """List findings, the gravest first; as CSV, whole, where `Accept` asks for it."""
    if request.headers.get("accept", "").partition(",")[0].partition(";")[0].strip() == "text/csv":
        return findings_file(store, actor, scheme, wanted, reader, FindingFormat.CSV)
    page = page_of_findings(store, actor, scheme, wanted, after=_place(cursor), limit=limit)
    following = encode_cursor(f"{page.next_after.rank!r} {page.next_after.fingerprint}" if page.next_after else None)
    if following is not None:
        response.headers["Link"] = next_link(request, following)
    return FindingPageShape(
        items=[tell_finding(tracked, reader) for tracked in page.items],
        states=page.states,
        total=sum(page.states.values()),
        next=following,
    )


def _place(cursor: str | None) -> FindingPlace | None:
    decoded = decode_cursor(cursor)
    if decoded is None:
        return None
    rank, _, fingerprint = decoded.partition(" ")
    try:
        return FindingPlace(float(rank), fingerprint)
    except ValueError as error:
        raise Malformed(message("this cursor is not one of ours"), cursor=str(cursor)[:100]) from error


@router.get("/findings.{format}", summary="Findings as a file")
def findings_file(
    store: ReadingStore,
    actor: CurrentActor,
    scheme: SchemeName,
    wanted: Wanted,
    reader: MessageLanguage,
    format: FindingFormat,  # noqa: A002
) -> Response:
    """Give all findings wanted as one JSON array, or as CSV that is safe to open in a spreadsheet."""
    body = "".join(finding_chunks(all_findings(store, actor, scheme, wanted, reader), format))
    headers = {
        "Content-Disposition": f'attachment; filename="{scheme}-findings.{format}"',
        "Content-Language": reader,
        "Vary": "Accept, Accept-Language",
    }
    return Response(body, media_type=_MEDIA_TYPES[format], headers=headers)


@router.get("/findings/{fingerprint}", summary="One finding")
def finding(
    store: ReadingStore, actor: CurrentActor, scheme: SchemeName, reader: MessageLanguage, fingerprint: str
) -> ToldFinding:
    """Show a finding with its evidence, and all that was ever decided on it, newest first."""
    return tell_finding(finding_of(store, actor, scheme, fingerprint), reader)


@router.post("/findings/{fingerprint}/decision", summary="Decide on a finding")
def decision(
    state: AppState,
    actor: CurrentActor,
    scheme: SchemeName,
    reader: MessageLanguage,
    fingerprint: str,
    decided: DecisionShape,
) -> ToldFinding:
    """Give a finding a state; it stays until the evidence changes, and the decisions before it are kept."""
    with open_writing(state) as store:
        tracked = decide(
            store, actor, scheme, fingerprint, decided.state, reason=decided.reason, evidence=decided.evidence
        )
    look_for_releases(state)
    return tell_finding(tracked, reader)
