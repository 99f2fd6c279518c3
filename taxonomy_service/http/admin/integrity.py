"""The checks of a draft, over HTTP."""

from collections import Counter
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from taxonomy_service.domain.findings import IntegrityFinding, Severity
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import tell
from taxonomy_service.exchange.findings import finding_json
from taxonomy_service.http.dependencies import (
    AppState,
    CurrentActor,
    MessageLanguage,
    ReadingStore,
    SchemeName,
    open_writing,
)
from taxonomy_service.http.shapes import Shape
from taxonomy_service.services.catalogues import translator
from taxonomy_service.services.integrity import IntegrityReport, check_draft, keep_draft_findings, known_codes

router = APIRouter(prefix="/admin/v1", tags=["admin"])


class IntegrityFindingShape(Shape):
    """What a check found."""

    code: str
    severity: Severity
    subject: str = Field(description="an IRI, or `_:` and a name")
    related: list[str]
    language: str | None
    label: str | None
    message: str
    proof: list[str] = Field(description="the statements that show it, as N-Triples")
    fingerprint: str = Field(description="the same in each run, as long as it is about the same")


class GapShape(Shape):
    """What was not checked, and why."""

    code: str
    reason: str
    count: int = Field(description="how many things it concerns, 0 where that cannot be said")


class IntegrityReportShape(Shape):
    """What the checks found in a draft, grave ones first."""

    scheme: str
    concepts: int
    depth: int
    coverage: dict[str, float] = Field(description="share of concepts with a preferred label, 0 to 1, by language")
    counts: dict[str, int] = Field(description="findings by code, those that were not asked for included")
    total: int = Field(description="how many findings there are of the severity asked for")
    accepted: int = Field(description="findings that somebody dismissed as they are, which are not listed")
    findings: list[IntegrityFindingShape]
    not_checked: list[GapShape]


Codes = Annotated[list[str] | None, Query(alias="code", description="run only these checks", max_length=200)]
Least = Annotated[Severity, Query(alias="severity", description="list what is at least as grave")]
Most = Annotated[int, Query(alias="limit", ge=0, le=10_000, description="how many findings to list")]


@router.get("/schemes/{scheme}/integrity", summary="Check a draft")
def integrity(
    store: ReadingStore,
    actor: CurrentActor,
    scheme: SchemeName,
    reader: MessageLanguage,
    codes: Codes = None,
    least: Least = Severity.INFO,
    most: Most = 1_000,
) -> IntegrityReportShape:
    """Check the draft of a scheme against the SKOS conditions and for quality, as its settings say."""
    report = check_draft(store, actor, scheme, only=known_codes(codes) if codes else None)
    return _report_shape(scheme, report, report.at_least(least), reader, most)


@router.post("/schemes/{scheme}/integrity", summary="Check a draft and keep what is found")
def keep_integrity(
    state: AppState,
    actor: CurrentActor,
    scheme: SchemeName,
    reader: MessageLanguage,
    codes: Codes = None,
    least: Least = Severity.INFO,
    most: Most = 1_000,
) -> IntegrityReportShape:
    """Check the draft and keep the findings, which are then listed and decided on with the others of the scheme."""
    with open_writing(state) as store:
        report = keep_draft_findings(store, actor, scheme, only=known_codes(codes) if codes else None)
    return _report_shape(scheme, report, report.at_least(least), reader, most)


def _report_shape(
    scheme: str, report: IntegrityReport, listed: tuple[IntegrityFinding, ...], told_in: LanguageTag, limit: int
) -> IntegrityReportShape:
    translate = translator(told_in)
    numbers = report.statistics
    total = numbers.concepts or 1
    return IntegrityReportShape(
        scheme=scheme,
        concepts=numbers.concepts,
        depth=numbers.depth,
        coverage={tag: round(own.concepts / total, 4) for tag, own in numbers.languages.items()},
        counts=dict(Counter(finding.code for finding in report.findings)),
        total=len(listed),
        accepted=len(report.accepted),
        findings=[IntegrityFindingShape.model_validate(finding_json(finding, translate)) for finding in listed[:limit]],
        not_checked=[
            GapShape(code=gap.code, reason=tell(gap.reason, translate), count=gap.quantity)
            for gap in report.not_checked
        ],
    )
