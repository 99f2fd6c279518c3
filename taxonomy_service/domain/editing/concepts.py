"""Concepts coming into use and going out of it."""

from collections.abc import Iterable
from dataclasses import replace

from taxonomy_service.domain import terms
from taxonomy_service.domain.concepts import (
    Concept,
    ConceptId,
    Relation,
    RelationKind,
    is_retired,
    says_retired,
)
from taxonomy_service.domain.drafts import Draft
from taxonomy_service.domain.editing.labels import forget_node, new_label, put_labels
from taxonomy_service.domain.editing.naming import new_iri
from taxonomy_service.domain.editing.notes import note_of
from taxonomy_service.domain.editing.places import in_use, link, put_at_top, unlink
from taxonomy_service.domain.editing.refusals import EditFault, refusal
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.operations import Create, NarrowerPolicy, Restore, Retire, Revise
from taxonomy_service.domain.statements import Literal, Property
from taxonomy_service.domain.stating import in_canonical_order, properties_in_order

RETIRED = Property(terms.DEPRECATED, Literal("true", datatype=terms.XSD + "boolean"))


def create(draft: Draft, operation: Create) -> None:
    """Make a concept under its broader ones, or at the top."""
    iri = new_iri(draft, operation.id, operation.iri)
    broader = [in_use(draft, own_id) for own_id in operation.broader]
    concept = Concept(
        ConceptId(operation.id),
        iri,
        notes=tuple(map(note_of, operation.notes)),
        notations=tuple(map(Literal, operation.notations)),
        relations=(Relation(RelationKind.IN_SCHEME, draft.about.iri),),
    )
    draft.put(in_canonical_order(concept))
    put_labels(draft, draft.concept(operation.id), [new_label(draft, concept, label) for label in operation.labels])
    for target in broader:
        link(draft, iri, target.iri)
    if not broader:
        put_at_top(draft, iri)


def revise(draft: Draft, operation: Revise) -> None:
    """Replace the parts of a concept that are given; notes that are resources stay."""
    concept = draft.concept(operation.concept)
    if operation.notes is not None:
        kept = [note for note in concept.notes if not isinstance(note.content, Literal)]
        concept = replace(concept, notes=(*kept, *map(note_of, operation.notes)))
    if operation.notations is not None:
        known = {notation.value: notation for notation in concept.notations}
        concept = replace(concept, notations=tuple(known.get(own, Literal(own)) for own in operation.notations))
    if operation.labels is not None:
        given = {(label.form, LanguageTag(label.language), label.kind): label for label in operation.labels}
        known_labels = {label[:3]: label for label in concept.labels}
        for name, label in known_labels.items():
            if name not in given:
                forget_node(draft, label)
        labels = [known_labels.get(name) or new_label(draft, concept, label) for name, label in given.items()]
        concept = replace(concept, labels=tuple(labels))
    draft.put(in_canonical_order(concept))


def retire(draft: Draft, operation: Retire) -> None:
    """Take a concept out of use, and deal with what is narrower."""
    concept = in_use(draft, operation.concept)
    successors = [_successor(draft, concept, own_id) for own_id in operation.successors]
    settle_narrower(draft, concept, successors, operation.narrower)
    mark_retired(draft, operation.concept, successors)


def _successor(draft: Draft, concept: Concept, own_id: str) -> Concept:
    if own_id == concept.id:
        told = message("{concept} cannot be its own successor", concept=own_id)
        raise refusal(EditFault.SAME_CONCEPT, told, concept=own_id)
    return in_use(draft, own_id)


def settle_narrower(draft: Draft, concept: Concept, successors: list[Concept], policy: NarrowerPolicy | None) -> None:
    """Deal with the concepts in use that are narrower than one that goes. Raises EditRefused where nobody said how."""
    below = [own for own in map(draft.concept_at, draft.narrower(concept.iri)) if own and not is_retired(own)]
    if below and policy is None:
        told = message(
            "{concept} has narrower concepts ({narrower}); say what becomes of them: reparent, retire or orphan",
            concept=concept.id,
            narrower=", ".join(own.id for own in below[:5]) + (" …" if len(below) > 5 else ""),
        )
        raise refusal(EditFault.NARROWER_UNDECIDED, told, narrower=[own.id for own in below])
    for own in below:
        if policy is NarrowerPolicy.RETIRE:
            _retire_below(draft, own, concept, successors)
        else:
            _leave(draft, own, concept, successors if policy is NarrowerPolicy.REPARENT else None)


def _leave(draft: Draft, own: Concept, concept: Concept, successors: list[Concept] | None) -> None:
    unlink(draft, own.iri, concept.iri)
    if successors is not None:
        targets = [successors[0].iri] if len(successors) == 1 else draft.broader(concept.iri)
        for target in targets:
            if target != own.iri:
                link(draft, own.iri, target)
    if not draft.broader(own.iri):
        put_at_top(draft, own.iri)


def _retire_below(draft: Draft, own: Concept, concept: Concept, successors: list[Concept]) -> None:
    """Retire a narrower concept, unless another concept in use is broader than it, or it is the successor."""
    others = [draft.concept_at(iri) for iri in draft.broader(own.iri) if iri != concept.iri]
    if own in successors or any(other is not None and not is_retired(other) for other in others):
        _leave(draft, own, concept, None)
        return
    mark_retired(draft, own.id, successors)
    settle_narrower(draft, draft.concept(own.id), successors, NarrowerPolicy.RETIRE)


def mark_retired(draft: Draft, own_id: str, successors: Iterable[Concept]) -> None:
    """State that a concept is no longer in use, and what replaces it."""
    concept = draft.concept(own_id)
    replaced = [Property(terms.REPLACED_BY, successor.iri) for successor in successors]
    stated = properties_in_order([*concept.properties, RETIRED, *replaced])
    draft.put(replace(concept, properties=stated))


def restore(draft: Draft, operation: Restore) -> None:
    """Put a concept back into use: all that says that it is retired or replaced goes."""
    concept = draft.concept(operation.concept)
    if not is_retired(concept):
        told = message("{concept} is not retired", concept=concept.id)
        raise refusal(EditFault.NOT_RETIRED, told, concept=concept.id)
    kept = tuple(stated for stated in concept.properties if not says_retired(stated))
    draft.put(replace(concept, properties=kept))
    if not draft.broader(concept.iri):
        put_at_top(draft, concept.iri)
