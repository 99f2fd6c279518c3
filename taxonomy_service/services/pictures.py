"""Pictures of boundaries: what each language's label of a concept covers."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from taxonomy_service.boundaries.picture import draw_boundaries, judged_by
from taxonomy_service.domain.boundaries import BoundaryFinding
from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.errors import NotFound
from taxonomy_service.domain.hierarchy import build_hierarchy
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.pictures import BoundaryPicture, Judged
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.exchange.boundary_page import boundary_page
from taxonomy_service.exchange.boundary_svg import boundary_svg
from taxonomy_service.exchange.boundary_words import Teller
from taxonomy_service.matching.label_index import LabelIndex
from taxonomy_service.services.catalogues import reader_language, translator


class PictureFormat(StrEnum):
    """How a picture is written."""

    SVG = "svg"
    HTML = "html"


_WRITERS = {PictureFormat.SVG: boundary_svg, PictureFormat.HTML: boundary_page}


def picture_from_findings(scheme: ConceptScheme, concept: str, findings: Iterable[BoundaryFinding]) -> BoundaryPicture:
    """Return the picture of the concept of this id or IRI from what was found in its scheme; raises NotFound."""
    own = _find(scheme, concept)
    return draw_boundaries(scheme, build_hierarchy(scheme), own, judged_by(findings, scheme, own))


def picture_from_index(index: LabelIndex, concept: ConceptId, judged: Mapping[LanguageTag, Judged]) -> BoundaryPicture:
    """Return the picture of a concept of a release, whose hierarchy is built already."""
    return draw_boundaries(index.scheme, index.hierarchy, concept, judged)


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
        raise NotFound(f"concept in {scheme.id}", name)
    return found
