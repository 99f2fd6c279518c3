"""Checks of how concepts stand in their schemes."""

from collections.abc import Iterator, Mapping
from typing import Final

from taxonomy_service.domain import terms
from taxonomy_service.domain.findings import Severity
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.statements import Statement
from taxonomy_service.integrity.checks import Check, Fault, Parameters
from taxonomy_service.integrity.view import TOP_CONCEPT_OF, View

HAS_TOP_CONCEPT: Final = terms.SKOS + "hasTopConcept"


def concepts_in_no_scheme(view: View, _: Parameters) -> Iterator[Fault]:
    """Find the described concepts that name no scheme and that no scheme names as a top concept."""
    for concept, row in view.described.items():
        if concept not in view.schemes_of:
            told = message("{concept} is in no concept scheme", concept=view.label_of(concept))
            yield Fault(concept, told, (row,))


def schemes_without_top_concept(view: View, _: Parameters) -> Iterator[Fault]:
    """Find the schemes that name no top concept, though a concept in them has a broader one."""
    tops = view.edges(HAS_TOP_CONCEPT)
    layered = _with_hierarchy(view)
    for scheme, row in view.schemes.items():
        if scheme not in tops and scheme in layered:
            told = message("{scheme} has a hierarchy and names no top concept", scheme=view.label_of(scheme))
            yield Fault(scheme, told, (row,))


def _with_hierarchy(view: View) -> set[str]:
    return {scheme for concept in view.hierarchy for scheme in view.schemes_of.get(concept, ())}


def top_concepts_with_broader(view: View, _: Parameters) -> Iterator[Fault]:
    """Find the top concepts of a scheme that have a broader concept in it."""
    for concept, schemes in view.edges(TOP_CONCEPT_OF).items():
        for scheme, row in schemes.items():
            for broader, step in _broader_in(view, concept, scheme).items():
                told = message(
                    "{concept} is a top concept, and has {broader} above it in the same scheme",
                    concept=view.label_of(concept),
                    broader=view.label_of(broader),
                )
                yield Fault(concept, told, (row, step), (broader, scheme))


def dangling_concepts(view: View, _: Parameters) -> Iterator[Fault]:
    """Find the concepts without a broader one in a scheme that names top concepts, and not them."""
    tops = view.edges(HAS_TOP_CONCEPT)
    for concept, schemes in view.schemes_of.items():
        if concept in view.described:
            for scheme, row in schemes.items():
                named = tops.get(scheme)
                if named and concept not in named and not _broader_in(view, concept, scheme):
                    told = message(
                        "{concept} has nothing above it in {scheme} and is not one of its {count} top concepts",
                        concept=view.label_of(concept),
                        scheme=view.label_of(scheme),
                        count=len(named),
                    )
                    yield Fault(concept, told, (row,), (scheme,))


def _broader_in(view: View, concept: str, scheme: str) -> Mapping[str, Statement]:
    """Return the broader concepts in the scheme, the concept itself left out."""
    above = view.hierarchy.get(concept, {})
    return {other: row for other, row in above.items() if other != concept and scheme in view.schemes_of.get(other, {})}


# fmt: off
CHECKS = (
    Check(
        "Q001", message("Concept in no scheme"), Severity.WARNING,
        message("Tools list, export and release a vocabulary by its scheme; a concept in none is lost to them."),
        concepts_in_no_scheme,
    ),
    Check(
        "Q010", message("Scheme without top concept"), Severity.WARNING,
        message("The top concepts are where people begin to browse; without them each tool guesses."),
        schemes_without_top_concept, qskos="otc",
    ),
    Check(
        "Q011", message("Top concept with a broader one"), Severity.WARNING,
        message("A concept cannot be the uppermost of a scheme and lie under another of the same scheme."),
        top_concepts_with_broader, qskos="tchbc",
    ),
    Check(
        "Q012", message("Dangling concept"), Severity.WARNING,
        message("Who browses down from the top concepts never reaches it, nor what lies under it."),
        dangling_concepts,
    ),
)
