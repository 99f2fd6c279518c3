"""Collections: groups of concepts and of other groups."""

from dataclasses import replace

from taxonomy_service.domain.concepts import Collection, ConceptId, Relation, RelationKind
from taxonomy_service.domain.drafts import MEMBER, Draft
from taxonomy_service.domain.editing.labels import new_label, put_labels
from taxonomy_service.domain.editing.naming import new_iri
from taxonomy_service.domain.editing.refusals import EditFault, refusal
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.operations import CreateCollection, RemoveCollection, SetMembers
from taxonomy_service.domain.statements import Iri
from taxonomy_service.domain.stating import Labelled, ResourceKey, ResourceRole, in_canonical_order, key_of


def create_collection(draft: Draft, operation: CreateCollection) -> None:
    """Make a collection."""
    iri = new_iri(draft, operation.id, operation.iri)
    own = (Relation(RelationKind.IN_SCHEME, draft.about.iri),)
    group = Collection(ConceptId(operation.id), iri, relations=own, member_list=() if operation.ordered else None)
    draft.put(_with_members(draft, group, operation.members))
    put_labels(draft, draft.collection(operation.id), [new_label(draft, group, label) for label in operation.labels])


def set_members(draft: Draft, operation: SetMembers) -> None:
    """Replace the members of a collection, in the order given where it is ordered."""
    draft.put(_with_members(draft, draft.collection(operation.collection), operation.members))


def _with_members(draft: Draft, group: Collection, own_ids: tuple[str, ...]) -> Collection:
    members = tuple(_member(draft, group, own_id).iri for own_id in own_ids)
    if group.member_list is None:
        return in_canonical_order(replace(group, members=members))
    return in_canonical_order(replace(group, members=members if group.members else (), member_list=members))


def _member(draft: Draft, group: Collection, own_id: str) -> Labelled:
    """Return a concept or another collection that may be a member."""
    member = draft.labelled(own_id)
    if member.iri in {group.iri, draft.about.iri} or _holds(draft, member, group.iri):
        told = message("{collection} cannot be a member of itself", collection=group.id)
        raise refusal(EditFault.CYCLE, told)
    return member


def _holds(draft: Draft, member: Labelled, iri: Iri) -> bool:
    """Say whether a member holds a collection, at any depth."""
    waiting, seen = [member], {member.iri}
    while waiting:
        current = waiting.pop()
        if not isinstance(current, Collection):
            continue
        if iri in current.members or iri in (current.member_list or ()):
            return True
        for target in {*current.members, *(current.member_list or ())} - seen:
            seen.add(target)
            group = draft.state(ResourceKey(ResourceRole.COLLECTION, target))
            if isinstance(group, Collection):
                waiting.append(group)
    return False


def remove_collection(draft: Draft, operation: RemoveCollection) -> None:
    """Take a collection away, out of the collections that hold it too."""
    group = draft.collection(operation.collection)
    for key in draft.references(group.iri, MEMBER):
        holder = draft.state(key)
        if isinstance(holder, Collection):
            draft.put(_without(holder, group.iri))
    draft.remove(key_of(group))


def _without(holder: Collection, iri: Iri) -> Collection:
    order = None if holder.member_list is None else tuple(own for own in holder.member_list if own != iri)
    return replace(holder, members=tuple(own for own in holder.members if own != iri), member_list=order)
