"""One concept in the format that `Accept` asks for: JSON, Turtle, JSON-LD, or a page for people."""

from fastapi import Request, Response
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from taxonomy_service.domain.concepts import Concept
from taxonomy_service.domain.languages import LanguageTag, direction, display_name
from taxonomy_service.http.shapes import ConceptShape
from taxonomy_service.matching.label_index import LabelIndex
from taxonomy_service.services.exports import concept_as_jsonld, concept_as_turtle

_JSON, _TURTLE, _JSONLD, _HTML = "application/json", "text/turtle", "application/ld+json", "text/html"
_OFFERED = (_JSON, _TURTLE, _JSONLD, _HTML)

_templates = Environment(
    loader=PackageLoader("taxonomy_service.http", "templates"),
    autoescape=select_autoescape(),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters["direction"] = direction
_templates.filters["language_name"] = display_name


def preferred_media_type(accept: str) -> str:
    """Return the offered type that an Accept header likes best; JSON where it likes several alike, or none.

    >>> preferred_media_type("text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"), preferred_media_type("*/*")
    ('text/html', 'application/json')
    """
    best, best_quality = _JSON, 0.0
    for offered in _OFFERED:
        quality = max((_quality(part, offered) for part in accept.split(",")[:50]), default=0.0)
        if quality > best_quality:
            best, best_quality = offered, quality
    return best


def _quality(part: str, offered: str) -> float:
    wanted, _, parameters = part.strip().partition(";")
    if wanted.strip() not in {offered, "*/*", offered.partition("/")[0] + "/*"}:
        return 0.0
    for parameter in parameters.split(";"):
        name, _, value = parameter.strip().partition("=")
        if name == "q":
            try:
                return min(float(value), 1.0)
            except ValueError:
                return 0.0
    return 1.0


def concept_as(request: Request, index: LabelIndex, concept: Concept, shape: ConceptShape) -> Response | None:
    """Return the concept in the format asked for; None for JSON, which the route answers itself."""
    wanted = preferred_media_type(request.headers.get("accept", "*/*"))
    if wanted == _JSON:
        return None
    if wanted == _TURTLE:
        body, media_type = concept_as_turtle(index.scheme, concept), "text/turtle; charset=utf-8"
    elif wanted == _JSONLD:
        body, media_type = concept_as_jsonld(concept), _JSONLD
    else:
        body, media_type = concept_html(index, shape), "text/html; charset=utf-8"
    headers = {"Vary": "Accept, Accept-Language", "Cache-Control": "no-cache"}
    return Response(body, media_type=media_type, headers=headers)


def concept_html(index: LabelIndex, shape: ConceptShape) -> str:
    """Return the page of a concept."""
    languages = sorted({*shape.preferred_labels, *shape.alternative_labels, *shape.hidden_labels})
    page_language = shape.label.language if shape.label else LanguageTag("en")
    return _templates.get_template("concept.html").render(
        concept=shape, languages=languages, release=index.name, page_language=page_language
    )
