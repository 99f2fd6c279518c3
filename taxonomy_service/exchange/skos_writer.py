"""SKOS out: a scheme becomes the statements it was read from, resource by resource."""

from collections.abc import Iterator
from itertools import count

from taxonomy_service.domain import terms
from taxonomy_service.domain.concepts import Collection, Concept
from taxonomy_service.domain.labels import label_nodes
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.domain.skos_terms import HAS_TOP_CONCEPT
from taxonomy_service.domain.statements import Statement, is_blank
from taxonomy_service.domain.stating import (
    common_statements,
    concept_statements,
    label_node_statements,
    relation_statements,
)
from taxonomy_service.exchange.blank_nodes import blank_node_names, renamed

_TYPE = terms.TYPE


def scheme_statements(scheme: ConceptScheme) -> Iterator[Statement]:
    """Yield all statements of a scheme: the scheme, its concepts and collections by IRI, then all else.

    The statements of one subject follow one another, but for SKOS-XL label nodes with more to say. Blank nodes have
    their canonical names.
    """
    names = blank_names(scheme)
    return (renamed(statement, names) for statement in _stated(scheme)) if names else _stated(scheme)


def blank_names(scheme: ConceptScheme) -> dict[str, str]:
    """Return the canonical names of the blank nodes in what a scheme states."""
    return blank_node_names(_stated(scheme)) if _has_blank_nodes(scheme) else {}


def _has_blank_nodes(scheme: ConceptScheme) -> bool:
    """Say whether any can stand in the statements: in lists, among other subjects, or as a kept object."""
    return (
        any(statement.subject[:2] == "_:" for statement in scheme.statements)
        or any(group.member_list for group in scheme.collections.values())
        or any(map(_names_blank_nodes, _things(scheme)))
    )


def _names_blank_nodes(thing: ConceptScheme | Concept | Collection) -> bool:
    return (
        any(is_blank(stated.object) for stated in thing.properties)
        or any(is_blank(note.content) for note in thing.notes)
        or any(map(is_blank, label_nodes(thing.labels)))
    )


def _things(scheme: ConceptScheme) -> Iterator[ConceptScheme | Concept | Collection]:
    yield scheme
    yield from scheme.concepts.values()
    yield from scheme.collections.values()


def _stated(scheme: ConceptScheme) -> Iterator[Statement]:
    yield from _about_scheme(scheme)
    for concept in scheme.concepts.values():
        yield from concept_statements(concept)
    yield from _after_concepts(scheme)


def statements_beside_concepts(scheme: ConceptScheme) -> Iterator[Statement]:
    """Yield all statements of a scheme but those of its concepts; blank nodes have the names that the scheme gives."""
    yield from _about_scheme(scheme)
    yield from _after_concepts(scheme)


def _after_concepts(scheme: ConceptScheme) -> Iterator[Statement]:
    list_numbers = count()
    for collection in scheme.collections.values():
        yield from _about_collection(collection, list_numbers)
    yield from scheme.statements


def _about_scheme(scheme: ConceptScheme) -> Iterator[Statement]:
    yield Statement(scheme.iri, _TYPE, terms.CONCEPT_SCHEME)
    yield from common_statements(scheme)
    for concept in scheme.top_concepts:
        yield Statement(scheme.iri, HAS_TOP_CONCEPT, concept)
    yield from label_node_statements(scheme.labels)


def _about_collection(collection: Collection, list_numbers: Iterator[int]) -> Iterator[Statement]:
    subject = collection.iri
    ordered = collection.member_list is not None
    yield Statement(subject, _TYPE, terms.ORDERED_COLLECTION if ordered else terms.COLLECTION)
    yield from common_statements(collection)
    yield from relation_statements(subject, collection.relations)
    for member in collection.members:
        yield Statement(subject, terms.MEMBER, member)
    if collection.member_list is not None:
        nodes = [f"_:list{next(list_numbers)}" for _ in collection.member_list] + [terms.RDF + "nil"]
        yield Statement(subject, terms.MEMBER_LIST, nodes[0])
        for node, following, member in zip(nodes, nodes[1:], collection.member_list, strict=False):
            yield Statement(node, terms.RDF + "first", member)
            yield Statement(node, terms.RDF + "rest", following)
    yield from label_node_statements(collection.labels)
