"""SKOS-XL in: labels that are resources of their own (SKOS Reference, appendix B)."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from taxonomy_service.domain import terms
from taxonomy_service.domain.findings import ImportCode
from taxonomy_service.domain.forms import form_fault
from taxonomy_service.domain.skos_terms import XL_LABELS
from taxonomy_service.domain.statements import Literal, Node, Statement
from taxonomy_service.exchange.skos_reading import Reading
from taxonomy_service.exchange.skos_rows import Rows


class LabelNodes(NamedTuple):
    """The literal form of each label node, and the statements that say no more than that it is a label and its form."""

    forms: dict[str, Literal]
    statements: set[Statement]


def label_nodes(subjects: Iterable[str], rows: Mapping[str, Rows], reading: Reading) -> LabelNodes:
    """Return the label nodes of the subjects.

    SKOS S52: a label has exactly one literal form; of several the first in code point order counts. One without a form
    that can be a label is left out.
    """
    wanted = {
        node
        for subject in subjects
        if not XL_LABELS.keys().isdisjoint(rows.get(subject, ()))
        for predicate in XL_LABELS.keys() & rows[subject].keys()
        for node in rows[subject][predicate]
        if isinstance(node, str)
    }
    found = LabelNodes({}, set())
    for node in sorted(wanted):
        form = _form(node, rows.get(node, {}).get(terms.LITERAL_FORM, ()), reading)
        if form is not None:
            found.forms[node] = form
            found.statements.add(Statement(node, terms.TYPE, terms.XL_LABEL))
            found.statements.add(Statement(node, terms.LITERAL_FORM, form))
    return found


def _form(node: str, stated: Iterable[Node], reading: Reading) -> Literal | None:
    given = sorted({form for form in stated if isinstance(form, Literal)})
    if len(given) != 1:
        message = f"a SKOS-XL label has one literal form, this one has {len(given)} (S52)"
        reading.note(ImportCode.XL_LABEL_FORM, message, node)
    return next(
        (literal for literal in given if _is_usable(Statement(node, terms.LITERAL_FORM, literal), reading)), None
    )


def _is_usable(statement: Statement, reading: Reading) -> bool:
    literal = statement.object
    if not isinstance(literal, Literal) or literal.datatype:
        message = "the literal form of a label must be a plain text"
        reading.note(ImportCode.LABEL_NOT_STRING, message, statement.subject, statement)
        return False
    fault = form_fault(literal.value)
    if fault is not None:
        message = f"the label cannot be used ({fault})"
        reading.note(ImportCode.UNUSABLE_LABEL, message, statement.subject, statement)
    return fault is None and literal.language not in reading.ill_formed
