"""What a check is: one pure function with its row, from which commands, reports and documentation are made."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from taxonomy_service.domain.findings import Severity
from taxonomy_service.domain.languages import UNTAGGED, LanguageTag
from taxonomy_service.domain.messages import Message
from taxonomy_service.domain.statements import Statement
from taxonomy_service.integrity.view import View

ParameterValue: TypeAlias = bool | int | float | str | tuple[str, ...]


class Fault(NamedTuple):
    """What a check noticed: the fields of an `IntegrityFinding` that only the check knows.

    `proof` are the statements that show it, the path in order where there is one; `severity` is set only where one
    check finds faults of several severities, and a profile's severity overrides it.
    """

    subject: str
    message: Message
    proof: tuple[Statement, ...] = ()
    related: tuple[str, ...] = ()
    language: LanguageTag = UNTAGGED
    label: str = ""
    severity: Severity | None = None


class NotChecked(NamedTuple):
    """What a check could not judge, and how many things it concerns (0 where that cannot be said)."""

    reason: Message
    quantity: int = 0


class Parameters:
    """The values of a check's parameters, its defaults overridden by a profile; typed as the default is."""

    def __init__(self, values: Mapping[str, ParameterValue]) -> None:
        self._values = values

    def strings(self, name: str) -> tuple[str, ...]:
        """Return a list of texts."""
        value = self._values[name]
        assert isinstance(value, tuple)
        return value

    def number(self, name: str) -> float:
        """Return a number, whole or not."""
        value = self._values[name]
        assert isinstance(value, int | float)
        return value

    def text(self, name: str) -> str:
        """Return a text."""
        value = self._values[name]
        assert isinstance(value, str)
        return value

    def flag(self, name: str) -> bool:
        """Return whether something holds."""
        value = self._values[name]
        assert isinstance(value, bool)
        return value


Examine: TypeAlias = Callable[[View, Parameters], Iterator[Fault | NotChecked]]


@dataclass(frozen=True, slots=True)
class Check:
    """A row of the table; `code` is permanent.

    `skos` is the condition of the SKOS Reference that it tests, in a few words; `qskos` the short id of the
    corresponding qSKOS check; `needs` names the parameters without which there is nothing to check (they are empty by
    default); `allowed` are the texts that a parameter may hold, where not any will do; `costly` marks a check that
    takes more than linear time and may be left out where speed counts.
    """

    code: str
    name: Message
    severity: Severity
    why: Message
    examine: Examine
    parameters: Mapping[str, ParameterValue] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    allowed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    skos: str | None = None
    qskos: str | None = None
    costly: bool = False
