"""One concept in the format that `Accept` asks for: JSON, Turtle, JSON-LD, or a page for people."""

from functools import partial

from fastapi import Request, Response
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from taxonomy_service.domain.concepts import Concept, NoteKind
from taxonomy_service.domain.languages import LanguageTag, direction, display_name
from taxonomy_service.domain.messages import message, tell
from taxonomy_service.http.accept_language import told_in
from taxonomy_service.http.shapes import ConceptShape
from taxonomy_service.matching.label_index import LabelIndex
from taxonomy_service.services.catalogues import translator
from taxonomy_service.services.exports import concept_as_jsonld, concept_as_turtle

_NOTES = {
    NoteKind.DEFINITION: message("Definition"),
    NoteKind.SCOPE_NOTE: message("Scope note"),
    NoteKind.EXAMPLE: message("Example"),
    NoteKind.NOTE: message("Note"),
    NoteKind.HISTORY_NOTE: message("History note"),
    NoteKind.CHANGE_NOTE: message("Change note"),
    NoteKind.EDITORIAL_NOTE: message("Editorial note"),
}
_WORDS = {
    "retired": message("Retired"),
    "instead": message("Use instead:"),
    "notation": message("Notation"),
    "boundaries": message("What each label covers"),
    "labels": message("Labels"),
    "language": message("Language"),
    "preferred": message("Preferred"),
    "alternative": message("Alternative"),
    "hidden": message("Hidden"),
    "no_language": message("(no language)"),
    "broader": message("Broader"),
    "narrower": message("Narrower"),
    "related": message("Related"),
    "attributes": message("Required attributes"),
    "mappings": message("Mappings"),
    "scheme": message("Scheme"),
    "release": message("Release"),
}
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
        told = told_in(request.headers.get("accept-language"))
        body, media_type = concept_html(index, shape, told, request.url.query), "text/html; charset=utf-8"
    headers = {"Vary": "Accept, Accept-Language", "Cache-Control": "no-cache"}
    return Response(body, media_type=media_type, headers=headers)


def concept_html(index: LabelIndex, shape: ConceptShape, told: LanguageTag, query: str = "") -> str:
    """Return the page of a concept, its own words told in a language that there is a catalogue for.

    Of notes and labels those in the language of the concept's label come first, then the others by their tags. Links
    go on with `query`, so that a release which is pinned stays so.
    """
    first = shape.label.language if shape.label else told
    languages = {*shape.preferred_labels, *shape.alternative_labels, *shape.hidden_labels}
    translate = translator(told)
    notes = [(tell(head, translate), shape.notes[kind]) for kind, head in _NOTES.items() if kind in shape.notes]
    return _templates.get_template("concept.html").render(
        concept=shape,
        languages=sorted(languages, key=partial(_place, first)),
        notes=[(head, sorted(texts, key=lambda text: _place(first, text.language))) for head, texts in notes],
        release=index.name,
        asked=f"?{query}" if query else "",
        told=told,
        words={name: tell(word, translate) for name, word in _WORDS.items()},
    )


def _place(first: str, language: str) -> tuple[bool, str]:
    return language != first, language
