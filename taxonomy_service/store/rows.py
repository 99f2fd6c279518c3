"""Domain values to rows and back; rows are plain tuples in the order of the columns, since an import writes many."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

import msgspec

from taxonomy_service.domain.concepts import Collection, Concept, MappingKind, Note, Relation, RelationKind
from taxonomy_service.domain.concepts import Mapping as ConceptMapping
from taxonomy_service.domain.labels import Label, LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.domain.statements import Literal, Node, Property, is_blank

SCHEME, CONCEPT, COLLECTION = "scheme", "concept", "collection"
TOP, MEMBER, MEMBER_LIST = "hasTopConcept", "member", "memberList"


_new = tuple.__new__  # NamedTuple's own __new__ costs as much as reading the label
_ENCODER = msgspec.json.Encoder()
_LABELS = msgspec.json.Decoder(list[tuple[str, str, str, str | None, bool]])
_NOTES = msgspec.json.Decoder(tuple[Note, ...])
_PROPERTIES = msgspec.json.Decoder(tuple[Property, ...])
_NOTATIONS = msgspec.json.Decoder(tuple[Literal, ...])
_KINDS_OF_LABELS = {kind.value: kind for kind in LabelKind}
_LINK_KINDS = {kind: kind.value for kind in (*RelationKind, *MappingKind)}  # a driver is slow with an enumeration


class NodeColumns(NamedTuple):
    """A node as four columns."""

    type: str
    value: str
    language: str
    datatype: str


def node_columns(node: Node) -> NodeColumns:
    """Split a node into columns."""
    if isinstance(node, Literal):
        return NodeColumns("literal", node.value, node.language, node.datatype)
    return NodeColumns("blank" if is_blank(node) else "iri", node, "", "")


def node_of(type_: str, value: str, language: str, datatype: str) -> Node:
    """Join the columns of a node."""
    return Literal(value, LanguageTag(language), datatype) if type_ == "literal" else value


class Parts(NamedTuple):
    """What the tables hold of a scheme, concept or collection."""

    role: str
    id: str
    iri: str
    ordered: bool
    labels: tuple[Label, ...]
    notes: tuple[Note, ...]
    notations: tuple[Literal, ...]
    relations: tuple[tuple[str, str, int], ...]
    properties: tuple[Property, ...]


def parts_of(thing: ConceptScheme | Concept | Collection) -> Parts:
    """Take a resource apart."""
    if isinstance(thing, Concept):
        relations = _plain((*thing.relations, *thing.mappings))
        role, ordered = CONCEPT, False
    elif isinstance(thing, Collection):
        members = [(MEMBER, target, -1) for target in thing.members]
        listed = [(MEMBER_LIST, target, place) for place, target in enumerate(thing.member_list or ())]
        relations = (*_plain(thing.relations), *members, *listed)
        role, ordered = COLLECTION, thing.member_list is not None
    else:
        relations = tuple((TOP, target, -1) for target in thing.top_concepts)
        role, ordered = SCHEME, False
    return Parts(
        role, thing.id, thing.iri, ordered, thing.labels, thing.notes, thing.notations, relations, thing.properties
    )


def _plain(relations: Iterable[Relation | ConceptMapping]) -> tuple[tuple[str, str, int], ...]:
    return tuple([(_LINK_KINDS[kind], target, -1) for kind, target in relations])


def content_row(key: int, parts: Parts) -> tuple[object, ...] | None:
    """Return the row of `resource_content`; None for a resource that has nothing to put there."""
    content = (parts.labels, parts.notes, parts.notations, parts.properties)
    return (key, *[_ENCODER.encode(part).decode() for part in content]) if any(content) else None


def labels_of(text: str) -> tuple[Label, ...]:
    """Read labels of `resource_content`."""
    kinds = _KINDS_OF_LABELS
    return tuple(
        [
            _new(Label, (form, language, kinds[kind], node, plain))
            for form, language, kind, node, plain in _LABELS.decode(text)
        ]
    )


def notes_of(text: str) -> tuple[Note, ...]:
    """Read notes of `resource_content`."""
    return _NOTES.decode(text)


def notations_of(text: str) -> tuple[Literal, ...]:
    """Read notations of `resource_content`."""
    return _NOTATIONS.decode(text)


def properties_of(text: str) -> tuple[Property, ...]:
    """Read properties of `resource_content`."""
    return _PROPERTIES.decode(text)


def as_utc(moment: datetime) -> datetime:
    """Return a moment in UTC, as we write it: SQLite forgets the zone, PostgreSQL tells the time in the session's."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
