"""Mend a vocabulary in a file: what would change is a difference, shown before it is written."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Final

from taxonomy_service.domain.acceptances import Register, is_accepted
from taxonomy_service.domain.changes import StatementDifference, applied, in_order
from taxonomy_service.domain.errors import Malformed
from taxonomy_service.domain.findings import IntegrityFinding
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.statements import Literal, Statement
from taxonomy_service.exchange.ntriples import line
from taxonomy_service.exchange.rdf import RdfFormat
from taxonomy_service.exchange.turtle import statements_turtle
from taxonomy_service.integrity.fixes.fix import Choices, Fix
from taxonomy_service.integrity.fixes.mending import mend
from taxonomy_service.integrity.fixes.table import FIXES
from taxonomy_service.integrity.languages import canonical_tag
from taxonomy_service.integrity.profiles import DEFAULT_PROFILE, Profile

_WRITTEN: Final = (RdfFormat.TURTLE, RdfFormat.NTRIPLES)


@dataclass(frozen=True, slots=True)
class FixReport:
    """What mending changes; how many findings of each code it mended, and which it left to a person."""

    difference: StatementDifference
    mended: Mapping[str, int]
    left: tuple[IntegrityFinding, ...]


def all_fixes() -> Mapping[str, Fix]:
    """Return the table of fixes by the code of their check."""
    return FIXES


def fixes_of(codes: Iterable[str]) -> Mapping[str, Fix]:
    """Return the fixes of some codes, given in any case; raises Malformed for one that no fix has."""
    wanted = {code.strip().upper() for code in codes}
    unknown = sorted(wanted - FIXES.keys())
    if unknown:
        raise Malformed(
            message(
                "no fix for {unknown}; there are fixes for {fixes}", unknown=", ".join(unknown), fixes=", ".join(FIXES)
            )
        )
    return {code: fix for code, fix in FIXES.items() if code in wanted}


def fix_statements(
    statements: Iterable[Statement],
    fixes: Mapping[str, Fix],
    choices: Choices,
    *,
    profile: Profile = DEFAULT_PROFILE,
    register: Register,
) -> FixReport:
    """Mend statements, but not what a register lets stand."""
    done = mend(statements, fixes, choices, profile=profile, stands=partial(is_accepted, register=register))
    return FixReport(done.difference, done.mended, done.left)


def writable(format: RdfFormat) -> RdfFormat:  # noqa: A002
    """Return a format in which a mended vocabulary can be written; raises Malformed for another."""
    if format not in _WRITTEN:
        raise Malformed(
            message(
                "a mended vocabulary is written as {written}, not as {format}",
                written=" or ".join(_WRITTEN),
                format=format,
            )
        )
    return format


def write_mended(
    statements: Iterable[Statement],
    difference: StatementDifference,
    format: RdfFormat,  # noqa: A002
    prefixes: Mapping[str, str] | None = None,
) -> Iterator[str]:
    """Yield the mended vocabulary as Turtle, with the prefixes given, or as N-Triples; raises Malformed.

    Language tags are written in the case of BCP 47, since the parser keeps none.
    """
    rows = (_with_case(row) for row in applied(statements, difference))
    return statements_turtle(rows, prefixes) if writable(format) is RdfFormat.TURTLE else _ntriples(rows)


def difference_lines(difference: StatementDifference) -> Iterator[str]:
    """Yield the difference as N-Triples, a statement a line: `-` what goes, `+` what comes, subject by subject."""
    changes = [(row, "-") for row in in_order(difference.removed)] + [(row, "+") for row in in_order(difference.added)]
    for row, sign in sorted(changes, key=lambda change: (change[0].subject, change[0].predicate)):
        yield f"{sign} {line(_with_case(row))}"


def _with_case(row: Statement) -> Statement:
    node = row.object
    if not isinstance(node, Literal) or not node.language:
        return row
    return Statement(row.subject, row.predicate, Literal(node.value, _cased(node.language), node.datatype))


@lru_cache(maxsize=4096)
def _cased(tag: LanguageTag) -> LanguageTag:
    """Return the tag in its usual case, and nothing else changed about it."""
    own = canonical_tag(tag)
    return own if own is not None and own.lower() == tag.lower() else tag


def _ntriples(rows: Iterable[Statement]) -> Iterator[str]:
    return (f"{text}\n" for text in sorted(map(line, rows)))
