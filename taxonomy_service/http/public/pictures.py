"""Pictures of boundaries: what each language's label of a concept covers."""

from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from taxonomy_service.domain.errors import Malformed, NotFound
from taxonomy_service.domain.messages import Given, message
from taxonomy_service.http.dependencies import CurrentActor, ReaderLanguage, ReadingStore, WholeIndex
from taxonomy_service.http.public.concepts import ConceptName
from taxonomy_service.matching.label_index import LabelIndex
from taxonomy_service.services.pictures import PictureFormat, picture_from_index, schemes_with, write_picture
from taxonomy_service.services.reading import find_concept

router = APIRouter(prefix="/v1", tags=["concepts"])

_MEDIA_TYPES = {PictureFormat.SVG: "image/svg+xml", PictureFormat.HTML: "text/html; charset=utf-8"}
# A picture holds words that others wrote: whatever they are, nothing in it may run or be fetched.
_HEADERS = {
    "Cache-Control": "no-cache",
    "Vary": "Accept-Language",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
}
_SVG: dict[int | str, dict[str, Any]] = {
    200: {"content": {"image/svg+xml": {}}, "description": "an SVG drawing with its description in words"}
}
_HTML: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/html": {}}, "description": "a page with the drawing and a table"}
}


def _written(index: LabelIndex, name: str, format: PictureFormat, reader: ReaderLanguage) -> Response:  # noqa: A002
    written = write_picture(picture_from_index(index, find_concept(index, name).id), format, reader)
    return Response(written, media_type=_MEDIA_TYPES[format], headers=_HEADERS)


@router.get(
    "/schemes/{scheme}/concepts/{concept}/boundary.svg",
    summary="What each language's label of a concept covers, drawn",
    response_class=Response,
    responses=_SVG,
)
def boundary_svg(index: WholeIndex, reader: ReaderLanguage, name: ConceptName) -> Response:
    """Draw the concept's labels over the neighbouring concepts, as open and confirmed findings say."""
    return _written(index, name, PictureFormat.SVG, reader)


@router.get(
    "/schemes/{scheme}/concepts/{concept}/boundary.html",
    summary="What each language's label of a concept covers, drawn and in a table",
    response_class=Response,
    responses=_HTML,
)
def boundary_html(index: WholeIndex, reader: ReaderLanguage, name: ConceptName) -> Response:
    """Show the drawing, and the same in a table."""
    return _written(index, name, PictureFormat.HTML, reader)


@router.get(
    "/concepts/{concept}/boundary.svg",
    summary="The drawing of a concept whose id one scheme alone has",
    status_code=307,
    response_class=RedirectResponse,
)
def boundary_of(
    request: Request,
    store: ReadingStore,
    actor: CurrentActor,
    name: ConceptName,
    scheme: Annotated[str | None, Query(description="the scheme, where several have such a concept")] = None,
) -> RedirectResponse:
    """Lead to the drawing under the concept's scheme."""
    having = schemes_with(store, actor, name)
    if scheme is not None:
        having = [own for own in having if own == scheme]
    if not having:
        raise NotFound(message("concept") if scheme is None else message("concept in {scheme}", scheme=scheme), name)
    if len(having) > 1:
        raise Malformed(
            message(
                "several schemes have a concept {name}: {having}; add scheme=",
                name=Given(name),
                having=", ".join(having),
            ),
            schemes=having,
        )
    query = urlencode([(key, value) for key, value in request.query_params.multi_items() if key != "scheme"])
    place = f"../../schemes/{quote(having[0], safe='')}/concepts/{quote(name, safe='')}/boundary.svg"
    return RedirectResponse(f"{place}?{query}" if query else place, 307)
