"""Collections in: their members, and the order of ordered ones."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from taxonomy_service.domain import terms
from taxonomy_service.domain.concepts import Collection, ConceptId
from taxonomy_service.domain.statements import Iri, Property, Statement, is_blank
from taxonomy_service.exchange.skos_rows import Rows, Sorted

_FIRST, _REST, _NIL = terms.RDF + "first", terms.RDF + "rest", terms.RDF + "nil"


@dataclass(frozen=True, slots=True)
class ReadCollection:
    """A collection, and the statements of the list that gave its order."""

    collection: Collection
    list_statements: frozenset[Statement]


def read_collection(
    iri: Iri, rows: Mapping[str, Rows], own_id: ConceptId, sort: Callable[..., Sorted]
) -> ReadCollection:
    """Read a collection (SKOS §9); a list that is broken or not made of blank nodes is kept as statements."""
    stated = rows[iri]
    heads = [node for predicate, node in stated if predicate == terms.MEMBER_LIST]
    ordered = _read_list(heads[0], rows) if len(heads) == 1 and isinstance(heads[0], str) else None
    understood = {terms.MEMBER} | ({terms.MEMBER_LIST} if ordered else set())
    own_type = terms.ORDERED_COLLECTION if ordered else terms.COLLECTION
    kept = [(p, node) for p, node in stated if not (p in understood and isinstance(node, str) and _known(p, node))]
    parts = sort(iri, kept, consumed=(Property(terms.TYPE, own_type),))
    members = {Iri(node) for p, node in stated if p == terms.MEMBER and isinstance(node, str) and not is_blank(node)}
    extra = tuple(Property(terms.SKOS + kind, target) for kind, target in parts.mappings)
    return ReadCollection(
        Collection(
            own_id,
            iri,
            parts.labels,
            parts.notes,
            parts.notations,
            parts.relations,
            tuple(sorted(members)),
            ordered[0] if ordered else None,
            parts.properties + extra,
        ),
        ordered[1] if ordered else frozenset(),
    )


def _known(predicate: str, node: str) -> bool:
    return predicate == terms.MEMBER_LIST or not is_blank(node)


def _read_list(head: str, rows: Mapping[str, Rows]) -> tuple[tuple[Iri, ...], frozenset[Statement]] | None:
    """Return the members of a list in order with the statements it is made of; None where it is not a plain list."""
    members: list[Iri] = []
    used: set[Statement] = set()
    node = head
    while node != _NIL:
        stated = dict(rows.get(node, ()))
        first, rest = stated.get(_FIRST), stated.get(_REST)
        plain = len(rows.get(node, ())) == 2 and isinstance(first, str) and isinstance(rest, str)
        if not plain or not is_blank(node) or Statement(node, _FIRST, first) in used:
            return None
        members.append(Iri(str(first)))
        used |= {Statement(node, _FIRST, str(first)), Statement(node, _REST, str(rest))}
        node = str(rest)
    return tuple(members), frozenset(used)
