"""What must hold of a draft after each operation: the conditions of SKOS, and no cycles.

A draft may come from a file that breaks them, so only what an operation breaks anew is refused.
"""

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

from taxonomy_service.domain.concepts import Collection as Group
from taxonomy_service.domain.concepts import Concept, MappingKind, RelationKind
from taxonomy_service.domain.drafts import MEMBER, Change, Draft
from taxonomy_service.domain.editing.refusals import EditFault, refusal
from taxonomy_service.domain.errors import EditRefused
from taxonomy_service.domain.labels import LabelKind
from taxonomy_service.domain.messages import Message, message
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.domain.statements import Iri, Literal
from taxonomy_service.domain.stating import Labelled, State

_BROADER, _NARROWER, _RELATED = RelationKind.BROADER, RelationKind.NARROWER, RelationKind.RELATED


class _Fault(NamedTuple):
    code: EditFault
    told: Message


def check_changes(draft: Draft, changes: Iterable[Change]) -> None:
    """Raise EditRefused for the first rule that the changes break, and that was not broken in the same way before."""
    for change in changes:
        broken = set(_faults(change.before))
        for fault in _faults(change.after):
            if fault not in broken:
                raise refusal(fault.code, fault.told, resource=change.key.iri)
    for change in changes:
        if isinstance(change.after, Concept):
            _check_place(draft, change)
        elif change.after is None and isinstance(change.before, Concept | Group):
            _check_gone(draft, change.before)


def check_restored(draft: Draft, changes: Iterable[Change], later: Collection[str]) -> None:
    """Raise EditRefused where a draft that is brought back to what it was breaks a rule with what was changed `later`.

    What it was may itself have broken rules, so that without later changes nothing is refused, and else only what those
    have a part in: their own resources, what they point at, and the places of concepts.
    """
    if not later:
        return
    for change in changes:
        if change.key.iri in later:
            check_changes(draft, [change])
        elif isinstance(change.after, Concept):
            _check_restored_place(draft, change, later)
        elif change.after is None and isinstance(change.before, Concept | Group):
            _check_gone(draft, change.before, later)


def _check_restored_place(draft: Draft, change: Change, later: Collection[str]) -> None:
    """Refuse a cycle, or relations that exclude each other, where a concept changed later is part of it."""
    try:
        _check_place(draft, change)
    except EditRefused as refused:
        way = refused.data["way"]
        keys = [draft.find(own_id) for own_id in way] if isinstance(way, list) else []
        if any(key is not None and key.iri in later for key in keys):
            raise


def _faults(state: State | None) -> Iterator[_Fault]:
    if isinstance(state, ConceptScheme | Concept | Group):
        yield from _label_faults(state)
    if isinstance(state, Concept):
        yield from _self_references(state)
        yield from _mapping_faults(state)


def _label_faults(resource: Labelled) -> Iterator[_Fault]:
    """Yield the preferred labels beside another one (SKOS S14), and the forms of two kinds (S13)."""
    preferred: dict[str, str] = {}
    kinds: dict[tuple[str, str], LabelKind] = {}
    for label in resource.labels:
        if label.kind is LabelKind.PREFERRED and preferred.setdefault(label.language, label.form) != label.form:
            told = message(
                "{concept} would have two preferred labels in {language}: {first} and {second}",
                concept=resource.id,
                language=label.language or message("no language"),
                first=Literal(preferred[label.language], label.language),
                second=Literal(label.form, label.language),
            )
            yield _Fault(EditFault.SECOND_PREFERRED_LABEL, told)
        if kinds.setdefault((label.language, label.form), label.kind) is not label.kind:
            told = message(
                "{form} would be a label of two kinds on {concept}; a form has one kind in a language",
                form=Literal(label.form, label.language),
                concept=resource.id,
            )
            yield _Fault(EditFault.LABEL_KIND_CLASH, told)


def _self_references(concept: Concept) -> Iterator[_Fault]:
    for kind, target in (*concept.relations, *concept.mappings):
        if target == concept.iri:
            told = message("{concept} cannot be {kind} to itself", concept=concept.id, kind=kind.value)
            yield _Fault(EditFault.SELF_REFERENCE, told)


_DISJOINT = (MappingKind.BROAD_MATCH, MappingKind.RELATED_MATCH, MappingKind.NARROW_MATCH)


def _mapping_faults(concept: Concept) -> Iterator[_Fault]:
    """Yield mappings that exclude each other (SKOS S46; narrowMatch by its inverse)."""
    kinds: dict[Iri, set[MappingKind]] = defaultdict(set)
    for kind, target in concept.mappings:
        kinds[target].add(kind)
    for target, found in kinds.items():
        if MappingKind.EXACT_MATCH in found and not found.isdisjoint(_DISJOINT):
            told = message(
                "{concept} cannot be both {kind} and exactMatch to {target}",
                concept=concept.id,
                kind=min(found.intersection(_DISJOINT)).value,
                target=target,
            )
            yield _Fault(EditFault.MAPPING_CLASH, told)


def _check_place(draft: Draft, change: Change) -> None:
    """Refuse cycles and relations that exclude each other, where the change adds a relation (SKOS S27)."""
    assert isinstance(change.after, Concept)
    old = set(change.before.relations) if isinstance(change.before, Concept) else set()
    own = change.after.iri
    for kind, target in change.after.relations:
        if (kind, target) in old or draft.concept_at(target) is None:
            continue
        if kind is _BROADER:
            _check_edge(draft, own, target)
        elif kind is _NARROWER:
            _check_edge(draft, target, own)
        elif kind is _RELATED:
            _check_related(draft, own, target)


def _check_gone(draft: Draft, resource: Concept | Group, looked_at: Container[str] | None = None) -> None:
    """Refuse to take away what others point at; with `looked_at` only they count."""
    for kind in (_BROADER, _NARROWER, _RELATED, MEMBER):
        for key in draft.references(resource.iri, kind):
            if looked_at is not None and key.iri not in looked_at:
                continue
            told = message(
                "{resource} cannot go: {other} has it as {kind}",
                resource=resource.id,
                other=draft.known_id(key) or key.iri,
                kind=str(kind),
            )
            raise refusal(EditFault.POINTED_AT, told, resource=resource.iri, by=key.iri)


def _check_edge(draft: Draft, narrower: str, broader: str) -> None:
    way = draft.way_up(broader, narrower)
    if way:
        told = message(
            "{broader} cannot be broader than {narrower}: it is narrower than it already ({way})",
            broader=draft.id_of(broader),
            narrower=draft.id_of(narrower),
            way=" < ".join(map(draft.id_of, way)),
        )
        raise refusal(EditFault.CYCLE, told, way=[draft.id_of(iri) for iri in way])
    for one, other in ((narrower, Iri(broader)), (broader, Iri(narrower))):
        if (_RELATED, other) in draft.relations(one):
            raise _exclusive(draft, one, other)


def _check_related(draft: Draft, own: str, target: str) -> None:
    if any(draft.way_up(one, other) for one, other in combinations((own, target, own), 2) if one != other):
        raise _exclusive(draft, own, target)


def _exclusive(draft: Draft, one: str, other: str) -> EditRefused:
    told = message(
        "{one} and {other} cannot be related and in one line of broader concepts too",
        one=draft.id_of(one),
        other=draft.id_of(other),
    )
    return refusal(EditFault.RELATION_CLASH, told, way=[draft.id_of(one), draft.id_of(other)])
