"""Checks of concepts that nothing connects with the others."""

from collections.abc import Iterable, Iterator, Mapping

from taxonomy_service.domain import terms
from taxonomy_service.domain.findings import Severity
from taxonomy_service.domain.messages import message
from taxonomy_service.integrity.checks import Check, Fault, NotChecked, Parameters
from taxonomy_service.integrity.derived import once_a_view
from taxonomy_service.integrity.view import TOP_CONCEPT_OF, View

Neighbours = Mapping[str, set[str]]


def orphans(view: View, _: Parameters) -> Iterator[Fault | NotChecked]:
    """Find the described concepts without any relation to another one, mappings not counted."""
    linked = _neighbours(view)
    if not linked:
        if view.described:
            yield NotChecked(
                message("no concept has a relation: a flat list on purpose, it seems"), len(view.described)
            )
        return
    tops = view.edges(TOP_CONCEPT_OF)
    for concept in view.described.keys() - linked.keys():
        name, proof = view.label_of(concept), (view.described[concept],)
        if concept in tops:
            told = message("{concept} is a top concept with nothing under it, and related to no other", concept=name)
            yield Fault(concept, told, proof, severity=Severity.INFO)
        else:
            told = message("{concept} has no relation to any other concept", concept=name)
            yield Fault(concept, told, proof)


def clusters(view: View, _: Parameters) -> Iterator[Fault]:
    """Find the groups of related concepts that no relation connects with the largest, nor a top concept with a scheme.

    Trees whose uppermost concepts are declared top concepts of one scheme count as connected.
    """
    linked = _neighbours(view)
    groups = _groups(linked, view.edges(TOP_CONCEPT_OF))
    for group in groups[1:]:
        first = min(group, key=lambda concept: (concept in view.hierarchy, concept))
        told = message(
            "{count} concepts around {concept} are not connected with the {main} others: no relation leads out, and "
            "{concept} is no top concept of their scheme",
            count=len(group),
            concept=view.label_of(first),
            main=len(groups[0]),
        )
        inside = (row for one in sorted(group) for row in view.hierarchy.get(one, {}).values())
        proof = tuple(row for row, _ in zip(inside, range(20), strict=False)) or (view.concepts[first],)
        yield Fault(first, told, proof, tuple(sorted(group - {first})))


@once_a_view
def _neighbours(view: View) -> Neighbours:
    """Return the concepts related to each, both ways, but for mappings and self-references."""
    found: dict[str, set[str]] = {}
    for reading in view.schema.readings(terms.SKOS + "semanticRelation"):
        if reading.predicate not in view.mapping_predicates:
            for one, _, other in view.by_predicate.get(reading.predicate, ()):
                if isinstance(other, str) and one != other:
                    found.setdefault(one, set()).add(other)
                    found.setdefault(other, set()).add(one)
    return found


def _groups(linked: Neighbours, tops: Mapping[str, Iterable[str]]) -> list[set[str]]:
    """Return the connected groups, the largest first; top concepts are connected by their schemes."""
    of_scheme: dict[str, list[str]] = {}
    for concept, schemes in tops.items():
        for scheme in schemes:
            of_scheme.setdefault(scheme, []).append(concept)
    seen: set[str] = set()
    groups: list[set[str]] = []
    for start in linked:
        if start in seen:
            continue
        group: set[str] = set()
        waiting = [start]
        while waiting:
            current = waiting.pop()
            if current in group:
                continue
            group.add(current)
            waiting.extend(linked.get(current, ()))
            for scheme in tops.get(current, ()):
                waiting.extend(concept for concept in of_scheme.pop(scheme, ()) if concept in linked)
        seen |= group
        groups.append(group)
    return sorted(groups, key=lambda group: (-len(group), min(group)))


# fmt: off
CHECKS = (
    Check(
        "Q002", message("Orphan concept"), Severity.WARNING,
        message("A concept without a relation is found by search alone: nobody who browses comes across it."),
        orphans, qskos="oc",
    ),
    Check(
        "Q003", message("Disconnected cluster"), Severity.WARNING,
        message("A group that nothing connects with the rest is mostly a branch that lost its link upwards."),
        clusters, qskos="dcc",
    ),
)
