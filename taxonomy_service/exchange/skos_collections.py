"""Collections in: their members, and the order of ordered ones."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from taxonomy_service.domain import terms
from taxonomy_service.domain.concepts import Collection, ConceptId
from taxonomy_service.domain.findings import ImportCode
from taxonomy_service.domain.statements import Iri, Node, Property, Statement, is_blank
from taxonomy_service.domain.stating import properties_in_order
from taxonomy_service.exchange.skos_reading import Reading
from taxonomy_service.exchange.skos_rows import Rows, Sort, without

_FIRST, _REST, _NIL = terms.RDF + "first", terms.RDF + "rest", terms.RDF + "nil"
_LIST_TYPE = (terms.TYPE, terms.RDF + "List")


class MemberList(NamedTuple):
    """The order of a collection, and the statements of the list that gave it."""

    members: tuple[Iri, ...]
    statements: frozenset[Statement]


def member_lists(collections: Iterable[Iri], rows: Mapping[str, Rows], reading: Reading) -> dict[Iri, MemberList]:
    """Return the lists of the ordered collections (SKOS S33 to S36); one that is no plain list is noted and left out.

    A plain list is made of blank nodes that nothing else names, each with one IRI and one rest, and ends in `rdf:nil`.
    """
    heads = {iri: set(rows[iri].get(terms.MEMBER_LIST, ())) for iri in collections}
    found: dict[Iri, MemberList] = {}
    if not any(heads.values()):
        return found
    named = Counter(
        node for stated in rows.values() for nodes in stated.values() for node in set(nodes) if is_blank(node)
    )
    for iri, nodes in heads.items():
        for head in nodes:
            read = _read_list(head, rows, named) if len(nodes) == 1 else None
            if read is not None:
                found[iri] = read
                continue
            message = "the member list is not a plain list of IRIs (S35, S36); kept as statements"
            reading.note(ImportCode.BROKEN_LIST, message, iri, Statement(iri, terms.MEMBER_LIST, head))
    return found


def read_collection(own_id: ConceptId, iri: Iri, rows: Rows, sort: Sort, ordered: MemberList | None) -> Collection:
    """Read a collection (SKOS §9) with the list that gives its order, if any; other members than IRIs stay as stated.

    `sort` is `sort_rows` with what it needs to know.
    """
    members = {Iri(node) for node in rows.get(terms.MEMBER, ()) if isinstance(node, str) and not is_blank(node)}
    kept = without(rows, terms.MEMBER, members)
    if ordered:
        kept = without(kept, terms.MEMBER_LIST, kept[terms.MEMBER_LIST])
    own_type = terms.ORDERED_COLLECTION if ordered else terms.COLLECTION
    parts = sort(iri, kept, consumed=(Property(terms.TYPE, own_type),))
    mapped = [Property(terms.SKOS + kind, target) for kind, target in parts.mappings]
    return Collection(
        own_id,
        iri,
        parts.labels,
        parts.notes,
        parts.notations,
        parts.relations,
        tuple(sorted(members)),
        ordered.members if ordered else None,
        properties_in_order([*parts.properties, *mapped]),
    )


def _read_list(head: Node, rows: Mapping[str, Rows], named: Mapping[Node, int]) -> MemberList | None:
    """Return the members of a list in order with the statements it is made of; None where it is not a plain list."""
    members: list[Iri] = []
    used: set[Statement] = set()
    node = head
    while node != _NIL:
        if not isinstance(node, str) or not is_blank(node) or named[node] != 1:
            return None
        stated = {(predicate, value) for predicate, values in rows.get(node, {}).items() for value in values}
        values = dict(stated - {_LIST_TYPE})
        first, rest = values.get(_FIRST), values.get(_REST)
        if len(stated - {_LIST_TYPE}) != 2 or not isinstance(first, str) or is_blank(first) or rest is None:
            return None
        members.append(Iri(first))
        used.update(Statement(node, predicate, value) for predicate, value in stated)
        node = rest
    return MemberList(tuple(members), frozenset(used))
