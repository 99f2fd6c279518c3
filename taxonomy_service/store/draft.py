"""The draft of a scheme: read whole, and written by difference."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from sqlalchemy import text

from taxonomy_service.domain.concepts import Collection, Concept, ConceptId
from taxonomy_service.domain.drafts import Change
from taxonomy_service.domain.labels import Label, label_nodes
from taxonomy_service.domain.languages import UNTAGGED
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.domain.statements import Iri, Statement
from taxonomy_service.domain.stating import ResourceKey, ResourceRole, StatedSettings, Subject
from taxonomy_service.store.bulk import bulk_insert
from taxonomy_service.store.resources import ResourceReader
from taxonomy_service.store.rows import (
    COLLECTION,
    CONCEPT,
    SCHEME,
    Parts,
    content_row,
    labels_of,
    node_columns,
    parts_of,
)
from taxonomy_service.store.scheme_settings import write_settings
from taxonomy_service.store.session import Store

_Place = TypeVar("_Place", bound=tuple[str, str])
_MAIN = (ConceptScheme, Concept, Collection)
_CHILDREN = ("resource_content", "label_node", "relation")


def known_concept_ids(store: Store, scheme_key: int) -> dict[Iri, ConceptId]:
    """Return the id of every concept and collection the scheme ever had, by IRI."""
    query = text("SELECT iri, id FROM resource WHERE scheme_key = :key AND role <> :role")
    rows = store.session.connection().execute(query, {"key": scheme_key, "role": SCHEME})
    return {Iri(iri): ConceptId(own) for iri, own in rows}


def draft_languages(store: Store, scheme_key: int) -> list[str]:
    """Return the languages of the concepts' labels, in code point order; labels without one do not count."""
    languages = {label[1] for _, labels in concept_labels(store, scheme_key) for label in labels}
    return sorted(languages - {UNTAGGED})


def concept_labels(store: Store, scheme_key: int) -> Iterator[tuple[Iri, tuple[Label, ...]]]:
    """Yield the IRIs of the concepts that have labels, with these: sooner than a database takes them apart."""
    query = text(
        "SELECT r.iri, t.labels FROM resource_content t JOIN resource r ON r.key = t.resource_key "
        "WHERE r.scheme_key = :key AND r.role = 'concept' AND NOT r.gone"
    )
    for iri, labels in store.session.connection().execute(query, {"key": scheme_key}):
        yield Iri(iri), labels_of(labels)


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
        _insert_children(store, changed, _resource_keys(store, scheme_key))
    if before is None or before.statements != after.statements:
        _write_other_statements(store, scheme_key, after.statements)


def write_changes(store: Store, scheme_key: int, changes: Iterable[Change]) -> None:
    """Bring resources of the draft from the state before each change to the one after it."""
    resources = []
    for change in changes:
        if change.key.role is ResourceRole.OTHER:
            _write_subject(store, scheme_key, change)
        elif change.key.role is ResourceRole.SETTINGS:
            write_settings(store, scheme_key, change.after.text if isinstance(change.after, StatedSettings) else None)
        else:
            resources.append(change)
    keys = {change.key: key for change in resources if (key := resource_key(store, scheme_key, change.key)) is not None}
    changed = {change.key: parts_of(change.after) for change in resources if isinstance(change.after, _MAIN)}
    removed = [keys[change.key] for change in resources if change.after is None]
    _clear(store, list(keys.values()))
    _mark_gone(store, removed)
    _restate(store, {keys[key]: parts for key, parts in changed.items() if key in keys})
    _insert_resources(store, scheme_key, [parts for key, parts in changed.items() if key not in keys])
    here = {key: found for key in changed if (found := resource_key(store, scheme_key, key)) is not None}
    _insert_children(store, changed, here)


