"""Concepts: one by any of its names, lists, the hierarchy, searches."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.languages import direction
from taxonomy_service.http.caching import Cached
from taxonomy_service.http.dependencies import ReaderLanguage, ServedIndex, WholeIndex
from taxonomy_service.http.paging import decode_cursor, encode_cursor, next_link
from taxonomy_service.http.presenting import concept_shape, link, page_shape, tree_shape
from taxonomy_service.http.public.concept_page import concept_as
from taxonomy_service.http.shapes import AncestorShape, ConceptPage, ConceptShape, HitShape, TreeShape
from taxonomy_service.services.reading import (
    DEEPEST_TREE,
    Page,
    ancestors_of,
    completions,
    find_concept,
    page_of,
    similar,
    tree_of,
)

router = APIRouter(prefix="/v1/schemes/{scheme}", tags=["concepts"])

ConceptName = Annotated[str, Path(alias="concept", description="id or notation", examples=["running-shoe"])]
Limit = Annotated[int, Query(ge=1, le=1000, description="how many to give")]
Cursor = Annotated[str | None, Query(description="`next` of the page before", max_length=1000)]
SearchText = Annotated[str, Query(alias="q", description="what to look for", max_length=200, examples=["chau"])]


def _paged(
    request: Request, response: Response, index: WholeIndex, language: ReaderLanguage, page: Page
) -> ConceptPage:
    cursor = encode_cursor(page.next_after)
    if cursor is not None:
        response.headers["Link"] = next_link(request, cursor)
    return page_shape(index, page, language, cursor)


@router.get("/concepts", summary="All concepts, or the one with an IRI or notation")
def concepts(
    request: Request,
    response: Response,
    _cached: Cached,
    index: WholeIndex,
    language: ReaderLanguage,
    iri: Annotated[str | None, Query(description="only the concept of this IRI", max_length=4000)] = None,
    notation: Annotated[str | None, Query(description="only the concepts of this notation", max_length=1000)] = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> ConceptPage:
    """List concepts in order of id."""
    wanted = iri if iri is not None else notation
    ids = index.scheme.concepts.keys() if wanted is None else index.identifiers.get(wanted, ())
    return _paged(request, response, index, language, page_of(ids, decode_cursor(cursor), limit))


@router.get("/top-concepts", summary="The top concepts")
def top_concepts(
    request: Request,
    response: Response,
    _cached: Cached,
    index: WholeIndex,
    language: ReaderLanguage,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> ConceptPage:
    """List the top concepts: those declared, or where none is, those without a broader one."""
    return _paged(request, response, index, language, page_of(index.hierarchy.top, decode_cursor(cursor), limit))


@router.get("/tree", summary="The hierarchy")
def tree(
    _cached: Cached,
    index: WholeIndex,
    language: ReaderLanguage,
    root: Annotated[str | None, Query(description="a concept; by default the top concepts", max_length=4000)] = None,
    depth: Annotated[int, Query(ge=0, le=DEEPEST_TREE, description="levels of narrower concepts")] = 2,
) -> list[TreeShape]:
    """Show the tree to a depth, 5,000 concepts at most."""
    start = None if root is None else find_concept(index, root).id
    return [tree_shape(index, node, language) for node in tree_of(index, start, depth)]


@router.get("/search", summary="Concepts with a label like a text")
def search(
    index: ServedIndex,
    language: ReaderLanguage,
    _cached: Cached,
    text: SearchText,
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
) -> list[HitShape]:
    """Find labels by similarity, best first; other languages are looked at where the own has nothing."""
    return [
        HitShape(
            concept=link(index, ConceptId(hit.concept.id), language),
            form=hit.label,
            language=hit.language,
            direction=direction(hit.language),  # type: ignore[arg-type]
            kind=hit.kind,
            score=hit.score,
        )
        for hit in similar(index, text, language, limit)
    ]


@router.get("/suggest", summary="Labels that begin with a text")
def suggest(
    index: ServedIndex,
    language: ReaderLanguage,
    _cached: Cached,
    text: SearchText,
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
) -> list[HitShape]:
    """Complete what a person types: labels with a word that begins so, preferred and short ones first."""
    return [
        HitShape(
            concept=link(index, entry.concept, language),
            form=entry.form,
            language=entry.language,
            direction=direction(entry.language),
            kind=entry.kind.value,
        )
        for entry in completions(index, text, language, limit)
    ]


@router.get(
    "/concepts/{concept}",
    summary="One concept",
    response_model=ConceptShape,
    responses={200: {"content": {"text/turtle": {}, "application/ld+json": {}, "text/html": {}}}},
)
def concept(
    request: Request, _cached: Cached, index: WholeIndex, language: ReaderLanguage, name: ConceptName
) -> ConceptShape | Response:
    """Show a concept as JSON, Turtle, JSON-LD or an HTML page, as `Accept` asks."""
    found = find_concept(index, name)
    shape = concept_shape(index, found, language)
    return concept_as(request, index, found, shape) or shape


@router.get("/concepts/{concept}/narrower", summary="Directly narrower concepts")
def narrower(
    request: Request,
    response: Response,
    _cached: Cached,
    index: WholeIndex,
    language: ReaderLanguage,
    name: ConceptName,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> ConceptPage:
    """List the directly narrower concepts in order of id."""
    below = index.hierarchy.narrower.get(find_concept(index, name).id, ())
    return _paged(request, response, index, language, page_of(below, decode_cursor(cursor), limit))


@router.get("/concepts/{concept}/ancestors", summary="All broader concepts")
def ancestors(_cached: Cached, index: WholeIndex, language: ReaderLanguage, name: ConceptName) -> list[AncestorShape]:
    """List all broader concepts, nearest first, each with its distance."""
    above = ancestors_of(index, find_concept(index, name).id)
    return [AncestorShape(**link(index, own, language).model_dump(), distance=distance) for own, distance in above]
