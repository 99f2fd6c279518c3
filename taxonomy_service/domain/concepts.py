"""Concepts and collections: the units of meaning that labels name."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, NewType

from taxonomy_service.domain import terms
from taxonomy_service.domain.labels import Label
from taxonomy_service.domain.statements import Iri, Literal, Node, Property

ConceptId = NewType("ConceptId", str)


class NoteKind(StrEnum):
    """The documentation properties (SKOS §7)."""

    NOTE = "note"
    CHANGE_NOTE = "changeNote"
    DEFINITION = "definition"
    EDITORIAL_NOTE = "editorialNote"
    EXAMPLE = "example"
    HISTORY_NOTE = "historyNote"
    SCOPE_NOTE = "scopeNote"

    __hash__ = str.__hash__  # as in LabelKind


class RelationKind(StrEnum):
    """The semantic relations (SKOS §8) and membership in a scheme (SKOS §4), as they were asserted."""

    BROADER = "broader"
    NARROWER = "narrower"
    RELATED = "related"
    BROADER_TRANSITIVE = "broaderTransitive"
    NARROWER_TRANSITIVE = "narrowerTransitive"
    SEMANTIC_RELATION = "semanticRelation"
    IN_SCHEME = "inScheme"
    TOP_CONCEPT_OF = "topConceptOf"

    __hash__ = str.__hash__  # as in LabelKind


class MappingKind(StrEnum):
    """The mapping properties (SKOS §10)."""

    EXACT_MATCH = "exactMatch"
    CLOSE_MATCH = "closeMatch"
    BROAD_MATCH = "broadMatch"
    NARROW_MATCH = "narrowMatch"
    RELATED_MATCH = "relatedMatch"
    MAPPING_RELATION = "mappingRelation"

    __hash__ = str.__hash__  # as in LabelKind


@dataclass(frozen=True, slots=True)
class Note:
    """A note; its content is a literal or, as SKOS allows, a resource."""

    kind: NoteKind
    content: Node


class Relation(NamedTuple):
    """An asserted relation to a concept or a scheme."""

    kind: RelationKind
    target: Iri


class Mapping(NamedTuple):
    """An asserted mapping to a concept of another scheme."""

    kind: MappingKind
    target: Iri


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept with what its vocabulary states of it; tuples are in canonical order, without repetition."""

    id: ConceptId
    iri: Iri
    labels: tuple[Label, ...] = ()
    notes: tuple[Note, ...] = ()
    notations: tuple[Literal, ...] = ()
    relations: tuple[Relation, ...] = ()
    mappings: tuple[Mapping, ...] = ()
    properties: tuple[Property, ...] = ()


@dataclass(frozen=True, slots=True)
class Collection:
    """A group of concepts and collections (SKOS §9); `member_list` is the order where one is asserted."""

    id: ConceptId
    iri: Iri
    labels: tuple[Label, ...] = ()
    notes: tuple[Note, ...] = ()
    notations: tuple[Literal, ...] = ()
    relations: tuple[Relation, ...] = ()
    members: tuple[Iri, ...] = ()
    member_list: tuple[Iri, ...] | None = None
    properties: tuple[Property, ...] = ()


_STATUS_PREDICATES = frozenset(
    {
        terms.ADMS + "status",
        terms.VS + "term_status",
        terms.BIBO + "status",
        terms.EUVOC + "status",
        terms.ISOTHES + "status",
    }
)
RETIRING = _STATUS_PREDICATES | {terms.DEPRECATED, terms.REPLACED_BY}
"""The predicates that may say that a concept is deprecated."""
_RETIRED_WORDS = frozenset({"deprecated", "withdrawn", "retired", "archaic", "obsolete", "superseded", "invalid"})


def is_retired(concept: Concept) -> bool:
    """Say whether the concept is deprecated: `owl:deprecated`, a status that says so, or a successor.

    A status is a word or an IRI that ends in one (ADMS, BIBO, EU Vocabularies, ISO-THES, vs), in any case.
    """
    return any(says_retired(stated) for stated in concept.properties)


def says_retired(stated: Property) -> bool:
    """Say whether a property, of those in `RETIRING`, says that its concept is deprecated (see `is_retired`)."""
    if stated.predicate == terms.DEPRECATED:
        return isinstance(stated.object, Literal) and stated.object.value.strip().lower() in {"true", "1"}
    if stated.predicate == terms.REPLACED_BY:
        return True
    if stated.predicate in _STATUS_PREDICATES:
        return _last_word(stated.object).strip().lower() in _RETIRED_WORDS
    return False


def _last_word(node: Node) -> str:
    return node.value if isinstance(node, Literal) else node.replace("#", "/").rpartition("/")[2]


def successors(concept: Concept) -> tuple[Iri, ...]:
    """Return what the concept says it is replaced by (`dct:isReplacedBy`), in canonical order."""
    return tuple(
        Iri(stated.object)
        for stated in concept.properties
        if stated.predicate == terms.REPLACED_BY and isinstance(stated.object, str)
    )


def required_attributes(concept: Concept) -> tuple[Iri, ...]:
    """Return the attributes the concept itself requires (`tax:requiresAttribute`), in canonical order."""
    return tuple(
        Iri(stated.object)
        for stated in concept.properties
        if stated.predicate == terms.REQUIRES and isinstance(stated.object, str)
    )


def related_by(concept: Concept, kind: RelationKind) -> tuple[Iri, ...]:
    """Return the targets of one kind of relation that the concept itself asserts."""
    return tuple(relation.target for relation in concept.relations if relation.kind is kind)
