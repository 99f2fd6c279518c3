"""What each language's label covers, laid over the field of its concept."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from taxonomy_service.boundaries.field import Field, lay_out
from taxonomy_service.domain.boundaries import BoundaryFinding, BoundaryRelation
from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.forms import comparison_key
from taxonomy_service.domain.hierarchy import Hierarchy, build_hierarchy
from taxonomy_service.domain.labels import preferred_forms
from taxonomy_service.domain.languages import UNTAGGED, LanguageTag
from taxonomy_service.domain.pictures import Band, BoundaryPicture, Column, ColumnKind, Judged, Reach
from taxonomy_service.domain.schemes import ConceptScheme, label_languages
from taxonomy_service.domain.statements import Iri


class Surroundings(NamedTuple):
    """What a concept stands among; `same_label` returns the concepts with a preferred label of the form's key."""

    scheme: ConceptScheme
    hierarchy: Hierarchy
    languages: Collection[LanguageTag]
    same_label: Callable[[str, LanguageTag], Collection[ConceptId]]


def surroundings_of(scheme: ConceptScheme) -> Surroundings:
    """Read a whole scheme, which takes a second for 100,000 labels."""
    same: dict[tuple[LanguageTag, str], dict[ConceptId, None]] = {}
    for concept in scheme.concepts.values():
        for language, form in preferred_forms(concept.labels).items():
            same.setdefault((language, comparison_key(form, language)), {})[concept.id] = None
    return Surroundings(
        scheme,
        build_hierarchy(scheme),
        label_languages(scheme),
        lambda form, language: list(same.get((language, comparison_key(form, language)), ())),
    )


def draw_boundaries(around: Surroundings, own: ConceptId, judged: Mapping[LanguageTag, Judged]) -> BoundaryPicture:
    """Return the picture of a concept from what findings say of its labels, by language.

    A label covers moreover every concept that has the very same label in its language. Languages with findings come
    first, the surest on top, then the others by tag, those without a label last.
    """
    concepts = around.scheme.concepts
    labels = preferred_forms(concepts[own].labels)
    same = {
        language: [other for other in around.same_label(form, language) if other != own]
        for language, form in labels.items()
    }
    named = [entry.candidate for entry in judged.values() if entry.candidate in concepts]
    named += [other for others in same.values() for other in others]
    field = lay_out(
        around.scheme, around.hierarchy, own, [other for other in named if other is not None and other != own]
    )
    bands = [
        _band(field, language, labels.get(language), judged.get(language), same.get(language, ()))
        for language in _in_order(around.languages, labels, judged)
    ]
    columns = field.columns
    if any(len(columns) in band.reach for band in bands):
        columns = (*columns, Column(ColumnKind.ELSEWHERE, None, {}))
    return BoundaryPicture(own, labels, field.headings, columns, field.own, tuple(bands))


def judged_by(findings: Iterable[BoundaryFinding], scheme: ConceptScheme, own: ConceptId) -> dict[LanguageTag, Judged]:
    """Return what findings say of the labels of one concept; of several on a language the surest counts."""
    ids = {other.iri: other.id for other in scheme.concepts.values()}
    iri = scheme.concepts[own].iri
    ours = sorted((finding for finding in findings if finding.concept == iri), key=lambda finding: finding.confidence)
    return {
        finding.language: Judged(finding.relation, finding.confidence, ids.get(finding.candidate or Iri("")))
        for finding in ours
    }


def _in_order(
    languages: Iterable[LanguageTag], labels: Mapping[LanguageTag, str], judged: Mapping[LanguageTag, Judged]
) -> Sequence[LanguageTag]:
    return sorted(
        set(languages) - {UNTAGGED},
        key=lambda tag: (-judged[tag].confidence if tag in judged else 0.0, tag not in labels, tag),
    )


def _band(
    field: Field, language: LanguageTag, form: str | None, judged: Judged | None, same: Iterable[ConceptId]
) -> Band:
    if form is None:
        return Band(language, None, {})
    if judged is None:
        reach = dict.fromkeys(range(field.own), Reach.WHOLE)
    else:
        candidate = range(0) if judged.candidate is None else field.under(judged.candidate)
        reach = _REACHES[judged.relation](field, candidate)
    for other in same:
        reach |= {place: Reach.WHOLE for place in field.under(other) if place not in reach}
    reach = dict(sorted(reach.items()))
    return Band(language, form, reach, judged.relation, judged.confidence) if judged else Band(language, form, reach)


def _broader(field: Field, candidate: range) -> dict[int, Reach]:
    """Cover the candidate; where none is known, all that the nearest broader concept covers."""
    own = range(field.own)
    around = [heading for heading in field.headings if heading.first == 0 and heading.last >= field.own]
    nearest = min(around, key=lambda heading: heading.last, default=None)
    wide = candidate or (range(nearest.first, nearest.last + 1) if nearest else own)
    return dict.fromkeys({*own, *wide}, Reach.WHOLE)


def _narrower(field: Field, candidate: range) -> dict[int, Reach]:
    inside = [place for place in candidate if place < field.own]
    if inside and len(inside) < field.own:
        return dict.fromkeys(inside, Reach.WHOLE)
    return dict.fromkeys(range(field.own), Reach.PART)


def _overlapping(field: Field, candidate: range) -> dict[int, Reach]:
    other = candidate or range(len(field.columns), len(field.columns) + 1)
    return dict.fromkeys(range(field.own), Reach.PART) | dict.fromkeys(other, Reach.PART)


def _different(field: Field, candidate: range) -> dict[int, Reach]:
    other = candidate or range(len(field.columns), len(field.columns) + 1)
    return dict.fromkeys(other, Reach.WHOLE)


def _untranslated(field: Field, _candidate: range) -> dict[int, Reach]:
    return dict.fromkeys(range(field.own), Reach.UNKNOWN)


_REACHES = {
    BoundaryRelation.BROADER: _broader,
    BoundaryRelation.NARROWER: _narrower,
    BoundaryRelation.OVERLAPPING: _overlapping,
    BoundaryRelation.DIFFERENT: _different,
    BoundaryRelation.UNTRANSLATED: _untranslated,
}
