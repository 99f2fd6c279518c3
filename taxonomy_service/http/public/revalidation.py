"""Revalidation: which labels have another verdict in another release.

Like validation it touches only the compiled releases and answers by msgspec.
"""

import io
from collections.abc import Iterable
from typing import Annotated

import msgspec
from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from taxonomy_service.domain.access import Action, require
from taxonomy_service.domain.annotations import AnnotatedLabel, AnnotationItem
from taxonomy_service.domain.languages import LanguageTag, parse_language_tag
from taxonomy_service.domain.shape_faults import shape_fault
from taxonomy_service.domain.verdicts import Question, ReleaseName, Verdict
from taxonomy_service.exchange.annotations import AnnotationFormat, read_annotations
from taxonomy_service.http.dependencies import CurrentActor, MessageLanguage, SchemeName, served_index
from taxonomy_service.http.problems import not_json, unprocessable
from taxonomy_service.http.state import state_of
from taxonomy_service.matching.label_index import LabelIndex
from taxonomy_service.services.catalogues import translator
from taxonomy_service.services.revalidation import Revalidation, ToldReason, revalidate, told_reason

MOST_CHANGED = 1_000
router = APIRouter(prefix="/v1/schemes/{scheme}", tags=["validation"])


class Labels(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Labels to be judged by both releases."""

    items: list[Question]


class ChangedVerdict(msgspec.Struct, frozen=True):
    """A label with another verdict: how many annotations carry it, where it first stands, and why."""

    count: int
    place: str
    before: Verdict
    after: Verdict
    reasons: list[ToldReason]


class Revalidated(msgspec.Struct, frozen=True, rename={"from_": "from"}):
    """What two releases say of the same labels; `changed` are at most 1,000, the frequent first."""

    from_: ReleaseName
    to: ReleaseName
    annotations: int
    labels: int
    labels_changed: int
    changed: list[ChangedVerdict]
    not_checked: dict[str, int]


_labels = msgspec.json.Decoder(Labels)
_encode = msgspec.json.Encoder().encode
_SCHEMA = {"$ref": "#/components/schemas/Revalidated"}


async def _admitted(actor: CurrentActor, scheme: SchemeName) -> None:
    """Refuse whoever may not before anything is said about the rest of the request."""
    require(actor, Action.VALIDATE, scheme)


async def _indexes(
    request: Request,
    actor: CurrentActor,
    scheme: SchemeName,
    before: Annotated[str, Query(alias="from", description="the release they were made with", max_length=200)],
    to: Annotated[str | None, Query(description="the other; by default the newest", max_length=200)] = None,
) -> tuple[LabelIndex, LabelIndex]:
    served = state_of(request).served
    if to is None:  # by its number, since only what is asked for by a name is forgotten in time
        to = str((await served_index(served.compiled, actor, scheme, None, action=Action.VALIDATE)).name.number)
    first = await served_index(served.whole, actor, scheme, before, action=Action.VALIDATE)
    return first, await served_index(served.whole, actor, scheme, to, action=Action.VALIDATE)


@router.post(
    "/revalidate",
    summary="Which labels have another verdict in another release, and why",
    response_class=Response,
    responses={200: {"content": {"application/json": {"schema": _SCHEMA}}}},
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": {"$ref": "#/components/schemas/Labels"}},
                "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
            },
        }
    },
)
async def revalidation(
    _: Annotated[None, Depends(_admitted)],
    request: Request,
    indexes: Annotated[tuple[LabelIndex, LabelIndex], Depends(_indexes)],
    reader: MessageLanguage,
    language: Annotated[str | None, Query(description="of labels that state none (BCP 47)", max_length=100)] = None,
    annotations: Annotated[
        AnnotationFormat | None, Query(description="the body is an annotation file of this format; else it is `items`")
    ] = None,
) -> Response:
    """Judge the labels of a body by two releases: those of an annotation file, or the items of a JSON object."""
    asked = parse_language_tag(language) if language else None
    body = await request.body()
    try:
        items = _items(body, annotations)
    except msgspec.ValidationError as error:
        return unprocessable(request, shape_fault(str(error)))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return not_json(request, str(error))
    report = await run_in_threadpool(revalidate, *indexes, items, "body", language=asked)
    return Response(_encode(_answer(report, reader)), media_type="application/json")


def _items(body: bytes, annotations: AnnotationFormat | None) -> Iterable[AnnotationItem]:
    if annotations is not None:
        return read_annotations(io.BytesIO(body), "body", annotations)
    questions = _labels.decode(body).items
    return [
        AnnotatedLabel(
            question.label, f"item {place}", 1, question.language, question.concept, question.attributes or {}
        )
        for place, question in enumerate(questions, 1)
    ]


def _answer(report: Revalidation, reader: LanguageTag) -> Revalidated:
    translate = translator(reader)
    changed = [
        ChangedVerdict(
            found.count,
            found.place,
            found.before,
            found.after,
            [told_reason(reason, translate) for reason in found.reasons],
        )
        for found in report.changed[:MOST_CHANGED]
    ]
    counts = (report.annotations, report.labels, len(report.changed))
    not_checked = {reason: count for reason, (count, _) in report.not_checked.items()}
    return Revalidated(report.before, report.after, *counts, changed, not_checked)
