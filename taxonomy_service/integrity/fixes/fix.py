"""What a fix is: one pure function with its row."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from taxonomy_service.domain.changes import StatementDifference
from taxonomy_service.domain.findings import IntegrityFinding
from taxonomy_service.domain.messages import Message
from taxonomy_service.integrity.view import View


class Keep(StrEnum):
    """Which of several preferred labels in a language stays preferred; equals are decided by code point order."""

    FIRST = "first"
    SHORTEST = "shortest"
    LONGEST = "longest"


@dataclass(frozen=True, slots=True)
class Choices:
    """What only a person can decide.

    `keep` chooses among several preferred labels in a language; without it none is demoted. `cut` are pairs of a
    concept and a broader one whose relation may be cut to break a cycle. `attach_to` is the concept under which orphans
    go, or the scheme whose top concepts they become; without it nothing is attached.
    """

    keep: Keep | None = None
    cut: frozenset[tuple[str, str]] = frozenset()
    attach_to: str | None = None


Mend: TypeAlias = Callable[[View, IntegrityFinding, Choices], StatementDifference]
"""Returns the empty difference where it leaves the finding to a person."""


@dataclass(frozen=True, slots=True)
class Fix:
    """A row of the table: the code of the check whose findings it mends, what it does, and the choice that it needs."""

    code: str
    does: Message
    mend: Mend
    needs: Message | None = None
