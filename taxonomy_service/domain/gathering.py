"""Statements gathered into the state of a resource: the way back from `domain.stating`."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from taxonomy_service.domain import concepts, terms
from taxonomy_service.domain.concepts import Collection, Concept, ConceptId, Note, Relation
from taxonomy_service.domain.labels import Label, LabelKind
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId
from taxonomy_service.domain.skos_terms import HAS_TOP_CONCEPT, LABELS, MAPPINGS, NOTES, RELATIONS, XL_LABELS
from taxonomy_service.domain.statements import Iri, Literal, Property, Statement, is_blank
from taxonomy_service.domain.stating import (
    ResourceKey,
    ResourceRole,
    State,
    StatedSettings,
    Subject,
    in_canonical_order,
    properties_in_order,
)


def state_of(key: ResourceKey, own_id: str, stated: Iterable[Statement]) -> State | None:
    """Put a state together from its statements; None where they do not say that the resource is there.

    `own_id` is the id of a scheme, concept or collection. `state_of(key, id, statements_of(state)) == state`. What
    cannot be what it claims is kept as a property, as an import does.
    """
    rows = set(stated)
    own = {Property(row.predicate, row.object) for row in rows if row.subject == key.iri}
    if key.role is ResourceRole.OTHER:
        return Subject(key.iri, properties_in_order(own)) if own else None
    if key.role is ResourceRole.SETTINGS:
        texts = [node.value for _, node in own if isinstance(node, Literal)]
        return StatedSettings(Iri(key.iri), texts[0]) if texts else None
    own_type = _own_type(key.role, own)
    if own_type not in own:
        return None
    forms = {
        row.subject: row.object
        for row in rows
        if row.predicate == terms.LITERAL_FORM and row.subject != key.iri and isinstance(row.object, Literal)
    }
    parts = _sorted(own - {own_type}, forms)
    if key.role is ResourceRole.SCHEME:
        return _scheme(own_id, Iri(key.iri), parts)
    return (_concept if key.role is ResourceRole.CONCEPT else _collection)(own_id, Iri(key.iri), parts)


def _own_type(role: ResourceRole, own: set[Property]) -> Property:
    if role is not ResourceRole.COLLECTION:
        return Property(terms.TYPE, terms.CONCEPT if role is ResourceRole.CONCEPT else terms.CONCEPT_SCHEME)
    ordered = any(_is_order(stated) for stated in own)
    return Property(terms.TYPE, terms.ORDERED_COLLECTION if ordered else terms.COLLECTION)


def _is_order(stated: Property) -> bool:
    return stated.predicate == terms.MEMBER_LIST and isinstance(stated.object, Literal)


@dataclass(slots=True)
class _Parts:
    """What a resource states, as it is sorted."""

    labels: tuple[Label, ...]
    notes: set[Note] = field(default_factory=set)
    notations: set[Literal] = field(default_factory=set)
    relations: set[Relation] = field(default_factory=set)
    mappings: set[concepts.Mapping] = field(default_factory=set)
    others: set[Property] = field(default_factory=set)

    def take(self, predicate: str) -> tuple[Iri, ...]:
        """Return the resources that a predicate names; they are then no longer among the others."""
        taken = {stated for stated in self.others if stated.predicate == predicate and _is_iri(stated)}
        self.others -= taken
        return tuple(sorted(Iri(str(stated.object)) for stated in taken))

    def common(self) -> "_Common":
        return _Common(self.labels, tuple(self.notes), tuple(self.notations))


class _Common(NamedTuple):
    labels: tuple[Label, ...]
    notes: tuple[Note, ...]
    notations: tuple[Literal, ...]


def _is_iri(stated: Property) -> bool:
    return isinstance(stated.object, str) and not is_blank(stated.object)


def _sorted(own: set[Property], forms: Mapping[str, Literal]) -> _Parts:
    plain = {stated for stated in own if stated.predicate in LABELS and _is_plain(stated.object)}
    nodes = {stated for stated in own if stated.predicate in XL_LABELS and stated.object in forms}
    parts = _Parts(_joined(plain, nodes, forms))
    for stated in own - plain - nodes:
        predicate, node = stated
        if predicate in NOTES:
            parts.notes.add(Note(NOTES[predicate], node))
        elif predicate == terms.NOTATION and isinstance(node, Literal):
            parts.notations.add(node)
        elif predicate in RELATIONS and _is_iri(stated):
            parts.relations.add(Relation(RELATIONS[predicate], Iri(str(node))))
        elif predicate in MAPPINGS and _is_iri(stated):
            parts.mappings.add(concepts.Mapping(MAPPINGS[predicate], Iri(str(node))))
        else:
            parts.others.add(stated)
    return parts


def _is_plain(node: object) -> bool:
    return isinstance(node, Literal) and not node.datatype


def _joined(plain: set[Property], nodes: set[Property], forms: Mapping[str, Literal]) -> tuple[Label, ...]:
    """Join the plain labels with the SKOS-XL ones of the same form, language and kind (SKOS S55 to S57)."""
    stated = {_label(entry.object, LABELS[entry.predicate]) for entry in plain}
    joined = set()
    for predicate, node in nodes:
        assert isinstance(node, str), "only resources have a form"
        label = _label(forms[node], XL_LABELS[predicate])
        joined.add(label._replace(resource=node, plain=label in stated))
    covered = {label._replace(resource=None, plain=True) for label in joined}
    return tuple(joined | (stated - covered))


def _label(literal: object, kind: LabelKind) -> Label:
    assert isinstance(literal, Literal)
    return Label(literal.value, literal.language, kind)


def _scheme(own_id: str, iri: Iri, parts: _Parts) -> ConceptScheme:
    tops = parts.take(HAS_TOP_CONCEPT)
    parts.others |= _as_properties((*parts.relations, *parts.mappings))
    return in_canonical_order(ConceptScheme(SchemeId(own_id), iri, *parts.common(), tops, tuple(parts.others)))


def _concept(own_id: str, iri: Iri, parts: _Parts) -> Concept:
    links = (tuple(parts.relations), tuple(parts.mappings))
    return in_canonical_order(Concept(ConceptId(own_id), iri, *parts.common(), *links, tuple(parts.others)))


def _collection(own_id: str, iri: Iri, parts: _Parts) -> Collection:
    members = parts.take(terms.MEMBER)
    lists = {stated for stated in parts.others if _is_order(stated)}
    order = tuple(Iri(target) for stated in lists for target in json.loads(stated.object[0])) if lists else None
    parts.others -= lists
    parts.others |= _as_properties(parts.mappings)
    group = Collection(
        ConceptId(own_id), iri, *parts.common(), tuple(parts.relations), members, order, tuple(parts.others)
    )
    return in_canonical_order(group)


def _as_properties(links: Iterable[Relation | concepts.Mapping]) -> set[Property]:
    return {Property(terms.SKOS + kind, target) for kind, target in links}