def resource_key(store: Store, scheme_key: int, key: ResourceKey) -> int | None:
    """Return the key of a resource's row, one that is gone included."""
    query = text("SELECT key FROM resource WHERE scheme_key = :scheme AND role = :role AND iri = :iri")
    values = {"scheme": scheme_key, "role": key.role.value, "iri": key.iri}
    found: int | None = store.session.connection().execute(query, values).scalar()
    return found


def _write_subject(store: Store, scheme_key: int, change: Change) -> None:
    query = text("DELETE FROM statement WHERE scheme_key = :key AND subject = :subject")
    store.session.connection().execute(query, {"key": scheme_key, "subject": change.key.iri})
    if isinstance(change.after, Subject):
        stated = [Statement(change.key.iri, *own) for own in change.after.properties]
        _insert_statements(store, _other_rows(scheme_key, stated))


def _other_rows(scheme_key: int, statements: Iterable[Statement]) -> list[tuple[object, ...]]:
    return [(scheme_key, row.subject, row.predicate, *node_columns(row.object)) for row in statements]


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


def _insert_children(store: Store, changed: Mapping[_Place, Parts], keys: Mapping[_Place, int]) -> None:
    waiting = _ChildRows(store)
    for resource, parts in changed.items():
        waiting.add(keys[resource], parts)
    waiting.insert()


class _ChildRows:
    """The rows of content and relations, inserted by the many: all at once would take as much memory again."""

    _MOST = 50_000  # labels and statements

    def __init__(self, store: Store) -> None:
        self._store = store
        self._clear()

    def _clear(self) -> None:
        self._waiting = 0
        self._content: list[tuple[object, ...]] = []
        self._label_nodes: list[tuple[object, ...]] = []
        self._relations: list[tuple[object, ...]] = []

    def add(self, key: int, parts: Parts) -> None:
        content = content_row(key, parts)
        if content is not None:
            self._content.append(content)
        self._label_nodes += [(key, node) for node in label_nodes(parts.labels)]
        self._relations += [(key, *relation) for relation in parts.relations]
        self._waiting += len(parts.labels) + len(parts.properties)
        if self._waiting > self._MOST:
            self.insert()

    def insert(self) -> None:
        store = self._store
        columns = ("resource_key", "labels", "notes", "notations", "properties")
        bulk_insert(store, "resource_content", columns, self._content)
        bulk_insert(store, "label_node", ("resource_key", "node"), self._label_nodes)
        bulk_insert(store, "relation", ("resource_key", "kind", "target", "position"), self._relations)
        self._clear()


def _insert_statements(store: Store, rows: list[tuple[object, ...]]) -> None:
    columns = ("scheme_key", "subject", "predicate", "type", "value", "language", "datatype")
    bulk_insert(store, "statement", columns, rows)


def _write_other_statements(store: Store, scheme_key: int, statements: Iterable[Statement]) -> None:
    query = text("DELETE FROM statement WHERE scheme_key = :key")
    store.session.connection().execute(query, {"key": scheme_key})
    _insert_statements(store, _other_rows(scheme_key, statements))


def read_draft(store: Store, scheme_key: int) -> ConceptScheme:
    """Read the draft of a scheme whole; equal to what was last written."""
    query = text("SELECT key, role, id, iri, ordered FROM resource WHERE scheme_key = :key AND NOT gone")
    resources = store.session.connection().execute(query, {"key": scheme_key}).all()
    read = ResourceReader(store, scheme_key)
    concepts: dict[ConceptId, Concept] = {}
    collections: dict[ConceptId, Collection] = {}
    about: ConceptScheme | None = None
    for key, role, own, iri, ordered in sorted(resources, key=lambda row: str(row.iri)):
        if role == SCHEME:
            about = read.about(key, own, iri)
        elif role == CONCEPT:
            concepts[own] = read.concept(key, own, iri)
        elif role == COLLECTION:
            collections[own] = read.collection(key, own, iri, ordered=bool(ordered))
    assert about is not None, "every draft has the row of its scheme"
    return replace(about, concepts=concepts, collections=collections, statements=read.others())
