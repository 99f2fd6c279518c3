"""The draft of a scheme: read whole, and written by difference."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import text

from taxonomy_service.domain.concepts import (
    Collection,
    Concept,
    ConceptId,
    MappingKind,
    Note,
    NoteKind,
    Relation,
    RelationKind,
)
from taxonomy_service.domain.concepts import Mapping as ConceptMapping
from taxonomy_service.domain.labels import Label, LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId
from taxonomy_service.domain.statements import Iri, Literal, Property, Statement
from taxonomy_service.store.bulk import bulk_insert
from taxonomy_service.store.rows import (
    COLLECTION,
    CONCEPT,
    MEMBER,
    MEMBER_LIST,
    SCHEME,
    TOP,
    Parts,
    label_rows,
    node_columns,
    node_of,
    note_rows,
    parts_of,
    statement_rows,
)
from taxonomy_service.store.session import Store

_T = TypeVar("_T")
_CHILDREN = ("label", "note", "notation", "relation", "statement")


def known_concept_ids(store: Store, scheme_key: int) -> dict[Iri, ConceptId]:
    """Return the id of every concept and collection the scheme ever had, by IRI."""
    query = text("SELECT iri, id FROM resource WHERE scheme_key = :key AND role <> :role")
    rows = store.session.connection().execute(query, {"key": scheme_key, "role": SCHEME})
    return {Iri(iri): ConceptId(own) for iri, own in rows}


def draft_languages(store: Store, scheme_key: int) -> list[str]:
    """Return the languages of the concepts' labels, in code point order; labels without one do not count."""
    query = text(
        "SELECT DISTINCT language FROM label JOIN resource r ON r.key = resource_key "
        "WHERE r.scheme_key = :key AND r.role = 'concept' AND NOT r.gone AND language <> ''"
    )
    return sorted(store.session.connection().execute(query, {"key": scheme_key}).scalars())


def write_draft(store: Store, scheme_key: int, before: ConceptScheme | None, after: ConceptScheme) -> None:
    """Make the draft equal to `after`, given that it equals `before`; resources that did not change are not touched."""
    old = {} if before is None else {_key(parts): parts for parts in map(parts_of, _resources(before))}
    new = {_key(parts): parts for parts in map(parts_of, _resources(after))}
    changed = {key: parts for key, parts in new.items() if old.get(key) != parts}
    keys = _resource_keys(store, scheme_key) if before is not None else {}
    removed = [keys[key] for key in old.keys() - new.keys()]
    _clear(store, removed + [keys[key] for key in changed if key in keys])
    _mark_gone(store, removed)
    _restate(store, {keys[key]: parts for key, parts in changed.items() if key in keys})
    _insert_resources(store, scheme_key, [parts for key, parts in changed.items() if key not in keys])
    if changed:
        _insert_children(store, scheme_key, changed, _resource_keys(store, scheme_key))
    if before is None or before.statements != after.statements:
        _write_other_statements(store, scheme_key, after.statements)


def _resources(scheme: ConceptScheme) -> Iterator[ConceptScheme | Concept | Collection]:
    yield scheme
    yield from scheme.concepts.values()
    yield from scheme.collections.values()


def _key(parts: Parts) -> tuple[str, str]:
    return (parts.role, parts.iri)


def _resource_keys(store: Store, scheme_key: int) -> dict[tuple[str, str], int]:
    query = text("SELECT role, iri, key FROM resource WHERE scheme_key = :key")
    rows = store.session.connection().execute(query, {"key": scheme_key})
    return {(role, iri): key for role, iri, key in rows}


def _clear(store: Store, keys: list[int]) -> None:
    connection = store.session.connection()
    for table in _CHILDREN if keys else ():
        for start in range(0, len(keys), 500):
            numbers = ",".join(map(str, keys[start : start + 500]))
            connection.execute(text(f"DELETE FROM {table} WHERE resource_key IN ({numbers})"))  # noqa: S608 our own keys


def _mark_gone(store: Store, keys: list[int]) -> None:
    query = text("UPDATE resource SET gone = :gone WHERE key = :key")
    if keys:
        store.session.connection().execute(query, [{"key": key, "gone": True} for key in keys])


def _restate(store: Store, changed: Mapping[int, Parts]) -> None:
    """Update the rows of resources that are here already; one that was gone is back."""
    query = text("UPDATE resource SET gone = :gone, ordered = :ordered WHERE key = :key")
    rows = [{"key": key, "gone": False, "ordered": parts.ordered} for key, parts in changed.items()]
    if rows:
        store.session.connection().execute(query, rows)


def _insert_resources(store: Store, scheme_key: int, resources: list[Parts]) -> None:
    rows: list[tuple[object, ...]] = [(scheme_key, p.role, p.id, p.iri, p.ordered, False) for p in resources]
    bulk_insert(store, "resource", ("scheme_key", "role", "id", "iri", "ordered", "gone"), rows)


