"""Who is above whom in a hierarchy that may have cycles: asked for one pair at a time, after one linear walk."""

from collections import deque
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.hierarchy import Hierarchy, hierarchy_cycles
from taxonomy_service.domain.statements import Statement
from taxonomy_service.integrity.entailment import Edges


class _Span(NamedTuple):
    """Where a depth-first walk down from the top meets a group: `first` ≤ `low` … `last` of all that lies below it.

    Below a group lies only what has its `last` within `low` and `last` (GRAIL, Yildirim et al. 2010); what was met
    between `first` and `last` does lie below it.
    """

    first: int
    low: int
    last: int


class Ancestry:
    """The transitive closure of edges that lead upwards, never written out.

    Concepts that are above one another form a group (a strongly connected component) and are looked at together. A
    question costs a comparison of numbers in a tree; where concepts have several broader ones, sometimes a search
    through those that the numbers cannot rule out.
    """

    def __init__(self, upward: Edges) -> None:
        self._upward = upward

    @cached_property
    def cycles(self) -> tuple[tuple[str, ...], ...]:
        """The groups of several concepts that are above one another, each sorted, in order of their first concepts."""
        tangled = self._tangled()
        upward: dict[ConceptId, list[ConceptId]] = {}
        downward: dict[ConceptId, list[ConceptId]] = {}
        for one in tangled:
            for other in self._upward.get(one, ()):
                if other in tangled and other != one:
                    upward.setdefault(ConceptId(one), []).append(ConceptId(other))
                    downward.setdefault(ConceptId(other), []).append(ConceptId(one))
        hierarchy = Hierarchy(_as_tuples(upward), _as_tuples(downward), {}, ())
        return tuple(hierarchy_cycles(hierarchy))

    def leads(self, one: str, other: str) -> bool:
        """Say whether `other` is above `one`, over any number of steps; a concept is above itself only in a cycle."""
        groups = self._group
        start, goal = groups.get(one, one), groups.get(other, other)
        if start == goal:
            return one != other or one in groups
        return self._answer(start, goal) is not False and any(True for _ in self._walk(one, other))

    def path(self, one: str, other: str) -> tuple[Statement, ...]:
        """Return a shortest chain of statements that leads from `one` up to `other`; empty where none does."""
        came: dict[str, tuple[str, Statement]] = {}
        queue = deque([one])
        goal = self._group.get(other, other)
        while queue and other not in came:
            current = queue.popleft()
            for following, row in self._upward.get(current, {}).items():
                if following not in came and self._may_lead(following, goal):
                    came[following] = (current, row)
                    queue.append(following)
        return tuple(reversed(list(_back(came, one, other)))) if other in came else ()

    def _may_lead(self, one: str, goal: str) -> bool:
        start = self._group.get(one, one)
        return start == goal or self._answer(start, goal) is not False

    def _answer(self, start: str, goal: str) -> bool | None:
        """Say from the numbers alone whether the goal's group is above the start's; None where they do not tell."""
        below, above = self._spans.get(start), self._spans.get(goal)
        if below is None or above is None or not above.low <= below.low <= below.last <= above.last:
            return False
        return True if above.first <= below.first else None

    def _walk(self, one: str, other: str) -> Iterator[str]:
        """Yield `other` if it is reached."""
        goal = self._group.get(other, other)
        seen = {one}
        waiting = [one]
        while waiting:
            current = waiting.pop()
            if self._group.get(current, current) != goal and self._answer(self._group.get(current, current), goal):
                yield other
                return
            for following in self._upward.get(current, ()):
                if self._group.get(following, following) == goal:
                    yield other
                    return
                if following not in seen and self._may_lead(following, goal):
                    seen.add(following)
                    waiting.append(following)

    @cached_property
    def _group(self) -> Mapping[str, str]:
        """The first concept of its group, for each concept that is in a cycle."""
        return {member: group[0] for group in self.cycles for member in group}

    def _tangled(self) -> set[str]:
        """Return the concepts that remain when those without anything above them are taken away, again and again."""
        waits: dict[str, int] = {}
        below: dict[str, list[str]] = {}
        for one, others in self._upward.items():
            steps = [other for other in others if other != one]
            waits[one] = len(steps)
            for other in steps:
                waits.setdefault(other, 0)
                below.setdefault(other, []).append(one)
        free = [one for one, count in waits.items() if not count]
        while free:
            current = free.pop()
            del waits[current]
            for one in below.get(current, ()):
                waits[one] -= 1
                if not waits[one]:
                    free.append(one)
        return set(waits)

    @cached_property
    def _spans(self) -> Mapping[str, _Span]:
        """The numbers of each group, from a depth-first walk down from the top."""
        group = self._group
        below: dict[str, set[str]] = {}
        has_above: set[str] = set()
        for one, others in self._upward.items():
            own = group.get(one, one)
            for other in others:
                target = group.get(other, other)
                if target != own:
                    below.setdefault(target, set()).add(own)
                    has_above.add(own)
        spans: dict[str, _Span] = {}
        counter = 0
        for root in below.keys() - has_above:
            counter = _number(root, below, spans, counter)
        return spans


def _as_tuples(edges: Mapping[ConceptId, list[ConceptId]]) -> dict[ConceptId, tuple[ConceptId, ...]]:
    return {one: tuple(others) for one, others in edges.items()}


def _number(root: str, below: Mapping[str, set[str]], spans: dict[str, _Span], counter: int) -> int:
    """Give numbers to a root and to all below it that has none; return the next number."""
    open_: list[tuple[str, int, list[str]]] = [(root, counter, list(below.get(root, ())))]
    while open_:
        current, first, waiting = open_[-1]
        if waiting:
            following = waiting.pop()
            if following not in spans:
                open_.append((following, counter, list(below.get(following, ()))))
            continue
        low = min((spans[one].low for one in below.get(current, ())), default=counter)
        spans[current] = _Span(first, min(low, counter), counter)
        counter += 1
        open_.pop()
    return counter


def _back(came: Mapping[str, tuple[str, Statement]], one: str, other: str) -> Iterator[Statement]:
    """Yield the statements of a walk from its end back to its start."""
    current = other
    while True:
        current, row = came[current]
        yield row
        if current == one:
            return
