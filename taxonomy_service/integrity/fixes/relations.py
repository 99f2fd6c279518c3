"""Fixes of relations between concepts."""

from collections.abc import Iterable
from typing import Final

from taxonomy_service.domain import terms
from taxonomy_service.domain.changes import StatementDifference, statement_difference
from taxonomy_service.domain.findings import IntegrityFinding
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.statements import Statement
from taxonomy_service.integrity.fixes.fix import Choices, Fix
from taxonomy_service.integrity.view import BROADER, IN_SCHEME, TOP_CONCEPT_OF, View

_SKOS: Final = terms.SKOS
_NARROWER: Final = _SKOS + "narrower"
_HAS_TOP_CONCEPT: Final = _SKOS + "hasTopConcept"
_PAIRS: Final = (("broader", "narrower"), ("broadMatch", "narrowMatch"), ("hasTopConcept", "topConceptOf"))
_SYMMETRIC: Final = ("related", "exactMatch", "closeMatch", "relatedMatch")
_INVERSES: Final = (
    {_SKOS + one: _SKOS + other for one, other in _PAIRS}
    | {_SKOS + other: _SKOS + one for one, other in _PAIRS}
    | {_SKOS + name: _SKOS + name for name in _SYMMETRIC}
)


def drop_redundant(view: View, finding: IntegrityFinding, _: Choices) -> StatementDifference:
    """Take away the direct relation to a concept that stands above by a longer way too, from both sides."""
    rows = [row for other in finding.related for row in _direct(view, finding.subject, other)]
    return statement_difference(rows, [])


def cut_cycle(view: View, finding: IntegrityFinding, choices: Choices) -> StatementDifference:
    """Break a cycle at the relations chosen, from both sides; without a choice that lies on it nothing is done."""
    concepts = {finding.subject, *finding.related}
    pairs = [(one, other) for one, other in choices.cut if one in concepts and other in concepts]
    return statement_difference([row for pair in pairs for row in _direct(view, *pair)], [])


def _direct(view: View, concept: str, broader: str) -> Iterable[Statement]:
    """Return what states that one concept has another as broader, on either side."""
    rows = (Statement(concept, BROADER, broader), Statement(broader, _NARROWER, concept))
    return [row for row in rows if row in view.by_subject.get(row.subject, ())]


def add_inverse(_: View, finding: IntegrityFinding, __: Choices) -> StatementDifference:
    """State the relation from the other side too."""
    rows = [row for row in finding.proof if row.predicate in _INVERSES and isinstance(row.object, str)]
    return statement_difference([], [Statement(str(row[2]), _INVERSES[row[1]], row[0]) for row in rows[:1]])


def drop_reflexive(_: View, finding: IntegrityFinding, __: Choices) -> StatementDifference:
    """Take away the relation of a concept to itself."""
    return statement_difference([row for row in finding.proof if row.subject == row.object], [])


def attach_orphan(view: View, finding: IntegrityFinding, choices: Choices) -> StatementDifference:
    """Put an orphan under the concept chosen, or among the top concepts of the scheme chosen.

    One that is a top concept already is left alone: it stands alone on purpose, it seems.
    """
    target, orphan = choices.attach_to, finding.subject
    if target is None or target == orphan or orphan in view.edges(TOP_CONCEPT_OF):
        return StatementDifference()
    if target in view.schemes:
        rows = [Statement(orphan, TOP_CONCEPT_OF, target)]
        known = target in view.schemes_of.get(orphan, ())
        return statement_difference([], rows if known else [*rows, Statement(orphan, IN_SCHEME, target)])
    return statement_difference([], [Statement(orphan, BROADER, target)] if target in view.concepts else [])


FIXES: Final = (
    Fix(
        "Q002",
        message("put the orphan under a concept, or among the top concepts of a scheme"),
        attach_orphan,
        message("--attach-to: the concept or the scheme"),
    ),
    Fix(
        "Q004",
        message("cut the cycle at a relation"),
        cut_cycle,
        message("--cut: the concept and its broader one that are parted"),
    ),
    Fix("Q005", message("drop the relation of a concept to itself"), drop_reflexive),
    Fix("Q006", message("drop the direct relation to a concept that is above anyway"), drop_redundant),
    Fix("Q009", message("state the relation from its other side too"), add_inverse),
)
