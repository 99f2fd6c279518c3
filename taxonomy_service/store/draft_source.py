"""The draft of a scheme read resource by resource: a `domain.drafts.DraftSource`."""

from typing import Any

from sqlalchemy import text

from taxonomy_service.domain import terms
from taxonomy_service.domain.concepts import Relation, RelationKind
from taxonomy_service.domain.drafts import MEMBER
from taxonomy_service.domain.statements import Iri, Property
from taxonomy_service.domain.stating import (
    ResourceKey,
    ResourceRole,
    State,
    StatedSettings,
    Subject,
    properties_in_order,
)
from taxonomy_service.store.resources import ResourceReader
from taxonomy_service.store.rows import MEMBER_LIST, node_of, properties_of
from taxonomy_service.store.scheme_settings import read_settings
from taxonomy_service.store.schemes import StoredScheme
from taxonomy_service.store.session import Store


class StoredDraft:
    """The draft of a scheme in the store; every question is a few look-ups by index."""

    def __init__(self, store: Store, scheme: StoredScheme) -> None:
        self._store = store
        self._scheme = scheme

    @property
    def about(self) -> ResourceKey:
        """The scheme's own key."""
        return ResourceKey(ResourceRole.SCHEME, self._scheme.iri)

    def state(self, key: ResourceKey) -> State | None:
        """Return the state of a resource, None where it is not there (any more)."""
        if key.role is ResourceRole.OTHER:
            return self._subject(key.iri)
        if key.role is ResourceRole.SETTINGS:
            body = read_settings(self._store, self._scheme.key)
            return None if body is None else StatedSettings(Iri(key.iri), body)
        found = self._rows(
            "SELECT key, id, ordered FROM resource "
            "WHERE scheme_key = :scheme AND role = :role AND iri = :iri AND NOT gone",
            role=key.role.value,
            iri=key.iri,
        )
        if not found:
            return None
        own, own_id, ordered = found[0]
        read = ResourceReader(self._store, self._scheme.key, own)
        if key.role is ResourceRole.SCHEME:
            return read.about(own, own_id, key.iri)
        if key.role is ResourceRole.CONCEPT:
            return read.concept(own, own_id, key.iri)
        return read.collection(own, own_id, key.iri, ordered=bool(ordered))

    def _subject(self, iri: str) -> Subject | None:
        rows = self._rows(
            "SELECT predicate, type, value, language, datatype FROM statement "
            "WHERE scheme_key = :scheme AND subject = :iri",
            iri=iri,
        )
        stated = [Property(predicate, node_of(*node)) for predicate, *node in rows]
        return Subject(iri, properties_in_order(stated)) if stated else None

    def find(self, own_id: str) -> ResourceKey | None:
        """Return the concept or collection of this id, one that is gone included."""
        found = self._rows(
            "SELECT role, iri FROM resource WHERE scheme_key = :scheme AND id = :id AND role <> 'scheme'", id=own_id
        )
        return _key(found[0]) if found else None

    def known_id(self, key: ResourceKey) -> str | None:
        """Return the id of a concept or collection that is there, or was."""
        query = "SELECT id FROM resource WHERE scheme_key = :scheme AND role = :role AND iri = :iri"
        found = self._rows(query, role=key.role.value, iri=key.iri)
        return found[0][0] if found else None

    def is_used(self, iri: str) -> bool:
        """Say whether a concept or collection has, or had, this IRI."""
        query = "SELECT 1 FROM resource WHERE scheme_key = :scheme AND role IN ('concept', 'collection') AND iri = :iri"
        return bool(self._rows(query, iri=iri))

    def has_concept(self, iri: str) -> bool:
        """Say whether a concept of this IRI is there."""
        query = "SELECT 1 FROM resource WHERE scheme_key = :scheme AND role = 'concept' AND iri = :iri AND NOT gone"
        return bool(self._rows(query, iri=iri))

    def relations(self, iri: str) -> tuple[Relation, ...]:
        """Return the relations that a concept asserts."""
        rows = self._rows(
            "SELECT t.kind, t.target FROM relation t JOIN resource r ON r.key = t.resource_key "
            "WHERE r.scheme_key = :scheme AND r.role = 'concept' AND r.iri = :iri ORDER BY t.key",
            iri=iri,
        )
        return tuple(Relation(RelationKind(kind), Iri(target)) for kind, target in rows if kind in _KINDS)

    def references(self, target: str, kind: str) -> tuple[ResourceKey, ...]:
        """Return which concepts and collections point at a resource in one way."""
        rows = self._rows(
            "SELECT DISTINCT r.role, r.iri FROM relation t JOIN resource r ON r.key = t.resource_key "
            "WHERE r.scheme_key = :scheme AND t.target = :target AND t.kind IN (:kind, :list) AND r.role <> 'scheme'",
            target=target,
            kind=kind,
            list=MEMBER_LIST if kind == MEMBER else kind,
        )
        return tuple(map(_key, rows))

    def label_owner(self, node: str) -> ResourceKey | None:
        """Return the resource whose label a SKOS-XL node is."""
        found = self._rows(
            "SELECT r.role, r.iri FROM label_node t JOIN resource r ON r.key = t.resource_key "
            "WHERE r.scheme_key = :scheme AND t.node = :node",
            node=node,
        )
        return _key(found[0]) if found else None

    def attribute(self, own_id: str) -> str | None:
        """Return the IRI of the attribute of this id, the first of several."""
        found = self._rows(
            "SELECT s.subject FROM statement s JOIN statement t ON t.scheme_key = s.scheme_key "
            "AND t.subject = s.subject AND t.predicate = :type AND t.value = :attribute "
            "WHERE s.scheme_key = :scheme AND s.predicate = :named AND s.value = :id "
            "ORDER BY s.subject LIMIT 1",
            type=terms.TYPE,
            attribute=terms.ATTRIBUTE,
            named=terms.IDENTIFIER,
            id=own_id,
        )
        return found[0][0] if found else None

    def requiring(self, attribute: str) -> tuple[str, ...]:
        """Return the IRIs of the concepts that themselves require an attribute."""
        rows = self._rows(
            "SELECT r.iri, t.properties FROM resource_content t JOIN resource r ON r.key = t.resource_key "
            "WHERE r.scheme_key = :scheme AND r.role = 'concept' AND t.properties LIKE :some",
            some=f"%{terms.REQUIRES}%",
        )
        wanted = Property(terms.REQUIRES, attribute)
        return tuple(iri for iri, properties in rows if wanted in properties_of(properties))

    def sample(self) -> tuple[str, str] | None:
        """Return id and IRI of the concept that is here longest."""
        rows = self._rows(
            "SELECT id, iri FROM resource WHERE scheme_key = :scheme AND role = 'concept' AND NOT gone "
            "ORDER BY key LIMIT 1"
        )
        return (rows[0][0], rows[0][1]) if rows else None

    def _rows(self, query: str, **values: object) -> list[Any]:
        connection = self._store.session.connection()
        return list(connection.execute(text(query), {"scheme": self._scheme.key, **values}))


_KINDS = frozenset(kind.value for kind in RelationKind)


def _key(row: Any) -> ResourceKey:
    return ResourceKey(ResourceRole(row[0]), row[1])
