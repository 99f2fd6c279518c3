"""Changes: what is to be taken away from a vocabulary's statements, and what is to be added."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from taxonomy_service.domain.statements import Statement, node_order


@dataclass(frozen=True, slots=True)
class StatementDifference:
    """Statements removed and added; none stands in both. The empty difference is false."""

    removed: frozenset[Statement] = frozenset()
    added: frozenset[Statement] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.removed or self.added)


def statement_difference(removed: Iterable[Statement], added: Iterable[Statement]) -> StatementDifference:
    """Return a difference, without what would be both removed and added."""
    gone, new = frozenset(removed), frozenset(added)
    return StatementDifference(gone - new, new - gone)


def applied(statements: Iterable[Statement], difference: StatementDifference) -> Iterator[Statement]:
    """Yield the statements after the change, in their order, what is added last and sorted; each comes once.

    A statement removed that is not there, or added that is, changes nothing: applying twice is applying once.
    """
    seen: set[Statement] = set()
    for row in statements:
        if row not in difference.removed and row not in seen:
            seen.add(row)
            yield row
    yield from sorted(difference.added - seen, key=_order)


def inverted(difference: StatementDifference) -> StatementDifference:
    """Return the difference that undoes this one, where all that it removed was there and all that it added was not."""
    return StatementDifference(difference.added, difference.removed)


def in_order(statements: Iterable[Statement]) -> list[Statement]:
    """Return statements by subject, predicate and object, resources before literals."""
    return sorted(statements, key=_order)


def _order(row: Statement) -> tuple[str, str, tuple[bool, str, str, str]]:
    return (row.subject, row.predicate, node_order(row.object))
