"""The release gate: what stands in the way of a release, and how much it weighs."""

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from taxonomy_service.domain.findings import Severity
from taxonomy_service.domain.messages import Message


class GateKind(StrEnum):
    """What is looked at before a release; the codes are permanent.

    An integrity check that finds an error, a boundary finding that somebody confirmed on a label that would be
    released, and a concept of the last release that the next one would no longer have, not even as retired.
    """

    INTEGRITY_ERROR = "integrity-error"
    CONFIRMED_FINDING = "confirmed-finding"
    VANISHED_ID = "vanished-id"


class GateItem(NamedTuple):
    """One thing that the gate found; `subject` is an IRI, `code` that of the check, the relation, or the kind's own."""

    kind: GateKind
    severity: Severity
    code: str
    subject: str
    message: Message

    @property
    def blocking(self) -> bool:
        """Whether it takes a reason to release in spite of it."""
        return self.severity is Severity.ERROR


def blocking_items(items: Iterable[GateItem]) -> tuple[GateItem, ...]:
    """Return the items that keep the gate closed."""
    return tuple(item for item in items if item.blocking)


def count_items(items: Iterable[GateItem]) -> dict[GateKind, int]:
    """Return how many items there are of each kind, for the kinds that have any.

    >>> item = GateItem(GateKind.VANISHED_ID, Severity.ERROR, "vanished-id", "urn:shoe", Message("gone"))
    >>> count_items([item, item])
    {<GateKind.VANISHED_ID: 'vanished-id'>: 2}
    """
    found = Counter(item.kind for item in items)
    return {kind: found[kind] for kind in GateKind if found[kind]}
