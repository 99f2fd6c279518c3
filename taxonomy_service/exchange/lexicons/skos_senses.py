"""Concept schemes as lexicons: each concept is a sense, its labels the forms."""

from collections.abc import Iterator

from taxonomy_service.domain.hierarchy import build_hierarchy
from taxonomy_service.domain.labels import LabelKind
from taxonomy_service.domain.languages import UNTAGGED
from taxonomy_service.domain.references import Sense
from taxonomy_service.domain.schemes import ConceptScheme


def scheme_senses(scheme: ConceptScheme) -> Iterator[Sense]:
    """Yield a sense for each concept, preferred labels first, without hidden labels and those of no language."""
    broader = build_hierarchy(scheme).broader
    for own, concept in scheme.concepts.items():
        named = [label for label in concept.labels if label.kind is not LabelKind.HIDDEN and label.language != UNTAGGED]
        named.sort(key=lambda label: label.kind is not LabelKind.PREFERRED)
        forms = dict.fromkeys((label.language, label.form) for label in named)
        yield Sense(tuple(forms), concept.iri, tuple(scheme.concepts[other].iri for other in broader.get(own, ())))
