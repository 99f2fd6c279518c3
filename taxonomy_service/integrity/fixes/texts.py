"""Fixes of the text of labels and notes, and of its language tag."""

import unicodedata
from collections.abc import Callable
from typing import Final

from taxonomy_service.domain.changes import StatementDifference, statement_difference
from taxonomy_service.domain.findings import IntegrityFinding
from taxonomy_service.domain.forms import form_fault
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.statements import Literal, Statement
from taxonomy_service.integrity.fixes.fix import Choices, Fix, Mend
from taxonomy_service.integrity.languages import canonical_tag
from taxonomy_service.integrity.text.characters import clean_white_space, without_invisible
from taxonomy_service.integrity.view import View


def rewritten(change: Callable[[str], str]) -> Mend:
    """Return a fix that changes the form at fault; where nothing usable would be left of it, it is left alone."""

    def mend(_: View, finding: IntegrityFinding, __: Choices) -> StatementDifference:
        form = change(finding.label)
        if form == finding.label or form_fault(form) is not None:
            return StatementDifference()
        return _replaced(finding, Literal(form, finding.language))

    return mend


def canonical_language_tag(_: View, finding: IntegrityFinding, __: Choices) -> StatementDifference:
    """Write a text's language tag in its canonical form (RFC 5646 §4.5)."""
    tag = canonical_tag(finding.language)
    return _replaced(finding, Literal(finding.label, LanguageTag(tag))) if tag else StatementDifference()


def _replaced(finding: IntegrityFinding, new: Literal) -> StatementDifference:
    """Put another literal in place of the one at fault, in all statements of the proof that hold it."""
    old = (finding.label, finding.language)
    rows = [row for row in finding.proof if isinstance(row.object, Literal) and row.object[:2] == old]
    return statement_difference(rows, [Statement(row.subject, row.predicate, new) for row in rows])


def _composed(form: str) -> str:
    return unicodedata.normalize("NFC", form)


FIXES: Final = (
    Fix("Q053", message("write the language tag in its canonical form"), canonical_language_tag),
    Fix("Q071", message("take out the invisible characters that are out of place"), rewritten(without_invisible)),
    Fix("Q072", message("take out the characters that reorder text"), rewritten(without_invisible)),
    Fix("Q074", message("trim white space, and put single plain spaces between words"), rewritten(clean_white_space)),
    Fix("Q075", message("compose the letters (NFC)"), rewritten(_composed)),
)
