"""Checks of typed literals and of lists."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Final

from taxonomy_service.domain import terms
from taxonomy_service.domain.findings import Severity
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.statements import Literal, Statement
from taxonomy_service.integrity.checks import Check, Fault, Parameters
from taxonomy_service.integrity.entailment import Edges
from taxonomy_service.integrity.view import View

_ZONE: Final = r"(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)?"
_DATE: Final = re.compile(rf"(-?\d{{4,}}-\d\d-\d\d){_ZONE}")
_DATE_TIME: Final = re.compile(
    rf"(-?\d{{4,}}-\d\d-\d\d)T(?:(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?|24:00:00(?:\.0+)?){_ZONE}"
)


def _is_date(match: re.Match[str] | None) -> bool:
    """Say whether the day exists in its month."""
    if match is None:
        return False
    year, month, day = (int(part) for part in match[1].lstrip("-").split("-"))
    try:
        date(2000 + year % 400, month, day)  # the calendar repeats every 400 years, and Python's ends at 9999
    except ValueError:
        return False
    return True


_VALID: Final[Mapping[str, Callable[[str], object]]] = {
    "date": lambda text: _is_date(_DATE.fullmatch(text)),
    "dateTime": lambda text: _is_date(_DATE_TIME.fullmatch(text)),
    "gYear": re.compile(rf"-?\d{{4,}}{_ZONE}").fullmatch,
    "gYearMonth": re.compile(rf"-?\d{{4,}}-(?:0[1-9]|1[0-2]){_ZONE}").fullmatch,
    "boolean": re.compile("true|false|0|1").fullmatch,
    "integer": re.compile(r"[+-]?\d+").fullmatch,
    "int": re.compile(r"[+-]?\d+").fullmatch,
    "nonNegativeInteger": re.compile(r"\+?\d+|-0+").fullmatch,
    "positiveInteger": re.compile(r"\+?0*[1-9]\d*").fullmatch,
    "decimal": re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)").fullmatch,
    "double": re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN").fullmatch,
    "float": re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN").fullmatch,
    "language": re.compile(r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*").fullmatch,
}
_BY_DATATYPE: Final = {terms.XSD + name: valid for name, valid in _VALID.items()}


def invalid_literals(view: View, _: Parameters) -> Iterator[Fault]:
    """Find the literals whose text is none of their datatype's (XML Schema 1.1 part 2, §3)."""
    for predicate, rows in view.by_predicate.items():
        if predicate not in view.label_kinds:
            for row in rows:
                node = row[2]
                if type(node) is not str and node[2]:
                    assert isinstance(node, Literal)
                    valid = _BY_DATATYPE.get(node.datatype)
                    if valid is not None and not valid(node.value.strip(" \t\r\n")):
                        kind = node.datatype.rpartition("#")[2]
                        told = message("{value} is no xsd:{kind}", value=Literal(node.value), kind=kind)
                        yield Fault(row.subject, told, (row,), (predicate,), label=node.value)


def broken_lists(view: View, _: Parameters) -> Iterator[Fault]:
    """Find the ordered collections with several member lists, and those whose list forks, ends early or runs round."""
    first, rest = view.edges(terms.RDF + "first"), view.edges(terms.RDF + "rest")
    for collection, lists in view.edges(terms.MEMBER_LIST).items():
        if len(lists) > 1:
            told = message(
                "{collection} has {count} member lists", collection=view.label_of(collection), count=len(lists)
            )
            yield Fault(collection, told, tuple(lists.values()))
        for start, row in lists.items():
            steps = _walk(start, first, rest)
            if steps is not None:
                told = message(
                    "the member list of {collection} breaks after {count} members",
                    collection=view.label_of(collection),
                    count=len(steps),
                )
                yield Fault(collection, told, (row, *steps))


def _walk(start: str, first: Edges, rest: Edges) -> tuple[Statement, ...] | None:
    """Return None for a list that is well made (each node one member and one rest, down to nil), else its good part."""
    steps: list[Statement] = []
    seen: set[str] = set()
    node = start
    while node != terms.RDF + "nil":
        members, following = first.get(node, {}), rest.get(node, {})
        if node in seen or len(members) != 1 or len(following) != 1:
            return tuple(steps)
        seen.add(node)
        steps.extend(members.values())
        node = next(iter(following))
    return None


# fmt: off
CHECKS = (
    Check(
        "Q029", message("Invalid value of a datatype"), Severity.WARNING,
        message("A date that is none cannot be sorted or compared; databases refuse the whole statement."),
        invalid_literals,
    ),
    Check(
        "Q031", message("Broken member list"), Severity.WARNING,
        message("The members after the break are lost, and with several lists each tool takes another one."),
        broken_lists, skos="S35: skos:memberList has no more than one value",
    ),
)
