"""Checks of notations."""

from collections.abc import Iterator

from taxonomy_service.domain import terms
from taxonomy_service.domain.findings import Severity
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.statements import Literal, Statement
from taxonomy_service.integrity.checks import Check, Fault, Parameters
from taxonomy_service.integrity.view import View


def ambiguous_notations(view: View, _: Parameters) -> Iterator[Fault]:
    """Find the notations that several concepts of a scheme have (SKOS §6.5.3)."""
    by_notation: dict[Literal, dict[str, Statement]] = {}
    for row in view.stated(terms.NOTATION):
        if isinstance(row[2], Literal) and (row[0] in view.concepts or row[0] in view.schemes_of):
            by_notation.setdefault(row[2], {})[row[0]] = row
    for notation, holders in by_notation.items():
        for scheme, concepts in _by_scheme(view, holders).items() if len(holders) > 1 else ():
            if len(concepts) > 1:
                first, *others = sorted(concepts)
                told = message(
                    "the notation {notation} stands on {count} concepts", notation=notation, count=len(concepts)
                )
                related = (*others, scheme) if scheme else tuple(others)
                yield Fault(first, told, tuple(holders[one] for one in (first, *others)), related, label=notation.value)


def _by_scheme(view: View, holders: dict[str, Statement]) -> dict[str, list[str]]:
    """Return the concepts by scheme, those in none together."""
    found: dict[str, list[str]] = {}
    for concept in holders:
        for scheme in view.schemes_of.get(concept) or ("",):
            found.setdefault(scheme, []).append(concept)
    return found


# fmt: off
CHECKS = (
    Check(
        "Q018", message("Ambiguous notation"), Severity.WARNING,
        message("A notation that names two concepts of a scheme cannot be looked up."),
        ambiguous_notations, qskos="anr",
    ),
)