def _insert_children(
    store: Store, scheme_key: int, changed: Mapping[tuple[str, str], Parts], keys: Mapping[tuple[str, str], int]
) -> None:
    labels: list[tuple[object, ...]] = []
    notes: list[tuple[object, ...]] = []
    notations: list[tuple[object, ...]] = []
    relations: list[tuple[object, ...]] = []
    statements: list[tuple[object, ...]] = []
    for resource, parts in changed.items():
        key = keys[resource]
        labels.extend(label_rows(key, parts.labels))
        notes.extend(note_rows(key, parts.notes))
        notations.extend((key, *notation) for notation in parts.notations)
        relations.extend((key, *relation) for relation in parts.relations)
        statements.extend(statement_rows(scheme_key, key, parts.iri, parts.properties))
    bulk_insert(store, "label", ("resource_key", "language", "kind", "form", "node", "plain"), labels)
    bulk_insert(store, "note", ("resource_key", "kind", "type", "value", "language", "datatype"), notes)
    bulk_insert(store, "notation", ("resource_key", "value", "language", "datatype"), notations)
    bulk_insert(store, "relation", ("resource_key", "kind", "target", "position"), relations)
    _insert_statements(store, statements)


def _insert_statements(store: Store, rows: list[tuple[object, ...]]) -> None:
    columns = ("scheme_key", "resource_key", "subject", "predicate", "type", "value", "language", "datatype")
    bulk_insert(store, "statement", columns, rows)


def _write_other_statements(store: Store, scheme_key: int, statements: Iterable[Statement]) -> None:
    query = text("DELETE FROM statement WHERE scheme_key = :key AND resource_key IS NULL")
    store.session.connection().execute(query, {"key": scheme_key})
    _insert_statements(
        store, [(scheme_key, None, row.subject, row.predicate, *node_columns(row.object)) for row in statements]
    )


def read_draft(store: Store, scheme_key: int) -> ConceptScheme:
    """Read the draft of a scheme whole; equal to what was last written."""
    query = text("SELECT key, role, id, iri, ordered FROM resource WHERE scheme_key = :key AND NOT gone")
    resources = store.session.connection().execute(query, {"key": scheme_key}).all()
    read = _Reader(store, scheme_key)
    concepts: dict[ConceptId, Concept] = {}
    collections: dict[ConceptId, Collection] = {}
    about: tuple[int, str, Iri] | None = None
    for key, role, own, iri, ordered in sorted(resources, key=lambda row: str(row.iri)):
        if role == SCHEME:
            about = (key, own, iri)
        elif role == CONCEPT:
            concepts[own] = read.concept(key, own, iri)
        elif role == COLLECTION:
            collections[own] = read.collection(key, own, iri, ordered=bool(ordered))
    assert about is not None, "every draft has the row of its scheme"
    key, own, iri = about
    tops = tuple(Iri(target) for kind, target, _ in read.relations.get(key, ()) if kind == TOP)
    return ConceptScheme(
        SchemeId(own), iri, *read.common(key), tops, read.properties(key), concepts, collections, read.others()
    )


class _Reader:
    """The children of all resources of a scheme, by resource, in canonical order (that in which they were written)."""

    def __init__(self, store: Store, scheme_key: int) -> None:
        self._store = store
        self._scheme_key = scheme_key
        self.labels = self._grouped("label", "form, language, kind, node, plain", _label)
        self.notes = self._grouped("note", "t.kind, type, value, language, datatype", _note)
        self.notations = self._grouped("notation", "value, language, datatype", _notation)
        self.relations = self._grouped("relation", "t.kind, target, position", tuple)
        self._stated = self._grouped("statement", "predicate, type, value, language, datatype", _property)

    def _grouped(self, table: str, columns: str, make: Callable[[Any], _T]) -> dict[int, list[_T]]:
        found: dict[int, list[_T]] = defaultdict(list)
        query = (
            f"SELECT resource_key, {columns} FROM {table} t JOIN resource r ON r.key = t.resource_key "  # noqa: S608
            "WHERE r.scheme_key = :key AND NOT r.gone ORDER BY t.key"
        )
        for row in self._store.session.connection().execute(text(query), {"key": self._scheme_key}):
            found[row[0]].append(make(row[1:]))
        return found

    def common(self, key: int) -> tuple[tuple[Label, ...], tuple[Note, ...], tuple[Literal, ...]]:
        """Return labels, notes and notations of a resource."""
        return tuple(self.labels.get(key, ())), tuple(self.notes.get(key, ())), tuple(self.notations.get(key, ()))

    def properties(self, key: int) -> tuple[Property, ...]:
        """Return what a resource states beside SKOS."""
        return tuple(self._stated.get(key, ()))

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
        """Return the statements of resources that are neither scheme nor concept nor collection."""
        rows = self._store.session.connection().execute(
            text(
                "SELECT subject, predicate, type, value, language, datatype FROM statement "
                "WHERE scheme_key = :key AND resource_key IS NULL ORDER BY key"
            ),
            {"key": self._scheme_key},
        )
        return tuple(Statement(subject, predicate, node_of(*node)) for subject, predicate, *node in rows)


_RELATION_KINDS = frozenset(kind.value for kind in RelationKind)
_MAPPING_KINDS = frozenset(kind.value for kind in MappingKind)


def _relations(rows: Iterable[Sequence[Any]]) -> tuple[Relation, ...]:
    return tuple(Relation(RelationKind(kind), Iri(target)) for kind, target, _ in rows if kind in _RELATION_KINDS)


def _label(row: Sequence[Any]) -> Label:
    form, language, kind, node, plain = row
    return Label(form, LanguageTag(language), LabelKind(kind), node, bool(plain))


def _note(row: Sequence[Any]) -> Note:
    return Note(NoteKind(row[0]), node_of(*row[1:]))


def _notation(row: Sequence[Any]) -> Literal:
    return Literal(row[0], LanguageTag(row[1]), row[2])


def _property(row: Sequence[Any]) -> Property:
    return Property(row[0], node_of(*row[1:]))
