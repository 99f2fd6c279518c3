"""Declared equivalences: what a label covers, stated by a linguist on its SKOS-XL label (`tax:equivalence`)."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from taxonomy_service.domain import terms
from taxonomy_service.domain.boundaries import BoundaryFinding, BoundaryRelation, Evidence, EvidenceKind
from taxonomy_service.domain.labels import Equivalence, Label
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.domain.statements import Iri, Statement

DECLARED_WEIGHT = 10.0
"""Log-odds of what a person stated: more than any guess can weigh against it."""

_BY_IRI = {terms.OURS + degree: degree for degree in Equivalence}
_SENTENCES = {
    Equivalence.BROADER: message("a linguist states that this label covers more than its concept"),
    Equivalence.NARROWER: message("a linguist states that this label covers less than its concept"),
    Equivalence.OVERLAPPING: message("a linguist states that this label overlaps with its concept"),
    Equivalence.DIFFERENT: message("a linguist states that this label covers something else than its concept"),
}


class LabelPlace(NamedTuple):
    """A label of a concept, as a statement about its boundary names it."""

    concept: Iri
    language: LanguageTag
    form: str


def place_of(finding: BoundaryFinding) -> LabelPlace:
    """Return the label that a finding is on."""
    return LabelPlace(finding.concept, finding.language, finding.label)


def declared_equivalences(scheme: ConceptScheme) -> dict[LabelPlace, Equivalence]:
    """Return the equivalence of every label of a concept that states one, in order of the concepts' IRIs.

    Where a label states several, or stands on its concept twice, "exact" gives way to any other, and of others the
    first in code point order counts: a doubt that somebody wrote down is not to be lost.
    """
    degrees = stated_degrees(scheme.statements)
    return equivalences_of(
        ((concept.iri, label) for concept in scheme.concepts.values() for label in concept.labels), degrees
    )


def equivalences_of(
    labels: Iterable[tuple[Iri, Label]], degrees: Mapping[str, Equivalence]
) -> dict[LabelPlace, Equivalence]:
    """Return the equivalences of labels, each given with its concept, from what label nodes state."""
    found: dict[LabelPlace, Equivalence] = {}
    for concept, label in labels:
        degree = degrees.get(label.resource or "")
        if degree is not None:
            place = LabelPlace(concept, label.language, label.form)
            found[place] = min(found.get(place, degree), degree, key=_doubt)
    return found


def stated_degrees(statements: Iterable[Statement]) -> dict[str, Equivalence]:
    """Return the equivalence that each label node states; of several the one that `declared_equivalences` explains."""
    degrees: dict[str, Equivalence] = {}
    for row in statements:
        degree = _BY_IRI.get(row.object) if row.predicate == terms.EQUIVALENCE and isinstance(row.object, str) else None
        if degree is not None:
            degrees[row.subject] = min(degrees.get(row.subject, degree), degree, key=_doubt)
    return degrees


def _doubt(degree: Equivalence) -> tuple[bool, str]:
    return (degree is Equivalence.EXACT, degree.value)


def equivalence_iri(degree: Equivalence) -> Iri:
    """Return the IRI by which a label states a degree of equivalence.

    >>> equivalence_iri(Equivalence.BROADER)
    'https://w3id.org/taxonomy-service/terms#broader'
    """
    return Iri(terms.OURS + degree)


def label_resource(concept: Iri, label: Label) -> Iri:
    """Return the IRI that a label without a resource gets: the same each time, and of no other label of the concept."""
    digest = hashlib.sha256(f"{label.kind} {label.form}".encode(errors="surrogatepass")).hexdigest()
    return Iri(f"{concept}/label/{label.language or 'und'}/{digest[:16]}")


def overrule(findings: Iterable[BoundaryFinding], declared: Mapping[LabelPlace, Equivalence]) -> list[BoundaryFinding]:
    """Let what linguists declared take the place of what was detected on the same labels; the rest stays in order.

    "Exact" silences a label; any other degree is a finding of its own, first of all. It keeps the candidate and the
    suggestions of what was detected where both say the same.
    """
    detected = {place_of(finding): finding for finding in findings}
    stated = [
        _declaration(place, degree, detected.get(place))
        for place, degree in declared.items()
        if degree is not Equivalence.EXACT
    ]
    return stated + [finding for place, finding in detected.items() if place not in declared]


def _declaration(place: LabelPlace, degree: Equivalence, detected: BoundaryFinding | None) -> BoundaryFinding:
    relation = BoundaryRelation(degree.value)
    agreed = detected if detected is not None and detected.relation is relation else None
    return BoundaryFinding(
        place.concept,
        place.language,
        place.form,
        relation,
        confidence=1.0,
        flagged=True,
        candidate=agreed.candidate if agreed else None,
        evidence=(Evidence(EvidenceKind.DECLARATION, DECLARED_WEIGHT, _SENTENCES[degree]),),
        suggestions=agreed.suggestions if agreed else (),
    )
