"""Mending: run checks, change the statements, and look again until nothing more can be mended."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final, NamedTuple, TypeAlias

from taxonomy_service.domain.changes import StatementDifference, applied, statement_difference
from taxonomy_service.domain.findings import IntegrityFinding
from taxonomy_service.domain.statements import Statement
from taxonomy_service.integrity.fixes.fix import Choices, Fix
from taxonomy_service.integrity.profiles import DEFAULT_PROFILE, Profile
from taxonomy_service.integrity.running import run_checks
from taxonomy_service.integrity.table import CHECKS
from taxonomy_service.integrity.view import View

_MOST_ROUNDS: Final = 10  # one mend can lay open another; a vocabulary that is still not at rest is left to a person


Stands: TypeAlias = Callable[[IntegrityFinding], bool]
"""Says whether a finding was accepted as it is."""


class Mended(NamedTuple):
    """What mending changes, what each fix mended (findings by code), and what it left to a person."""

    difference: StatementDifference
    mended: Mapping[str, int]
    left: tuple[IntegrityFinding, ...]


def mend(
    statements: Iterable[Statement],
    fixes: Mapping[str, Fix],
    choices: Choices,
    *,
    profile: Profile = DEFAULT_PROFILE,
    stands: Stands = lambda _: False,
) -> Mended:
    """Run the checks that the fixes belong to and mend what they find, round by round.

    What stands by a person's decision is left alone. Mending the result again changes nothing.
    """
    before = list(statements)
    rows = before
    mended: dict[str, int] = {}
    left: list[IntegrityFinding] = []
    for _ in range(_MOST_ROUNDS):
        view = View(rows)
        found = [one for one in run_checks(view, CHECKS, profile, only=fixes).findings if not stands(one)]
        step, left = _one_round(view, found, fixes, choices, mended)
        if not step:
            break
        rows = list(applied(rows, step))
    old, new = set(before), set(rows)
    return Mended(statement_difference(old - new, new - old), mended, tuple(left))


def _one_round(
    view: View, found: Iterable[IntegrityFinding], fixes: Mapping[str, Fix], choices: Choices, mended: dict[str, int]
) -> tuple[StatementDifference, list[IntegrityFinding]]:
    """Mend each finding as the vocabulary is at the beginning of the round.

    A finding whose proof or statements another mend of the round touches waits for the next: two mends of a statement
    would undo each other, and of two relations that are redundant by each other only one may go.
    """
    removed: set[Statement] = set()
    added: set[Statement] = set()
    left: list[IntegrityFinding] = []
    for finding in found:
        change = _effective(view, fixes[finding.code].mend(view, finding, choices))
        if not change:
            left.append(finding)
        elif (change.removed | change.added | set(finding.proof)).isdisjoint(removed | added):
            removed |= change.removed
            added |= change.added
            mended[finding.code] = mended.get(finding.code, 0) + 1
    return statement_difference(removed, added), left


def _effective(view: View, change: StatementDifference) -> StatementDifference:
    """Return what a change really changes, so that a mend done before is not done again."""
    removed = [row for row in change.removed if row in view.by_subject.get(row.subject, ())]
    return statement_difference(
        removed, [row for row in change.added if row not in view.by_subject.get(row.subject, ())]
    )
