"""Two concepts becoming one, and one becoming several."""

from collections.abc import Iterable
from dataclasses import replace

from taxonomy_service.domain.concepts import Collection, Concept, Relation, RelationKind
from taxonomy_service.domain.drafts import MEMBER, Draft
from taxonomy_service.domain.editing.concepts import create, mark_retired, settle_narrower
from taxonomy_service.domain.editing.labels import merged_labels
from taxonomy_service.domain.editing.places import add_relation, drop_relations, in_use, link, unlink
from taxonomy_service.domain.editing.refusals import EditFault, refusal
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.operations import Create, Merge, Split
from taxonomy_service.domain.statements import Iri
from taxonomy_service.domain.stating import in_canonical_order

_RELATED = RelationKind.RELATED


def merge(draft: Draft, operation: Merge) -> None:
    """Merge a concept into another; what pointed at it, narrower concepts included, points at the other."""
    concept, target = in_use(draft, operation.concept), in_use(draft, operation.into)
    _refuse_one_line(draft, concept, target)
    for narrower in draft.narrower(concept.iri):
        unlink(draft, narrower, concept.iri)
        link(draft, narrower, target.iri)
    _move_related(draft, concept, target)
    _move_membership(draft, concept, target)
    target = draft.concept(operation.into)
    mappings = tuple(mapping for mapping in concept.mappings if mapping.target != target.iri)
    labels = tuple(merged_labels(target.labels, concept.labels))
    draft.put(in_canonical_order(replace(target, labels=labels, mappings=(*target.mappings, *mappings))))
    mark_retired(draft, operation.concept, [target])


def _refuse_one_line(draft: Draft, concept: Concept, target: Concept) -> None:
    if concept.iri == target.iri:
        told = message("{concept} cannot be merged with itself", concept=concept.id)
        raise refusal(EditFault.SAME_CONCEPT, told, concept=concept.id)
    if draft.way_up(concept.iri, target.iri) or draft.way_up(target.iri, concept.iri):
        told = message(
            "{concept} and {into} stand in one line of broader concepts; retire the one to the other, or move it first",
            concept=concept.id,
            into=target.id,
        )
        raise refusal(EditFault.ANCESTOR, told, concept=concept.id, into=target.id)


def _move_related(draft: Draft, concept: Concept, target: Concept) -> None:
    """Let what is related to the one be related to the other, but for what stands in one line with it (SKOS S27)."""
    for iri in [key.iri for key in draft.references(concept.iri, _RELATED)]:
        drop_relations(draft, iri, [Relation(_RELATED, concept.iri)])
        if _may_be_related(draft, iri, target.iri):
            add_relation(draft, iri, Relation(_RELATED, target.iri))
    own = [iri for kind, iri in draft.relations(concept.iri) if kind is _RELATED]
    drop_relations(draft, concept.iri, [Relation(_RELATED, iri) for iri in own])
    for iri in own:
        if _may_be_related(draft, iri, target.iri):
            add_relation(draft, target.iri, Relation(_RELATED, iri))


def _may_be_related(draft: Draft, one: str, other: str) -> bool:
    return one != other and not draft.way_up(one, other) and not draft.way_up(other, one)


def _move_membership(draft: Draft, concept: Concept, target: Concept) -> None:
    for key in draft.references(concept.iri, MEMBER):
        group = draft.state(key)
        if isinstance(group, Collection):
            members = _exchanged(group.members, concept.iri, target.iri)
            order = None if group.member_list is None else _exchanged(group.member_list, concept.iri, target.iri)
            draft.put(in_canonical_order(replace(group, members=members, member_list=order)))


def _exchanged(members: Iterable[Iri], old: Iri, new: Iri) -> tuple[Iri, ...]:
    return tuple(dict.fromkeys(new if own == old else own for own in members))


def split(draft: Draft, operation: Split) -> None:
    """Retire a concept to several new ones, which stand where it stood unless they say otherwise."""
    concept = in_use(draft, operation.concept)
    if len(operation.into) < 2:
        told = message("a split needs two new concepts or more; with one it is a retirement")
        raise refusal(EditFault.TOO_FEW, told)
    broader = tuple(draft.id_of(iri) for iri in draft.broader(concept.iri))
    for part in operation.into:
        create(draft, part if part.broader else _placed(part, broader))
    parts = [draft.concept(part.id) for part in operation.into]
    if operation.heir is not None:
        _inherit(draft, concept, operation)
    settle_narrower(draft, concept, parts, operation.narrower)
    mark_retired(draft, operation.concept, [draft.concept(part.id) for part in operation.into])


def _placed(part: Create, broader: tuple[str, ...]) -> Create:
    return Create(part.id, part.labels, broader, part.notes, part.notations, part.iri)


def _inherit(draft: Draft, concept: Concept, operation: Split) -> None:
    if operation.heir not in {part.id for part in operation.into}:
        told = message("{heir} is none of the new concepts", heir=operation.heir or "")
        raise refusal(EditFault.ABSENT, told)
    heir = draft.concept(operation.heir or "")
    for narrower in draft.narrower(concept.iri):
        unlink(draft, narrower, concept.iri)
        link(draft, narrower, heir.iri)
