"""Checks of what SKOS says to be disjoint: classes (S9, S37, S48) and properties (S13, S27, S46, S58)."""

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Final

from taxonomy_service.domain import terms
from taxonomy_service.domain.findings import Severity
from taxonomy_service.domain.labels import LabelKind
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.statements import Literal, Statement
from taxonomy_service.integrity.checks import Check, Fault, Parameters
from taxonomy_service.integrity.view import LABEL_PROPERTIES, XL_LABEL_PROPERTIES, View

_RELATED: Final = terms.SKOS + "related"
_BROADER_TRANSITIVE: Final = terms.SKOS + "broaderTransitive"
_EXACT_MATCH: Final = terms.SKOS + "exactMatch"


def concept_and_scheme(view: View, _: Parameters) -> Iterator[Fault]:
    """Find what is a concept and a concept scheme at once (S9)."""
    for resource in sorted(view.concepts.keys() & view.schemes.keys()):
        told = message("{resource} is a concept and a concept scheme at once", resource=view.label_of(resource))
        yield Fault(resource, told, _both(view, resource, terms.CONCEPT, terms.CONCEPT_SCHEME))


def collection_and_other(view: View, _: Parameters) -> Iterator[Fault]:
    """Find what is a collection and a concept or a concept scheme at once, or a scheme that is a member (S37, S32)."""
    for resource in sorted(view.collections.keys() & view.concepts.keys()):
        told = message("{resource} is a collection and a concept at once", resource=view.label_of(resource))
        yield Fault(resource, told, _both(view, resource, terms.COLLECTION, terms.CONCEPT), (terms.CONCEPT,))
    for resource in sorted(view.collections.keys() & view.schemes.keys()):
        told = message("{resource} is a collection and a concept scheme at once", resource=view.label_of(resource))
        yield Fault(
            resource, told, _both(view, resource, terms.COLLECTION, terms.CONCEPT_SCHEME), (terms.CONCEPT_SCHEME,)
        )
    for collection, members in view.members.items():
        for scheme in sorted(members.keys() & view.schemes.keys()):
            told = message("{scheme} is a concept scheme and a member of a collection", scheme=view.label_of(scheme))
            proof = (members[scheme], *view.why(scheme, terms.CONCEPT_SCHEME))
            yield Fault(scheme, told, proof, (collection,))


def label_and_other(view: View, _: Parameters) -> Iterator[Fault]:
    """Find the label resources of SKOS-XL that are a concept, a concept scheme or a collection too (S48)."""
    labels = view.instances(terms.XL_LABEL)
    for other in (terms.CONCEPT, terms.CONCEPT_SCHEME, terms.COLLECTION):
        for resource in sorted(labels.keys() & view.instances(other).keys()):
            told = message(
                "{resource} is a label resource and a {kind} at once", resource=resource, kind=other.rpartition("#")[2]
            )
            yield Fault(resource, told, _both(view, resource, terms.XL_LABEL, other), (other,))


def _both(view: View, resource: str, one: str, other: str) -> tuple[Statement, ...]:
    return (*view.why(resource, one), *view.why(resource, other))


def label_of_two_kinds(view: View, _: Parameters) -> Iterator[Fault]:
    """Find the forms that a resource has as labels of two kinds in one language (S13)."""
    by_tag: dict[str, dict[LabelKind, Mapping[tuple[str, Literal], Statement]]] = {}
    shared = {tag for kind, tag in view.labels if kind is not LabelKind.PREFERRED}
    for (kind, tag), rows in view.labels.items():
        if tag in shared:
            by_tag.setdefault(tag, {})[kind] = {(row[0], row[2]): row for row in rows if isinstance(row[2], Literal)}
    for groups in by_tag.values():
        for one, other in combinations(groups, 2):
            for key in sorted(groups[one].keys() & groups[other].keys()):
                yield _two_kinds(view, (one, groups[one][key]), (other, groups[other][key]))


def _two_kinds(view: View, one: tuple[LabelKind, Statement], other: tuple[LabelKind, Statement]) -> Fault:
    kinds = " + ".join(sorted((one[0].value, other[0].value)))
    form = one[1].object
    assert isinstance(form, Literal)
    told = message("{form} is a label of two kinds of one resource: {kinds}", form=form, kinds=kinds)
    proof = tuple(row for kind, stated in (one, other) for row in view.premises(stated, LABEL_PROPERTIES[kind]))
    return Fault(one[1].subject, told, proof, (kinds,), form.language, form.value)


