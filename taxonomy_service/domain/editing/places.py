"""The place of a concept among the others: moving it, relating it, putting it at the top."""

from collections.abc import Iterable
from dataclasses import replace

from taxonomy_service.domain.concepts import Concept, Relation, RelationKind, is_retired
from taxonomy_service.domain.drafts import Draft
from taxonomy_service.domain.editing.refusals import EditFault, refusal
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.operations import Move, Relate, Unrelate
from taxonomy_service.domain.statements import Iri
from taxonomy_service.domain.stating import in_canonical_order

_BROADER, _NARROWER = RelationKind.BROADER, RelationKind.NARROWER
_DOWN = {_NARROWER: _BROADER, RelationKind.NARROWER_TRANSITIVE: RelationKind.BROADER_TRANSITIVE}
_UP = {up: down for down, up in _DOWN.items()}
_TOP = RelationKind.TOP_CONCEPT_OF


def move(draft: Draft, operation: Move) -> None:
    """Put a concept under others, with or without what is narrower."""
    concept = draft.concept(operation.concept)
    targets = [in_use(draft, own_id) for own_id in operation.broader]
    former = [own for own in map(draft.concept_at, draft.broader(concept.iri)) if own is not None]
    left = _left(draft, concept, former, operation.leaving)
    if not operation.branch:
        _stay_behind(draft, concept, left)
    for broader in left:
        unlink(draft, concept.iri, broader.iri)
    for target in targets:
        link(draft, concept.iri, target.iri)
    if not draft.broader(concept.iri):
        put_at_top(draft, concept.iri)


def _left(draft: Draft, concept: Concept, former: list[Concept], leaving: tuple[str, ...] | None) -> list[Concept]:
    if leaving is None:
        return former
    left = [draft.concept(own_id) for own_id in leaving]
    for broader in left:
        if broader not in former:
            raise _not_there(concept, _BROADER, broader.id)
    return left


def _stay_behind(draft: Draft, concept: Concept, left: list[Concept]) -> None:
    for narrower in draft.narrower(concept.iri):
        unlink(draft, narrower, concept.iri)
        for broader in left:
            link(draft, narrower, broader.iri)
        if not draft.broader(narrower):
            put_at_top(draft, narrower)


def relate(draft: Draft, operation: Relate) -> None:
    """Add a relation, stated as the scheme states its like."""
    concept, target = draft.concept(operation.concept), draft.concept(operation.target)
    kind = RelationKind(operation.kind)
    if target.iri in _related(draft, concept, kind):
        told = message("{concept} has {kind} {target} already", concept=concept.id, kind=kind.value, target=target.id)
        raise refusal(EditFault.PRESENT, told)
    if kind is _BROADER:
        link(draft, concept.iri, in_use(draft, target.id).iri)
    elif kind is _NARROWER:
        link(draft, target.iri, in_use(draft, concept.id).iri)
    else:
        add_relation(draft, concept.iri, Relation(kind, target.iri))
        if any(own is kind for own, _ in target.relations):
            add_relation(draft, target.iri, Relation(kind, concept.iri))


def unrelate(draft: Draft, operation: Unrelate) -> None:
    """Take a relation away on both sides."""
    concept, target = draft.concept(operation.concept), draft.concept(operation.target)
    kind = RelationKind(operation.kind)
    if target.iri not in _related(draft, concept, kind):
        raise _not_there(concept, kind, target.id)
    if kind is _BROADER:
        unlink(draft, concept.iri, target.iri)
    elif kind is _NARROWER:
        unlink(draft, target.iri, concept.iri)
    else:
        for one, other in ((concept, target), (target, concept)):
            drop_relations(draft, one.iri, [Relation(kind, other.iri)])
    lower = target if kind is _NARROWER else concept
    if kind is not RelationKind.RELATED and not draft.broader(lower.iri):
        put_at_top(draft, lower.iri)


def _related(draft: Draft, concept: Concept, kind: RelationKind) -> Iterable[str]:
    if kind is _BROADER:
        return draft.broader(concept.iri)
    if kind is _NARROWER:
        return draft.narrower(concept.iri)
    own = {target for found, target in concept.relations if found is kind}
    return own | {key.iri for key in draft.references(concept.iri, kind)}


def _not_there(concept: Concept, kind: RelationKind, target: str) -> Exception:
    told = message("{concept} does not have {kind} {target}", concept=concept.id, kind=kind.value, target=target)
    return refusal(EditFault.ABSENT, told)


def in_use(draft: Draft, own_id: str) -> Concept:
    """Return a concept that is not retired. Raises NotFound, EditRefused."""
    concept = draft.concept(own_id)
    if is_retired(concept):
        raise refusal(EditFault.RETIRED, message("{concept} is retired", concept=own_id), concept=own_id)
    return concept


def link(draft: Draft, narrower: str, broader: str) -> None:
    """State that a concept is broader; on the other side too where that concept states its narrower ones."""
    if broader in draft.broader(narrower):
        return
    add_relation(draft, narrower, Relation(_BROADER, Iri(broader)))
    if any(kind is _NARROWER for kind, _ in draft.relations(broader)):
        add_relation(draft, broader, Relation(_NARROWER, Iri(narrower)))
    _take_from_top(draft, narrower)


def unlink(draft: Draft, narrower: str, broader: str) -> None:
    """Take away all that says on either side that one is broader than the other."""
    drop_relations(draft, narrower, [Relation(kind, Iri(broader)) for kind in _UP])
    drop_relations(draft, broader, [Relation(kind, Iri(narrower)) for kind in _DOWN])


def add_relation(draft: Draft, iri: str, relation: Relation) -> None:
    """Let a concept state a relation."""
    concept = draft.concept_at(iri)
    if concept is not None and relation not in concept.relations:
        draft.put(in_canonical_order(replace(concept, relations=(*concept.relations, relation))))


def drop_relations(draft: Draft, iri: str, relations: Iterable[Relation]) -> None:
    """Let a concept no longer state relations."""
    concept = draft.concept_at(iri)
    dropped = set(relations)
    if concept is not None and not dropped.isdisjoint(concept.relations):
        kept = tuple(relation for relation in concept.relations if relation not in dropped)
        draft.put(replace(concept, relations=kept))


def put_at_top(draft: Draft, iri: str) -> None:
    """Make a concept a top concept, stated as the scheme states its others; it may state none at all."""
    about = draft.about
    concept = draft.concept_at(iri)
    if concept is None or is_retired(concept):
        return
    if about.top_concepts and concept.iri not in about.top_concepts:
        draft.put(in_canonical_order(replace(about, top_concepts=(*about.top_concepts, concept.iri))))
    if draft.references(about.iri, _TOP):
        add_relation(draft, iri, Relation(_TOP, about.iri))


def _take_from_top(draft: Draft, iri: str) -> None:
    about = draft.about
    if iri in about.top_concepts:
        draft.put(replace(about, top_concepts=tuple(own for own in about.top_concepts if own != iri)))
    drop_relations(draft, iri, [Relation(_TOP, about.iri)])
