"""Checks of how concepts stand in their schemes."""

from collections.abc import Iterator

from taxonomy_service.domain.findings import Severity
from taxonomy_service.domain.messages import message
from taxonomy_service.integrity.checks import Check, Fault, Parameters
from taxonomy_service.integrity.view import View


def concepts_in_no_scheme(view: View, _: Parameters) -> Iterator[Fault]:
    """Find the described concepts that name no scheme and that no scheme names as a top concept."""
    for concept, row in view.described.items():
        if concept not in view.schemes_of:
            told = message("{concept} is in no concept scheme", concept=view.label_of(concept))
            yield Fault(concept, told, (row,))


CHECKS = (
    Check(
        "Q001",
        message("Concept in no scheme"),
        Severity.WARNING,
        message("Tools list, export and release a vocabulary by its scheme; a concept in none is lost to them."),
        concepts_in_no_scheme,
    ),
)
