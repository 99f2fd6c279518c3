"""Checks of the relations between concepts: legal SKOS all of them, and seldom meant."""

from collections.abc import Iterator, Mapping
from typing import Final

from taxonomy_service.domain import terms
from taxonomy_service.domain.findings import Severity
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.statements import Statement
from taxonomy_service.integrity.ancestry import Ancestry
from taxonomy_service.integrity.checks import Check, Fault, NotChecked, Parameters
from taxonomy_service.integrity.view import BROADER, View

_SKOS = terms.SKOS
_RELATED: Final = _SKOS + "related"
_BROADER_TRANSITIVE: Final = _SKOS + "broaderTransitive"
_SEMANTIC_RELATION: Final = _SKOS + "semanticRelation"
_INVERSES: Final = (("broader", "narrower"), ("related", "related"), ("hasTopConcept", "topConceptOf"))


def cycles(view: View, _: Parameters) -> Iterator[Fault]:
    """Find the groups of concepts that are above one another; the proof is one way round."""
    for group in view.ancestry.cycles:
        first = group[0]
        told = message(
            "{concept} is above itself: {count} concepts lie above one another in a ring",
            concept=view.label_of(first),
            count=len(group),
        )
        yield Fault(first, told, view.ancestry.path(first, first), group[1:])


def self_references(view: View, _: Parameters) -> Iterator[Fault]:
    """Find the concepts that a relation or a mapping leads back to at once."""
    for reading in view.schema.readings(_SEMANTIC_RELATION):
        for row in view.by_predicate.get(reading.predicate, ()):
            if row[0] == row[2]:
                relation = row.predicate.rpartition("#")[2].rpartition("/")[2]
                told = message(
                    "{concept} states {relation} to itself", concept=view.label_of(row[0]), relation=relation
                )
                yield Fault(row.subject, told, (row,), (row.predicate,))


def redundant_relations(view: View, _: Parameters) -> Iterator[Fault]:
    """Find the broader concepts of a concept that are broader than another broader concept of it."""
    for one, others in view.hierarchy.items():
        if len(others) < 2:
            continue
        for far, row in others.items():
            near = next((near for near in others if _is_between(view, one, near, far)), None)
            if near is not None:
                told = message(
                    "{concept} is under {far} already by way of {near}",
                    concept=view.label_of(one),
                    far=view.label_of(far),
                    near=view.label_of(near),
                )
                yield Fault(one, told, (row, others[near], *view.ancestry.path(near, far)), (far,))


def _is_between(view: View, one: str, near: str, far: str) -> bool:
    """Say whether `near` is another broader concept that leads on to `far`, and no cycle makes them the same."""
    return (
        near not in {far, one} and far != one and view.ancestry.leads(near, far) and not view.ancestry.leads(far, near)
    )


def valueless_associations(view: View, _: Parameters) -> Iterator[Fault]:
    """Find the related concepts that have a broader concept in common."""
    for one, others in view.without_mappings(_RELATED).items():
        above = view.hierarchy.get(one, {})
        for other, row in others.items():
            shared = above.keys() & view.hierarchy.get(other, {}).keys() if one < other else ()
            if shared:
                common = min(shared)
                told = message(
                    "{concept} and {other} are related, and {broader} is broader than both anyway",
                    concept=view.label_of(one),
                    other=view.label_of(other),
                    broader=view.label_of(common),
                )
                yield Fault(one, told, (row, above[common], view.hierarchy[other][common]), (other,))


def only_transitive(view: View, _: Parameters) -> Iterator[Fault]:
    """Find the pairs that only `broaderTransitive` or `narrowerTransitive` connects."""
    direct = view.schema.readings(BROADER)
    stated = [reading for reading in view.schema.readings(_BROADER_TRANSITIVE) if reading not in direct]
    if not any(reading.predicate in view.by_predicate for reading in stated):
        return
    by_steps = Ancestry(view.edges(BROADER))
    for one, others in view.edges(_BROADER_TRANSITIVE).items():
        for other, row in others.items():
            if one != other and not by_steps.leads(one, other):
                told = message(
                    "{other} is above {concept} only by a transitive relation, without a step of broader between",
                    other=view.label_of(other),
                    concept=view.label_of(one),
                )
                yield Fault(one, told, (row,), (other,))


def missing_inverses(view: View, _: Parameters) -> Iterator[Fault | NotChecked]:
    """Find the relations that are stated on one side, where the vocabulary states both sides of others."""
    for one, other in _INVERSES:
        sides = ((one, other), (other, one)) if one != other else ((one, one),)
        pairs = {name: _pairs(view, name) for name in (one, other)}
        both = sum((target, subject) in pairs[other] for subject, target in pairs[one])
        if not both:
            stated = sum(len(pairs[name]) for name in {one, other})
            if stated:
                reason = message("no {one} is stated on both sides: one-sided on purpose, it seems", one=one)
                yield NotChecked(reason, stated)
            continue
        for name, inverse in sides:
            for (subject, target), row in pairs[name].items():
                if subject != target and (target, subject) not in pairs[inverse]:
                    told = message(
                        "{concept} states {relation} {other}, and {other} does not state {inverse} {concept}",
                        concept=view.label_of(subject),
                        relation=name,
                        other=view.label_of(target),
                        inverse=inverse,
                    )
                    yield Fault(subject, told, (row,), (_SKOS + name, target))


def _pairs(view: View, name: str) -> Mapping[tuple[str, str], Statement]:
    return {(row[0], row[2]): row for row in view.by_predicate.get(_SKOS + name, ()) if isinstance(row[2], str)}


# fmt: off
CHECKS = (
    Check(
        "Q004", message("Cycle in the hierarchy"), Severity.WARNING,
        message("A concept that is broader than itself makes trees endless; one of the links is wrong."),
        cycles, qskos="chr",
    ),
    Check(
        "Q005", message("Relation of a concept to itself"), Severity.WARNING,
        message("A concept says nothing by being related to itself, and tools that follow relations may not end."),
        self_references, qskos="rrc",
    ),
    Check(
        "Q006", message("Redundant broader concept"), Severity.WARNING,
        message("A shortcut over a level shows the concept twice, and stays behind when a branch is moved."),
        redundant_relations, qskos="hr",
    ),
    Check(
        "Q007", message("Related siblings"), Severity.INFO,
        message("Siblings are associated by their common broader concept; saying so once more is seldom worth it."),
        valueless_associations, qskos="var",
    ),
    Check(
        "Q008", message("Only transitively related"), Severity.WARNING,
        message("The transitive relations are meant to be inferred; tools that show trees read broader and narrower."),
        only_transitive, qskos="strc",
    ),
    Check(
        "Q009", message("Relation without its inverse"), Severity.INFO,
        message("Tools that draw no inferences show the relation on one of its two sides only."),
        missing_inverses, qskos="urc",
    ),
)
