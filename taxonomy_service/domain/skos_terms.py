"""Which SKOS property means what: the tables that reading and writing share."""

from typing import Final

from taxonomy_service.domain.concepts import MappingKind, NoteKind, RelationKind
from taxonomy_service.domain.labels import LabelKind
from taxonomy_service.domain.terms import SKOS, SKOSXL

LABELS: Final = {
    SKOS + "prefLabel": LabelKind.PREFERRED,
    SKOS + "altLabel": LabelKind.ALTERNATIVE,
    SKOS + "hiddenLabel": LabelKind.HIDDEN,
}
XL_LABELS: Final = {
    SKOSXL + "prefLabel": LabelKind.PREFERRED,
    SKOSXL + "altLabel": LabelKind.ALTERNATIVE,
    SKOSXL + "hiddenLabel": LabelKind.HIDDEN,
}
NOTES: Final = {SKOS + kind: kind for kind in NoteKind}
RELATIONS: Final = {SKOS + kind: kind for kind in RelationKind}
MAPPINGS: Final = {SKOS + kind: kind for kind in MappingKind}

LABEL_PREDICATES: Final = {kind: predicate for predicate, kind in LABELS.items()}
XL_LABEL_PREDICATES: Final = {kind: predicate for predicate, kind in XL_LABELS.items()}

LABEL_ORDER: Final = {LabelKind.PREFERRED: 0, LabelKind.ALTERNATIVE: 1, LabelKind.HIDDEN: 2}
IN_SCHEME: Final = SKOS + RelationKind.IN_SCHEME
TOP_CONCEPT_OF: Final = SKOS + RelationKind.TOP_CONCEPT_OF
HAS_TOP_CONCEPT: Final = SKOS + "hasTopConcept"
CONCEPT_SUBJECTS: Final = frozenset(
    SKOS + kind for kind in RelationKind if kind not in {RelationKind.IN_SCHEME, RelationKind.SEMANTIC_RELATION}
)
"""Properties whose subject can only be a concept (SKOS S19; topConceptOf by S6 and S5)."""
