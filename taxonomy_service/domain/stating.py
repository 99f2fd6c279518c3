"""The states of a draft's resources as statements.

A resource is the scheme itself, its settings, a concept, a collection, or another subject (a SKOS-XL label node, an
attribute …). `domain.gathering` leads back.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple, TypeAlias, TypeVar

from taxonomy_service.domain import terms
from taxonomy_service.domain.concepts import Collection, Concept, Relation
from taxonomy_service.domain.labels import Label
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.domain.skos_terms import HAS_TOP_CONCEPT, LABEL_ORDER, LABEL_PREDICATES, XL_LABEL_PREDICATES
from taxonomy_service.domain.statements import Iri, Literal, Node, Property, Statement, node_order

JSON = terms.RDF + "JSON"
SETTINGS = terms.OURS + "settings"


class ResourceRole(StrEnum):
    """What a resource is in its scheme."""

    SCHEME = "scheme"
    SETTINGS = "settings"
    CONCEPT = "concept"
    COLLECTION = "collection"
    OTHER = "other"


class ResourceKey(NamedTuple):
    """Which resource: its role and its IRI (or `_:name`)."""

    role: ResourceRole
    iri: str


@dataclass(frozen=True, slots=True)
class Subject:
    """Another resource that the scheme describes; `properties` are in canonical order."""

    iri: str
    properties: tuple[Property, ...] = ()


@dataclass(frozen=True, slots=True)
class StatedSettings:
    """The settings of a scheme as text (JSON, keys in order); they are no part of what a release publishes."""

    iri: Iri
    text: str


State: TypeAlias = ConceptScheme | StatedSettings | Concept | Collection | Subject
Labelled: TypeAlias = ConceptScheme | Concept | Collection
_Labelled = TypeVar("_Labelled", bound=Labelled)


def key_of(state: State) -> ResourceKey:
    """Return which resource a state is one of."""
    return ResourceKey(_ROLES[type(state)], state.iri)


_ROLES: dict[type, ResourceRole] = {
    ConceptScheme: ResourceRole.SCHEME,
    StatedSettings: ResourceRole.SETTINGS,
    Concept: ResourceRole.CONCEPT,
    Collection: ResourceRole.COLLECTION,
    Subject: ResourceRole.OTHER,
}


def statements_of(state: State | None) -> frozenset[Statement]:
    """Return all that a state states, its SKOS-XL label nodes included; nothing for a resource that is not there.

    The order of an ordered collection is one statement with a JSON array, for want of blank nodes with fixed names.
    """
    if state is None:
        return frozenset()
    if isinstance(state, Subject):
        return frozenset(Statement(state.iri, *stated) for stated in state.properties)
    if isinstance(state, StatedSettings):
        return frozenset([Statement(state.iri, SETTINGS, Literal(state.text, datatype=JSON))])
    if isinstance(state, Concept):
        return frozenset(concept_statements(state))
    own = common_statements(state)
    if isinstance(state, Collection):
        return frozenset([*own, *_about_collection(state)])
    return frozenset([*own, *_about_scheme(state)])


def _about_scheme(scheme: ConceptScheme) -> Iterator[Statement]:
    yield Statement(scheme.iri, terms.TYPE, terms.CONCEPT_SCHEME)
    for target in scheme.top_concepts:
        yield Statement(scheme.iri, HAS_TOP_CONCEPT, target)
    yield from label_node_statements(scheme.labels)


def _about_collection(group: Collection) -> Iterator[Statement]:
    own_type = terms.COLLECTION if group.member_list is None else terms.ORDERED_COLLECTION
    yield Statement(group.iri, terms.TYPE, own_type)
    yield from relation_statements(group.iri, group.relations)
    for member in group.members:
        yield Statement(group.iri, terms.MEMBER, member)
    if group.member_list is not None:
        order = Literal(json.dumps(group.member_list, ensure_ascii=False), datatype=JSON)
        yield Statement(group.iri, terms.MEMBER_LIST, order)
    yield from label_node_statements(group.labels)


def concept_statements(concept: Concept) -> Iterator[Statement]:
    """Yield the statements of one concept, those of its SKOS-XL label nodes last."""
    yield Statement(concept.iri, terms.TYPE, terms.CONCEPT)
    yield from _label_statements(concept)
    for predicate, node in beside_labels(concept):
        yield Statement(concept.iri, predicate, node)
    yield from label_node_statements(concept.labels)


def beside_labels(concept: Concept) -> Iterator[tuple[str, Node]]:
    """Yield what a concept states beside its type and its labels: predicates with objects."""
    yield from _common(concept)
    for kind, target in (*concept.relations, *concept.mappings):
        yield terms.SKOS + kind, target


def common_statements(resource: Labelled) -> Iterator[Statement]:
    """Yield labels, notations, notes and what SKOS does not define."""
    yield from _label_statements(resource)
    for predicate, node in _common(resource):
        yield Statement(resource.iri, predicate, node)


def _label_statements(resource: Labelled) -> Iterator[Statement]:
    subject = resource.iri
    for label in resource.labels:
        if label.plain:
            yield Statement(subject, LABEL_PREDICATES[label.kind], Literal(label.form, label.language))
        if label.resource is not None:
            yield Statement(subject, XL_LABEL_PREDICATES[label.kind], label.resource)


def _common(resource: Labelled) -> Iterator[tuple[str, Node]]:
    for notation in resource.notations:
        yield terms.NOTATION, notation
    for note in resource.notes:
        yield terms.SKOS + note.kind, note.content
    yield from resource.properties


def relation_statements(subject: str, relations: Iterable[Relation]) -> Iterator[Statement]:
    """Yield the semantic relations and the membership in schemes."""
    for kind, target in relations:
        yield Statement(subject, terms.SKOS + kind, target)


def label_node_statements(labels: Iterable[Label]) -> Iterator[Statement]:
    """Yield what makes a node a SKOS-XL label: its type and its literal form."""
    for label in labels:
        if label.resource is not None:
            yield Statement(label.resource, terms.TYPE, terms.XL_LABEL)
            yield Statement(label.resource, terms.LITERAL_FORM, Literal(label.form, label.language))


def label_order(label: Label) -> tuple[str, int, str, str]:
    """Sort key of labels: language, kind, form."""
    return (label.language, LABEL_ORDER[label.kind], label.form, label.resource or "")


def properties_in_order(stated: Iterable[Property]) -> tuple[Property, ...]:
    """Return properties in canonical order, without repetition."""
    distinct = set(stated)
    if len(distinct) < 2:
        return tuple(distinct)
    return tuple(sorted(distinct, key=lambda entry: (entry.predicate, node_order(entry.object))))


def in_canonical_order(resource: _Labelled) -> _Labelled:
    """Return the resource with its parts in canonical order, without repetition."""
    resource = replace(
        resource,
        labels=tuple(sorted(set(resource.labels), key=label_order)),
        notes=tuple(sorted(set(resource.notes), key=lambda note: (note.kind, node_order(note.content)))),
        notations=tuple(sorted(set(resource.notations))),
        properties=properties_in_order(resource.properties),
    )
    if isinstance(resource, ConceptScheme):
        return replace(resource, top_concepts=tuple(sorted(set(resource.top_concepts))))
    resource = replace(resource, relations=tuple(sorted(set(resource.relations))))
    if isinstance(resource, Collection):
        return replace(resource, members=tuple(sorted(set(resource.members))))
    return replace(resource, mappings=tuple(sorted(set(resource.mappings))))
