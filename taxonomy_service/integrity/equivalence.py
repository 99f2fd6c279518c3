"""Which concepts match exactly, directly or through others: the transitive closure of `skos:exactMatch`."""

from collections import deque
from collections.abc import Iterator, Mapping
from functools import cached_property

from taxonomy_service.domain.statements import Statement
from taxonomy_service.integrity.entailment import Edges


class Matching:
    """The groups of concepts that match exactly, from edges that are stated in one or both directions."""

    def __init__(self, exact: Edges) -> None:
        self._exact = exact

    def connects(self, one: str, other: str) -> bool:
        """Say whether two concepts match exactly, over any number of steps."""
        place, another = self._places.get(one), self._places.get(other)
        return place is not None and another is not None and place[0] == another[0]

    @cached_property
    def groups(self) -> Mapping[str, tuple[str, ...]]:
        """The groups by their first concept, each in order of steps from it."""
        found: dict[str, list[str]] = {}
        for concept, (root, _, _) in self._places.items():
            found.setdefault(root, []).append(concept)
        return {root: tuple(members) for root, members in found.items()}

    def path(self, one: str, other: str) -> tuple[Statement, ...]:
        """Return a chain of statements from one concept to another of its group, over what both came from."""
        first, second = list(self._up(one)), list(self._up(other))
        while first and second and first[-1] == second[-1]:
            first.pop()
            second.pop()
        return (*(row for _, row in first), *(row for _, row in reversed(second)))

    def _up(self, concept: str) -> Iterator[tuple[str, Statement]]:
        while True:
            _, origin, row = self._places[concept]
            if row is None:
                return
            yield concept, row
            concept = origin

    @cached_property
    def _places(self) -> Mapping[str, tuple[str, str, Statement | None]]:
        """For each concept the first one of its group, the one it was reached from, and by which statement."""
        places: dict[str, tuple[str, str, Statement | None]] = {}
        for root in sorted(self._exact):
            if root in places:
                continue
            places[root] = (root, root, None)
            queue = deque([root])
            while queue:
                current = queue.popleft()
                for other, row in self._exact.get(current, {}).items():
                    if other not in places:
                        places[other] = (root, current, row)
                        queue.append(other)
        return places
