"""Checks of mappings, and of what relations lead to."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final

from taxonomy_service.domain import terms
from taxonomy_service.domain.findings import Severity
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.statements import Statement
from taxonomy_service.integrity.checks import Check, Fault, NotChecked, Parameters
from taxonomy_service.integrity.view import BROADER, View

_SKOS = terms.SKOS
_MAPPING_RELATION: Final = _SKOS + "mappingRelation"
_EXACT_MATCH: Final = _SKOS + "exactMatch"


def mappings_inside_a_scheme(view: View, _: Parameters) -> Iterator[Fault]:
    """Find the mappings between concepts of one scheme."""
    for row in view.stated(_MAPPING_RELATION):
        one, other = row[0], row[2]
        if isinstance(other, str) and one != other:
            first, second = view.schemes_of.get(one, {}), view.schemes_of.get(other, {})
            for scheme in sorted(first.keys() & second.keys()):
                told = message(
                    "{concept} is mapped to {other}, which is in the same scheme",
                    concept=view.label_of(one),
                    other=view.label_of(other),
                )
                yield Fault(one, told, (row, first[scheme], second[scheme]), (other, scheme))


def mappings_to_retired(view: View, _: Parameters) -> Iterator[Fault]:
    """Find the mappings of concepts in use to concepts that are retired."""
    for row in view.stated(_MAPPING_RELATION):
        fault = _leading_to_retired(view, row)
        if fault is not None:
            yield fault


def relations_to_retired(view: View, _: Parameters) -> Iterator[Fault]:
    """Find the relations of concepts in use to concepts that are retired, mappings left out."""
    for row in view.stated(_SKOS + "semanticRelation") if view.retired else ():
        if row.predicate not in view.mapping_predicates:
            fault = _leading_to_retired(view, row)
            if fault is not None:
                yield fault


def _leading_to_retired(view: View, row: Statement) -> Fault | None:
    one, predicate, other = row
    if not isinstance(other, str) or other not in view.retired or one in view.retired:
        return None
    told = message(
        "{concept} leads by {relation} to {other}, which is retired",
        concept=view.label_of(one),
        relation=predicate.rpartition("#")[2],
        other=view.label_of(other),
    )
    return Fault(one, told, (row, view.retired[other]), (predicate, other))


def mappings_to_missing(view: View, _: Parameters) -> Iterator[Fault | NotChecked]:
    """Find the mappings to concepts that should be described here and are not; those elsewhere cannot be judged."""
    rows = [row for row in view.stated(_MAPPING_RELATION) if row[2] not in view.described]
    if not rows:
        return
    own = {_namespace(concept) for concept in view.described}
    elsewhere: set[object] = set()
    for row in rows:
        other = row.object
        if isinstance(other, str) and _namespace(other) not in own:
            elsewhere.add(other)
        elif isinstance(other, str):
            told = message(
                "{concept} is mapped to {other}, which is not described here",
                concept=view.label_of(row.subject),
                other=other,
            )
            yield Fault(row.subject, told, (row,), (other,))
    if elsewhere:
        yield NotChecked(message("concepts of other vocabularies, which are not here to look at"), len(elsewhere))


def relations_to_missing(view: View, _: Parameters) -> Iterator[Fault]:
    """Find the relations, and the members and top concepts stated, that lead to what is not described."""
    known = view.described.keys() | view.collections.keys()
    for name in ("semanticRelation", "member", "hasTopConcept"):
        for row in view.stated(_SKOS + name):
            other = row[2]
            if isinstance(other, str) and other not in known and row.predicate not in view.mapping_predicates:
                told = message(
                    "{concept} leads by {relation} to {other}, which is not described here",
                    concept=view.label_of(row.subject),
                    relation=row.predicate.rpartition("#")[2],
                    other=other,
                )
                yield Fault(row.subject, told, (row,), (row.predicate, other))


def _namespace(iri: str) -> str:
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


def clashes_over_exact_matches(view: View, _: Parameters) -> Iterator[Fault]:
    """Find what cannot be once all exact matches are taken as one concept.

    Two concepts of one scheme that match the same exactly; and pairs of groups that are related by some of their
    concepts and above one another by others. What S27 or S46 finds is left to them.
    """
    for group in view.matching.groups.values():
        yield from _twins(view, group)
    if view.matching.groups:
        yield from _mixed(view)


def _twins(view: View, group: tuple[str, ...]) -> Iterator[Fault]:
    by_scheme: dict[str, list[str]] = {}
    for concept in sorted(group):
        for scheme in view.schemes_of.get(concept, ()):
            by_scheme.setdefault(scheme, []).append(concept)
    for members in by_scheme.values():
        for one, other in pairwise(members):
            told = message(
                "{concept} and {other} are of one scheme and match the same concept exactly",
                concept=view.label_of(one),
                other=view.label_of(other),
            )
            yield Fault(one, told, view.matching.path(one, other), (other,))


def _mixed(view: View) -> Iterator[Fault]:
    root = {concept: first for first, group in view.matching.groups.items() for concept in group}
    above = _between_groups(view.edges(BROADER), root)
    related = _between_groups(view.edges(_SKOS + "related"), root)
    for (one, other), row in related.items():
        step = above.get((one, other))
        if step is not None and one != other and {row.subject, row.object} != {step.subject, step.object}:
            told = message(
                "{concept} and {other} are related and above one another, once exact matches are followed",
                concept=view.label_of(row.subject),
                other=view.label_of(str(row.object)),
            )
            ends = [
                (row.subject, step.subject),
                (row.subject, str(step.object)),
                (str(row.object), step.subject),
                (str(row.object), str(step.object)),
            ]
            paths = [view.matching.path(*pair) for pair in ends if view.matching.connects(*pair)]
            yield Fault(row.subject, told, (row, step, *(all_ for path in paths for all_ in path)), (str(row.object),))


def _between_groups(
    edges: Mapping[str, Mapping[str, Statement]], root: Mapping[str, str]
) -> dict[tuple[str, str], Statement]:
    return {
        (root.get(one, one), root.get(other, other)): row
        for one, others in edges.items()
        for other, row in others.items()
        if one in root or other in root
    }


# fmt: off
CHECKS = (
    Check(
        "Q013", message("Relation to a retired concept"), Severity.WARNING,
        message("Who follows the relation ends at a concept that nobody should use any more."),
        relations_to_retired,
    ),
    Check(
        "Q014", message("Mapping inside one scheme"), Severity.WARNING,
        message("Mappings connect vocabularies; inside one, broader, narrower and related say it, and trees show it."),
        mappings_inside_a_scheme, qskos="mri",
    ),
    Check(
        "Q015", message("Mapping to a retired concept"), Severity.WARNING,
        message("Data that is converted along the mapping gets a concept that nobody should use any more."),
        mappings_to_retired,
    ),
    Check(
        "Q016", message("Mapping to a missing concept"), Severity.WARNING,
        message("A mapping to a concept that this vocabulary should hold is a typing error, or was left behind."),
        mappings_to_missing,
    ),
    Check(
        "Q017", message("Clash over exact matches"), Severity.WARNING,
        message("Exact matches are transitive: together they may say of a vocabulary what it never meant."),
        clashes_over_exact_matches,
    ),
    Check(
        "Q030", message("Relation to a missing concept"), Severity.WARNING,
        message("The relation leads nowhere: the concept was deleted, renamed, or its identifier was mistyped."),
        relations_to_missing,
    ),
)
