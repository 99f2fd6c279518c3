"""Fixes of labels that stand in each other's way."""

from collections.abc import Callable, Iterable
from typing import Final

from taxonomy_service.domain import terms
from taxonomy_service.domain.changes import StatementDifference, statement_difference
from taxonomy_service.domain.findings import IntegrityFinding
from taxonomy_service.domain.labels import LabelKind
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.statements import Literal, Statement
from taxonomy_service.integrity.fixes.fix import Choices, Fix, Keep
from taxonomy_service.integrity.view import LABEL_PROPERTIES, XL_LABEL_PROPERTIES, View

_ALTERNATIVES: Final = {
    LABEL_PROPERTIES[LabelKind.PREFERRED]: LABEL_PROPERTIES[LabelKind.ALTERNATIVE],
    XL_LABEL_PROPERTIES[LabelKind.PREFERRED]: XL_LABEL_PROPERTIES[LabelKind.ALTERNATIVE],
}
_PREFERENCES: Final[dict[Keep, Callable[[str], int]]] = {
    Keep.FIRST: lambda _: 0,
    Keep.SHORTEST: len,
    Keep.LONGEST: lambda form: -len(form),
}
_WEAKER: Final = (LabelKind.HIDDEN, LabelKind.ALTERNATIVE)


def demote_extra_preferred(_: View, finding: IntegrityFinding, choices: Choices) -> StatementDifference:
    """Make alternative labels of all preferred labels of a language but one, which the policy chooses.

    Labels of SKOS-XL are demoted by the relation that leads to them. Labels stated by a vocabulary's own sub-property
    are left alone: what else the property says cannot be known.
    """
    nodes = _literals_of(finding.proof)
    rows = [row for row in finding.proof if row.subject == finding.subject and row.predicate in _ALTERNATIVES]
    forms = {literal.value for row in rows for literal in _literals(row, nodes)}
    if len(forms) < 2 or choices.keep is None:
        return StatementDifference()
    preference = _PREFERENCES[choices.keep]
    kept = min(forms, key=lambda form: (preference(form), form))
    extra = [row for row in rows if kept not in {literal.value for literal in _literals(row, nodes)}]
    return statement_difference(extra, [Statement(row[0], _ALTERNATIVES[row[1]], row[2]) for row in extra])


def _literals_of(rows: Iterable[Statement]) -> dict[str, Literal]:
    """Return the literal forms of label resources."""
    return {
        row.subject: row.object
        for row in rows
        if row.predicate == terms.LITERAL_FORM and isinstance(row.object, Literal)
    }


def _literals(row: Statement, nodes: dict[str, Literal]) -> list[Literal]:
    """Return the form that a statement gives, directly or through a label resource, if it gives one."""
    literal = row.object if isinstance(row.object, Literal) else nodes.get(row.object)
    return [literal] if literal else []


def drop_weaker_kind(_: View, finding: IntegrityFinding, __: Choices) -> StatementDifference:
    """Keep a form as the strongest of the kinds it is stated as: preferred before alternative before hidden."""
    weaker = [LABEL_PROPERTIES[kind] for kind in _WEAKER]
    rows = [row for row in finding.proof if row.subject == finding.subject and isinstance(row.object, Literal)]
    ranked = sorted(rows, key=lambda row: weaker.index(row.predicate) if row.predicate in weaker else len(weaker))
    dropped = [row for row in ranked[:-1] if row.predicate in weaker]
    return statement_difference(dropped, [])


FIXES: Final = (
    Fix("S13", message("keep the label as the strongest of its kinds"), drop_weaker_kind),
    Fix(
        "S14",
        message("make all preferred labels of a language but one alternative ones"),
        demote_extra_preferred,
        message("--keep: which one stays preferred"),
    ),
)
