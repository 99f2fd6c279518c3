"""Pictures of boundaries: what each language's label of a concept covers."""

from collections.abc import Iterable
from enum import StrEnum
from functools import partial

from taxonomy_service.boundaries.picture import Surroundings, draw_boundaries, judged_by, surroundings_of
from taxonomy_service.domain.access import Action, Actor, allowed_schemes
from taxonomy_service.domain.boundaries import BoundaryFinding
from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.errors import NotFound
from taxonomy_service.domain.forms import comparison_key
from taxonomy_service.domain.labels import LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.pictures import BoundaryPicture, Judged
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId
from taxonomy_service.exchange.boundary_page import boundary_page
from taxonomy_service.exchange.boundary_svg import boundary_svg
from taxonomy_service.exchange.boundary_words import Teller
from taxonomy_service.matching.label_index import LabelIndex
from taxonomy_service.services.catalogues import reader_language, translator
from taxonomy_service.store.schemes import list_schemes, schemes_with_concept
from taxonomy_service.store.session import Store


class PictureFormat(StrEnum):
    """How a picture is written."""

    SVG = "svg"
    HTML = "html"


_WRITERS = {PictureFormat.SVG: boundary_svg, PictureFormat.HTML: boundary_page}


def picture_from_findings(scheme: ConceptScheme, concept: str, findings: Iterable[BoundaryFinding]) -> BoundaryPicture:
    """Return the picture of the concept of this id or IRI from what was found in its scheme; raises NotFound."""
    own = _find(scheme, concept)
    return draw_boundaries(surroundings_of(scheme), own, judged_by(findings, scheme, own))


def picture_from_index(index: LabelIndex, concept: ConceptId) -> BoundaryPicture:
    """Return the picture of a concept of a release, from the warnings that its preferred labels carry."""
    judged = {}
    for language, form in index.preferred[concept].items():
        for warning in index.warnings.get((concept, form, language), ()):
            if (note := warning.boundary) is not None:
                candidate = None if note.candidate is None else ConceptId(note.candidate)
                judged[language] = Judged(note.relation, note.confidence, candidate)
    around = Surroundings(index.scheme, index.hierarchy, index.languages, partial(_with_label, index))
    return draw_boundaries(around, concept, judged)


def _with_label(index: LabelIndex, form: str, language: LanguageTag) -> list[ConceptId]:
    found = index.by_key.get(language, {}).get(comparison_key(form, language), ())
    return sorted(entry.concept for entry in found if entry.kind is LabelKind.PREFERRED)


def schemes_with(store: Store, actor: Actor, concept: str) -> list[SchemeId]:
    """Return the schemes that the actor may read and that have a concept of this id or IRI, in order of id.

    Raises Forbidden for an actor who may read no scheme at all.
    """
    readable = set(allowed_schemes(actor, Action.READ, [scheme.id for scheme in list_schemes(store)]))
    return [own for own in schemes_with_concept(store, concept) if own in readable]


def write_picture(picture: BoundaryPicture, format: PictureFormat, reader: LanguageTag) -> str:  # noqa: A002
    """Write a picture for a reader: labels in her language where there are any, sentences as there is a catalogue."""
    return _WRITERS[format](picture, teller_for(reader))


def teller_for(reader: LanguageTag) -> Teller:
    """Return what tells a picture to a reader."""
    told_in = reader_language([reader])
    return Teller(reader, told_in, translator(told_in))


def _find(scheme: ConceptScheme, name: str) -> ConceptId:
    if name in scheme.concepts:
        return ConceptId(name)
    found = next((concept.id for concept in scheme.concepts.values() if concept.iri == name), None)
    if found is None:
        raise NotFound(message("concept in {scheme}", scheme=scheme.id), name)
    return found
