"""The check of labels on different concepts that are nearly the same."""

from collections.abc import Iterator, Sequence
from typing import Final

from taxonomy_service.domain.findings import Severity
from taxonomy_service.domain.labels import LabelKind
from taxonomy_service.domain.messages import Message, message
from taxonomy_service.domain.statements import Literal, Statement
from taxonomy_service.integrity.checks import Check, Fault, Parameters
from taxonomy_service.integrity.labels import proof_of
from taxonomy_service.integrity.text.near_duplicates import Likeness, near_pairs
from taxonomy_service.integrity.view import View


def near_duplicates(view: View, parameters: Parameters) -> Iterator[Fault]:
    """Find pairs of labels of different concepts of a scheme that may be one name written twice, within a language.

    `likeness` says which kinds of likeness count. Hidden labels do not, since misspellings belong there, nor
    labels of retired concepts.
    """
    wanted = parameters.strings("likeness")
    for tag in view.tags:
        keys = {key: shown for key, rows in view.keys(tag).items() if (shown := _shown(view, rows))}
        for pair in near_pairs(list(keys), tag):
            if pair.likeness in wanted:
                rows = _apart(view, keys[pair.one], keys[pair.other])
                if rows:
                    yield _fault(view, *rows, pair.likeness)


def _shown(view: View, rows: Sequence[Statement]) -> list[Statement]:
    return [row for row in rows if _counts(view, row)]


def _counts(view: View, row: Statement) -> bool:
    hidden = view.label_kinds[row.predicate] is LabelKind.HIDDEN
    return not hidden and row.subject in view.concepts and row.subject not in view.retired


def _apart(view: View, rows: Sequence[Statement], others: Sequence[Statement]) -> tuple[Statement, Statement] | None:
    """Return the first labels of two concepts that share a scheme or are in none; None where one concept has both."""
    if {row.subject for row in rows} & {row.subject for row in others}:
        return None
    for row in rows:
        schemes = set(view.schemes_of.get(row.subject, ()))
        for other in others:
            its = set(view.schemes_of.get(other.subject, ()))
            if schemes & its or not (schemes or its):
                return row, other
    return None


def _fault(view: View, row: Statement, other: Statement, likeness: Likeness) -> Fault:
    label, its = row.object, other.object
    assert isinstance(label, Literal)
    assert isinstance(its, Literal)
    severity = Severity.WARNING if likeness is Likeness.SPELLING else None
    told = _told(label, its, other.subject, likeness)
    return Fault(row.subject, told, proof_of(view, row, other), (other.subject,), label.language, label.value, severity)


def _told(label: Literal, its: Literal, other: str, likeness: Likeness) -> Message:
    if likeness is Likeness.SPELLING:
        return message("{label} is {its}, a label of {other}, in another spelling", label=label, its=its, other=other)
    if likeness is Likeness.WORD_ORDER:
        return message(
            "{label} has the words of {its}, a label of {other}, in another order", label=label, its=its, other=other
        )
    if likeness is Likeness.INFLECTION:
        return message(
            "{label} and {its}, a label of {other}, differ only in their endings", label=label, its=its, other=other
        )
    return message("{label} and {its}, a label of {other}, differ in one letter", label=label, its=its, other=other)


CHECKS: Final = (
    Check(
        "Q064",
        message("Nearly the same label on different concepts"),
        Severity.INFO,
        message("Often one concept entered twice, or a slip of the pen: annotators will take the one for the other."),
        near_duplicates,
        {"likeness": tuple(Likeness)},
        allowed={"likeness": tuple(Likeness)},
        costly=True,
    ),
)
