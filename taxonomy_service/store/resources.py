"""Resources of the draft, put together from the rows of their children."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import text

from taxonomy_service.domain.concepts import (
    Collection,
    Concept,
    ConceptId,
    MappingKind,
    Note,
    Relation,
    RelationKind,
)
from taxonomy_service.domain.concepts import Mapping as ConceptMapping
from taxonomy_service.domain.labels import Label
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId
from taxonomy_service.domain.statements import Iri, Literal, Property, Statement, node_order
from taxonomy_service.store.rows import (
    MEMBER,
    MEMBER_LIST,
    TOP,
    labels_of,
    node_of,
    notations_of,
    notes_of,
    properties_of,
)
from taxonomy_service.store.session import Store

_T = TypeVar("_T")


class ResourceReader:
    """The children of resources, by resource, in canonical order (that in which they were written).

    Of all that a scheme has, or of the one whose key is given.
    """

    def __init__(self, store: Store, scheme_key: int, only: int | None = None) -> None:
        self._store = store
        self._scheme_key = scheme_key
        self._only = only
        columns = "labels, notes, notations, properties"
        self._content = {key: content for key, *content in self._rows("resource_content", columns, "r.key")}
        self.relations = self._grouped("relation", "t.kind, target, position", tuple)

    def _grouped(self, table: str, columns: str, make: Callable[[Any], _T]) -> dict[int, list[_T]]:
        found: dict[int, list[_T]] = defaultdict(list)
        for row in self._rows(table, columns, "t.key"):
            found[row[0]].append(make(row[1:]))
        return found

    def _rows(self, table: str, columns: str, order: str) -> Iterable[Any]:
        wanted = "r.scheme_key = :key AND NOT r.gone" if self._only is None else "r.key = :key"
        query = (
            f"SELECT resource_key, {columns} FROM {table} t JOIN resource r ON r.key = t.resource_key "  # noqa: S608
            f"WHERE {wanted} ORDER BY {order}"
        )
        key = self._scheme_key if self._only is None else self._only
        return self._store.session.connection().execute(text(query), {"key": key})

    def common(self, key: int) -> tuple[tuple[Label, ...], tuple[Note, ...], tuple[Literal, ...]]:
        """Return labels, notes and notations of a resource."""
        if key not in self._content:
            return (), (), ()
        labels, notes, notations, _ = self._content[key]
        return labels_of(labels), notes_of(notes), notations_of(notations)

    def properties(self, key: int) -> tuple[Property, ...]:
        """Return what a resource states beside SKOS."""
        return properties_of(self._content[key][3]) if key in self._content else ()

    def about(self, key: int, own: str, iri: str) -> ConceptScheme:
        """Put a scheme together, without its concepts."""
        tops = tuple(Iri(target) for kind, target, _ in self.relations.get(key, ()) if kind == TOP)
        return ConceptScheme(SchemeId(own), Iri(iri), *self.common(key), tops, self.properties(key))

    def concept(self, key: int, own: str, iri: str) -> Concept:
        """Put a concept together."""
        rows = self.relations.get(key, ())
        mappings = (ConceptMapping(MappingKind(k), Iri(target)) for k, target, _ in rows if k in _MAPPING_KINDS)
        return Concept(
            ConceptId(own), Iri(iri), *self.common(key), _relations(rows), tuple(mappings), self.properties(key)
        )

    def collection(self, key: int, own: str, iri: str, *, ordered: bool) -> Collection:
        """Put a collection together."""
        rows = self.relations.get(key, ())
        listed = sorted((place, target) for kind, target, place in rows if kind == MEMBER_LIST)
        return Collection(
            ConceptId(own),
            Iri(iri),
            *self.common(key),
            _relations(rows),
            tuple(Iri(target) for kind, target, _ in rows if kind == MEMBER),
            tuple(Iri(target) for _, target in listed) if ordered else None,
            self.properties(key),
        )

    def others(self) -> tuple[Statement, ...]:
        """Return the statements of resources that are neither scheme nor concept nor collection, sorted."""
        rows = self._store.session.connection().execute(
            text("SELECT subject, predicate, type, value, language, datatype FROM statement WHERE scheme_key = :key"),
            {"key": self._scheme_key},
        )
        found = [Statement(subject, predicate, node_of(*node)) for subject, predicate, *node in rows]
        return tuple(sorted(found, key=lambda row: (row.subject, row.predicate, node_order(row.object))))


_RELATION_KINDS = frozenset(kind.value for kind in RelationKind)
_MAPPING_KINDS = frozenset(kind.value for kind in MappingKind)


def _relations(rows: Iterable[Sequence[Any]]) -> tuple[Relation, ...]:
    return tuple(Relation(RelationKind(kind), Iri(target)) for kind, target, _ in rows if kind in _RELATION_KINDS)
