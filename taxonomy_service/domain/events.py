"""Events of a scheme: what others are told when it has happened."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from taxonomy_service.domain.access import Action
from taxonomy_service.domain.schemes import SchemeId


class EventKind(StrEnum):
    """What can have happened."""

    RELEASE = "release"
    APPROVAL = "approval"
    FINDING = "finding"

    @property
    def action(self) -> Action:
        """What one must be allowed to hear of it: the draft is for those who work on it."""
        return Action.READ if self is EventKind.RELEASE else Action.INSPECT


class Event(NamedTuple):
    """Something that happened in a scheme; numbers count from 1 in each scheme, without a gap. `data` is JSON."""

    scheme: SchemeId
    number: int
    kind: EventKind
    time: datetime
    data: Mapping[str, Any]

    @property
    def id(self) -> str:
        """What tells the event from all others, also when it is told twice."""
        return f"{self.scheme}-{self.number}"
