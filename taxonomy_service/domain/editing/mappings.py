"""Mappings to concepts of other schemes."""

from dataclasses import replace

from taxonomy_service.domain.concepts import Mapping
from taxonomy_service.domain.drafts import Draft
from taxonomy_service.domain.editing.naming import require_iri
from taxonomy_service.domain.editing.refusals import EditFault, refusal
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.operations import AddMapping, RemoveMapping
from taxonomy_service.domain.statements import Iri
from taxonomy_service.domain.stating import in_canonical_order


def add_mapping(draft: Draft, operation: AddMapping) -> None:
    """Map a concept."""
    require_iri(operation.target)
    concept = draft.concept(operation.concept)
    mapping = Mapping(operation.kind, Iri(operation.target))
    if mapping in concept.mappings:
        told = message(
            "{concept} has {kind} {target} already",
            concept=concept.id,
            kind=mapping.kind.value,
            target=mapping.target,
        )
        raise refusal(EditFault.PRESENT, told)
    draft.put(in_canonical_order(replace(concept, mappings=(*concept.mappings, mapping))))


def remove_mapping(draft: Draft, operation: RemoveMapping) -> None:
    """Take a mapping away."""
    concept = draft.concept(operation.concept)
    mapping = Mapping(operation.kind, Iri(operation.target))
    if mapping not in concept.mappings:
        told = message(
            "{concept} does not have {kind} {target}",
            concept=concept.id,
            kind=mapping.kind.value,
            target=mapping.target,
        )
        raise refusal(EditFault.ABSENT, told)
    draft.put(replace(concept, mappings=tuple(own for own in concept.mappings if own != mapping)))
