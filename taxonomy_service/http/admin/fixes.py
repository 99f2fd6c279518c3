"""Mending a draft over HTTP: what the checks find and a fix can mend, as one change set."""

import msgspec
from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from taxonomy_service.exchange.findings import finding_json
from taxonomy_service.http.admin.editing import REFERENCE, with_current
from taxonomy_service.http.admin.integrity import IntegrityFindingShape
from taxonomy_service.http.dependencies import MessageLanguage, SchemeName
from taxonomy_service.http.draft_presenting import outcome_shape
from taxonomy_service.http.draft_shapes import OutcomeShape
from taxonomy_service.http.shapes import Shape
from taxonomy_service.http.writing import CurrentWriting
from taxonomy_service.integrity.fixes.fix import Choices, Keep
from taxonomy_service.services.catalogues import translator
from taxonomy_service.services.draft_fixing import WantedFixes, fix_draft
from taxonomy_service.services.fixing import all_fixes, fixes_of

router = APIRouter(prefix="/admin/v1/schemes/{scheme}", tags=["editing"])


class GivenFixes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which fixes to make: those of these checks, all where none is named; and the choices that some of them need.

    `keep` chooses the label that stays preferred (S14); `cut` holds pairs of a concept and a broader one between which
    a cycle is broken (Q004); `attach_to` is the concept, or the scheme, that orphans go to (Q002). Ids or IRIs.
    """

    codes: tuple[str, ...] = ()
    keep: Keep | None = None
    cut: tuple[tuple[str, str], ...] = ()
    attach_to: str | None = None


class FixesShape(Shape):
    """What was mended or, in a dry run, would be."""

    mended: dict[str, int] = Field(description="findings mended, by code")
    left: list[IntegrityFindingShape] = Field(
        description="what is left to a person, for want of a choice or a safe fix"
    )
    outcome: OutcomeShape | None = Field(description="the change set; null where there is nothing to mend")


@router.post(
    "/fixes",
    summary="Mend what the checks find",
    response_model=FixesShape,
    openapi_extra={
        "requestBody": {"content": {"application/json": {"schema": {"$ref": REFERENCE.format(name="GivenFixes")}}}}
    },
)
def fixes(scheme: SchemeName, writing: CurrentWriting, reader: MessageLanguage) -> Response:
    """Mend the draft by one change set, which can be undone; with `dry_run` only say what it would change."""

    def do() -> tuple[BaseModel, str]:
        given = writing.read(GivenFixes)
        chosen = fixes_of(given.codes) if given.codes else all_fixes()
        wanted = WantedFixes(chosen, Choices(given.keep, frozenset(given.cut), given.attach_to))
        done = fix_draft(writing.store, writing.actor, scheme, wanted, writing.edit(None))
        translate = translator(reader)
        left = [IntegrityFindingShape.model_validate(finding_json(one, translate)) for one in done.report.left]
        outcome = None if done.outcome is None else outcome_shape(scheme, done.outcome)
        return FixesShape(mended=dict(done.report.mended), left=left, outcome=outcome), done.etag

    return with_current(writing, scheme, None, lambda: writing.answer(do))