def label_resource_of_two_kinds(view: View, _: Parameters) -> Iterator[Fault]:
    """Find the label resources that one resource has as labels of two kinds (S58)."""
    for one, other in combinations(XL_LABEL_PROPERTIES.values(), 2):
        second = view.edges(other)
        for resource, labels in view.edges(one).items():
            for label in sorted(labels.keys() & second.get(resource, {}).keys()):
                told = message("{label} is a label of two kinds of {resource}", label=label, resource=resource)
                rows = (labels[label], second[resource][label])
                proof = (*view.premises(rows[0], one), *view.premises(rows[1], other))
                yield Fault(resource, told, proof, (label,))


def related_and_above(view: View, _: Parameters) -> Iterator[Fault]:
    """Find the concepts that are related to one that is above or below them, over any number of steps (S27).

    A concept that is related to itself is left to the check of self-references.
    """
    for one, others in view.edges(_RELATED).items():
        for other, row in others.items():
            if one != other and view.ancestry.leads(one, other):
                told = message(
                    "{concept} is related to {other}, which is above it",
                    concept=view.label_of(one),
                    other=view.label_of(other),
                )
                path = view.ancestry.path(one, other)
                proof = (*view.premises(row, _RELATED), *(all_ for step in path for all_ in _step(view, step)))
                yield Fault(one, told, proof, (other,))


def _step(view: View, row: Statement) -> tuple[Statement, ...]:
    return view.premises(row, _BROADER_TRANSITIVE)


def exact_and_other_match(view: View, _: Parameters) -> Iterator[Fault]:
    """Find the concepts that match exactly, directly or through others, and also as broader or related ones (S46).

    A concept that is mapped to itself is left to the check of self-references.
    """
    for kind in ("broadMatch", "relatedMatch"):
        seen: set[frozenset[str]] = set()
        for one, others in view.edges(terms.SKOS + kind).items():
            for other, row in others.items():
                pair = frozenset((one, other))
                if one == other or (kind == "relatedMatch" and pair in seen) or not view.matching.connects(one, other):
                    continue
                seen.add(pair)
                told = message(
                    "{concept} and {other} match exactly, and are mapped by {kind} too",
                    concept=view.label_of(one),
                    other=view.label_of(other),
                    kind=kind,
                )
                path = view.matching.path(one, other)
                steps = (all_ for step in path for all_ in view.premises(step, _EXACT_MATCH))
                yield Fault(one, told, (*view.premises(row, terms.SKOS + kind), *steps), (other,))


_WHY_KINDS = message(
    "A form that is preferred and alternative at once, or shown and hidden at once, leaves it open what tools show."
)

CHECKS = (
    Check(
        "S9",
        message("Concept and concept scheme at once"),
        Severity.ERROR,
        message("A vocabulary is not one of its concepts; tools that read it would list the vocabulary inside itself."),
        concept_and_scheme,
        skos="S9: skos:ConceptScheme is disjoint with skos:Concept",
    ),
    Check(
        "S13",
        message("Label of two kinds"),
        Severity.ERROR,
        _WHY_KINDS,
        label_of_two_kinds,
        skos="S13: skos:prefLabel, skos:altLabel and skos:hiddenLabel are pairwise disjoint",
        qskos="dlv",
    ),
    Check(
        "S27",
        message("Related and above at once"),
        Severity.ERROR,
        message(
            "Searches widen along the hierarchy and suggest along associations; a pair that is both is shown twice."
        ),
        related_and_above,
        skos="S27: skos:related is disjoint with skos:broaderTransitive",
        qskos="rc",
    ),
    Check(
        "S37",
        message("Collection and something else at once"),
        Severity.ERROR,
        message("A collection groups concepts and is none itself; a hierarchy that runs through it breaks in tools."),
        collection_and_other,
        skos="S37: skos:Collection is disjoint with skos:Concept and skos:ConceptScheme",
    ),
    Check(
        "S46",
        message("Exact match and another match at once"),
        Severity.ERROR,
        message("Concepts that mean the same cannot also be broader than or merely related to one another."),
        exact_and_other_match,
        skos="S46: skos:exactMatch is disjoint with skos:broadMatch and skos:relatedMatch",
        qskos="mc",
    ),
    Check(
        "S48",
        message("Label resource and something else at once"),
        Severity.ERROR,
        message("A label resource stands for words, not for what they mean."),
        label_and_other,
        skos="S48: skosxl:Label is disjoint with skos:Concept, skos:ConceptScheme and skos:Collection",
    ),
    Check(
        "S58",
        message("Label resource of two kinds"),
        Severity.ERROR,
        _WHY_KINDS,
        label_resource_of_two_kinds,
        skos="S58: skosxl:prefLabel, skosxl:altLabel and skosxl:hiddenLabel are pairwise disjoint",
    ),
)
