"""The hierarchy of a scheme: broader and narrower read both ways, with cycles survived."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from taxonomy_service.domain.concepts import ConceptId, RelationKind
from taxonomy_service.domain.schemes import ConceptScheme


class ConceptRelation(StrEnum):
    """Where one concept stands, seen from another."""

    BROADER = "broader"
    NARROWER = "narrower"
    SIBLING = "sibling"
    UNRELATED = "unrelated"


_INVERSE = {
    RelationKind.BROADER: RelationKind.NARROWER,
    RelationKind.NARROWER: RelationKind.BROADER,
    RelationKind.RELATED: RelationKind.RELATED,
}

Edges = Mapping[ConceptId, tuple[ConceptId, ...]]


class FindsEdges(Protocol):
    """What leads from a concept to others: a mapping, or a table in a file."""

    def get(self, concept: ConceptId, /) -> tuple[ConceptId, ...] | None:
        """Return the others, or None."""


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """Direct broader, narrower and related concepts, whichever side asserted them, and the top concepts; all sorted.

    A concept that has none of a kind is missing from that mapping.
    """

    broader: Edges
    narrower: Edges
    related: Edges
    top: tuple[ConceptId, ...]


def build_hierarchy(scheme: ConceptScheme) -> Hierarchy:
    """Read the relations of a scheme both ways (SKOS S25, S23); relations to concepts outside it do not count.

    The top concepts are those declared, whichever side said so (S8); where none is, those without a broader one.
    """
    ids = {concept.iri: concept.id for concept in scheme.concepts.values()}
    edges: dict[RelationKind, dict[ConceptId, set[ConceptId]]] = {kind: {} for kind in _INVERSE}
    top = {ids[iri] for iri in scheme.top_concepts if iri in ids}
    for own, concept in scheme.concepts.items():
        for kind, target in concept.relations:
            other = ids.get(target)
            if kind is RelationKind.TOP_CONCEPT_OF and target == scheme.iri:
                top.add(own)
            elif kind in _INVERSE and other is not None:
                edges[kind].setdefault(own, set()).add(other)
                edges[_INVERSE[kind]].setdefault(other, set()).add(own)
    broader = edges[RelationKind.BROADER]
    roots = top or {own for own in scheme.concepts if own not in broader}
    narrower, related = edges[RelationKind.NARROWER], edges[RelationKind.RELATED]
    return Hierarchy(_sorted(broader), _sorted(narrower), _sorted(related), tuple(sorted(roots)))


def _sorted(edges: Mapping[ConceptId, set[ConceptId]]) -> dict[ConceptId, tuple[ConceptId, ...]]:
    return {own: tuple(sorted(others)) for own, others in edges.items()}


def closure(edges: FindsEdges, start: ConceptId) -> dict[ConceptId, int]:
    """Return all concepts reached from `start` but itself, each with the fewest steps to it, nearest first."""
    steps: dict[ConceptId, int] = {}
    queue = deque([(start, 0)])
    while queue:
        current, distance = queue.popleft()
        for following in edges.get(current) or ():
            if following not in steps and following != start:
                steps[following] = distance + 1
                queue.append((following, distance + 1))
    return steps


def reached_from(edges: FindsEdges, starts: tuple[ConceptId, ...], *, most: int) -> tuple[ConceptId, ...] | None:
    """Return the concepts given, and then all that are reached from them, nearest first; None beyond `most`."""
    reached = dict.fromkeys(starts)
    waiting = list(starts)
    for current in waiting:
        if len(waiting) > most:
            return None
        for following in edges.get(current) or ():
            if following not in reached:
                reached[following] = None
                waiting.append(following)
    return tuple(waiting)


def relation_between(broader: FindsEdges, named: ConceptId, claimed: ConceptId) -> ConceptRelation:
    """Say where the concept named stands, seen from the one claimed, which is another one.

    Broader and narrower reach over any number of steps, as `skos:broaderTransitive` does (SKOS §8.6.7); siblings share
    a directly broader concept. Both ways are followed upwards, where there are few concepts.
    """
    if _reaches(broader, claimed, named):
        return ConceptRelation.BROADER
    if _reaches(broader, named, claimed):
        return ConceptRelation.NARROWER
    shared = set(broader.get(named) or ()) & set(broader.get(claimed) or ())
    return ConceptRelation.SIBLING if shared else ConceptRelation.UNRELATED


def _reaches(edges: FindsEdges, start: ConceptId, target: ConceptId) -> bool:
    """Say whether another concept is reached; in any order, and no further than that."""
    reached = {start}
    waiting = [start]
    for current in waiting:
        for following in edges.get(current) or ():
            if following == target:
                return True
            if following not in reached:
                reached.add(following)
                waiting.append(following)
    return False


def hierarchy_cycles(hierarchy: Hierarchy) -> list[tuple[ConceptId, ...]]:
    """Return the groups of concepts that are broader than themselves (strongly connected components), each sorted.

    In order of their first concepts. Legal SKOS (§8.6.8); worth a look all the same. Kosaraju's algorithm, without
    recursion and in linear time, since a hostile file may be a million levels deep.
    """
    assigned: set[ConceptId] = set()
    cycles: list[tuple[ConceptId, ...]] = []
    for root in reversed(_finish_order(hierarchy.broader)):
        if root in assigned:
            continue
        component = _reach(hierarchy.narrower, root, assigned)
        if len(component) > 1 or root in hierarchy.broader.get(root, ()):
            cycles.append(tuple(sorted(component)))
    return sorted(cycles)


def _reach(edges: Edges, root: ConceptId, assigned: set[ConceptId]) -> list[ConceptId]:
    """Return what is reached from `root` and not yet assigned, and assign it."""
    component: list[ConceptId] = []
    waiting = [root]
    while waiting:
        current = waiting.pop()
        if current not in assigned:
            assigned.add(current)
            component.append(current)
            waiting.extend(edges.get(current, ()))
    return component


def _finish_order(edges: Edges) -> list[ConceptId]:
    """Return the concepts in the order in which a depth-first walk leaves them."""
    seen: set[ConceptId] = set()
    finished: list[ConceptId] = []
    for root in sorted(edges):
        if root in seen:
            continue
        seen.add(root)
        path = [(root, iter(edges.get(root, ())))]
        while path:
            current, following = path[-1]
            unseen = next((other for other in following if other not in seen), None)
            if unseen is None:
                finished.append(current)
                path.pop()
            else:
                seen.add(unseen)
                path.append((unseen, iter(edges.get(unseen, ()))))
    return finished
