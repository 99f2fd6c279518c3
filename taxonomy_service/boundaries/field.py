"""The field of a concept: itself and its neighbours in the hierarchy, side by side."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.hierarchy import Hierarchy, closure
from taxonomy_service.domain.labels import preferred_forms
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.pictures import Column, ColumnKind, Heading
from taxonomy_service.domain.schemes import ConceptScheme

MOST_SIBLINGS = 3
MOST_NARROWER = 2
MOST_ELSEWHERE = 2
_HIGHEST = 3  # steps up to a broader concept that is shown


@dataclass(frozen=True, slots=True)
class Field:
    """Columns from left to right, those of the concept itself (`own` of them) first, under their headings."""

    headings: tuple[Heading, ...]
    columns: tuple[Column, ...]
    own: int

    def under(self, concept: ConceptId) -> range:
        """Return the columns that a concept covers; none where it is not shown."""
        for heading in self.headings:
            if heading.concept == concept:
                return range(heading.first, heading.last + 1)
        found = [place for place, column in enumerate(self.columns) if column.concept == concept]
        return range(found[0], found[0] + 1) if found else range(0)


@dataclass(frozen=True, slots=True)
class _Node:
    """A concept over others, a concept alone, or (`rest`) what it covers beside them."""

    concept: ConceptId
    below: tuple["_Node", ...] = ()
    rest: int | None = None


def lay_out(scheme: ConceptScheme, hierarchy: Hierarchy, own: ConceptId, named: Sequence[ConceptId]) -> Field:
    """Lay out the field of a concept; those `named` (in order of weight) are shown before other neighbours.

    The concept stands first, over its narrower concepts, then its siblings, under the broader concepts up to the
    highest that is named (at least the direct one, at most three steps up), then concepts named from elsewhere.
    """
    node = _own_node(hierarchy, own, named)
    above = _way_up(hierarchy, own, named)
    for level, broader in enumerate(above):
        others = [other for other in hierarchy.narrower.get(broader, ()) if other not in {own, *above}]
        shown = _choose(others, named, MOST_SIBLINGS if level == 0 else 0)
        rest = _Node(broader, rest=len(others) - len(shown))
        node = _Node(broader, (node, *map(_Node, shown), rest))
    inside = set(_concepts(node))
    elsewhere = [other for other in dict.fromkeys(named) if other not in inside][:MOST_ELSEWHERE]
    return _flatten(scheme, [node, *map(_Node, elsewhere)], own)


def _own_node(hierarchy: Hierarchy, own: ConceptId, named: Sequence[ConceptId]) -> _Node:
    direct = hierarchy.narrower.get(own, ())
    deeper = [other for other in named if other in closure(hierarchy.narrower, own) and other not in direct]
    shown = _choose([*direct, *deeper], named, MOST_NARROWER)
    if not shown:
        return _Node(own)
    return _Node(own, (*map(_Node, shown), _Node(own, rest=len(direct) + len(deeper) - len(shown))))


def _way_up(hierarchy: Hierarchy, own: ConceptId, named: Collection[ConceptId]) -> list[ConceptId]:
    """Return the broader concepts to show, nearest first: on the way to the highest named one, else the direct one."""
    steps = {other: step for other, step in closure(hierarchy.broader, own).items() if step <= _HIGHEST}
    goals = [other for other in named if other in steps]
    goal = max(goals, key=lambda other: steps[other], default=None)
    way: list[ConceptId] = []
    current = own
    while direct := [other for other in hierarchy.broader.get(current, ()) if other not in {own, *way}]:
        towards = [other for other in direct if goal and (other == goal or goal in closure(hierarchy.broader, other))]
        current = (towards or direct)[0]
        way.append(current)
        if goal is None or current == goal or len(way) == _HIGHEST:
            break
    return way


def _choose(others: Collection[ConceptId], named: Sequence[ConceptId], most: int) -> list[ConceptId]:
    """Return the named ones, then others in their order, `most` of them or as many as are named."""
    first = [other for other in dict.fromkeys(named) if other in others]
    return [*first, *(other for other in others if other not in first)][: max(most, min(len(first), MOST_SIBLINGS))]


def _concepts(node: _Node) -> Iterator[ConceptId]:
    yield node.concept
    for below in node.below:
        yield from _concepts(below)


def _flatten(scheme: ConceptScheme, nodes: Sequence[_Node], own: ConceptId) -> Field:
    columns: list[Column] = []
    headings: list[Heading] = []
    depth = max(map(_height, nodes))

    def walk(node: _Node, level: int) -> None:
        labels = _labels(scheme, node.concept)
        if not node.below:
            kind = ColumnKind.CONCEPT if node.rest is None else ColumnKind.REST
            columns.append(Column(kind, node.concept, labels, node.rest or 0))
            return
        first = len(columns)
        for below in node.below:
            walk(below, level + 1)
        headings.append(Heading(node.concept, labels, level, first, len(columns) - 1))

    for node in nodes:
        walk(node, depth - _height(node))
    covered = next((heading.last + 1 for heading in headings if heading.concept == own), 1)
    return Field(tuple(sorted(headings, key=lambda heading: (heading.level, heading.first))), tuple(columns), covered)


def _height(node: _Node) -> int:
    return 1 + max(map(_height, node.below)) if node.below else 0


def _labels(scheme: ConceptScheme, concept: ConceptId) -> Mapping[LanguageTag, str]:
    return preferred_forms(scheme.concepts[concept].labels)
