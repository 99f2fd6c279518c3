"""The draft under change: states read as they are needed, kept, and replaced one after the other.

`Draft` is the one mutable value of the domain; where the states come from is behind `DraftSource`.
"""

from typing import NamedTuple, Protocol

from taxonomy_service.domain import terms
from taxonomy_service.domain.concepts import Collection, Concept, Relation, RelationKind
from taxonomy_service.domain.errors import NotFound
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.domain.statements import Iri, Literal, Property, Statement
from taxonomy_service.domain.stating import Labelled, ResourceKey, ResourceRole, State, Subject, key_of, statements_of

MEMBER = "member"
"""How a collection points at what it holds, whether it is ordered or not."""


class DraftSource(Protocol):
    """Where the states of a scheme's draft are read from, one at a time."""

    @property
    def about(self) -> ResourceKey:
        """The scheme's own key."""

    def state(self, key: ResourceKey) -> State | None:
        """Return the state of a resource, None where it is not there (any more)."""

    def find(self, own_id: str) -> ResourceKey | None:
        """Return the concept or collection of this id, one that is gone included."""

    def known_id(self, key: ResourceKey) -> str | None:
        """Return the id of a concept or collection that is there, or was."""

    def is_used(self, iri: str) -> bool:
        """Say whether a concept or collection has, or had, this IRI."""

    def has_concept(self, iri: str) -> bool:
        """Say whether a concept of this IRI is there."""

    def relations(self, iri: str) -> tuple[Relation, ...]:
        """Return the relations that a concept asserts, cheaper than its whole state."""

    def references(self, target: str, kind: str) -> tuple[ResourceKey, ...]:
        """Return which concepts and collections point at a resource in one way (a kind of relation, or `MEMBER`)."""

    def label_owner(self, node: str) -> ResourceKey | None:
        """Return the resource whose label a SKOS-XL node is."""

    def attribute(self, own_id: str) -> str | None:
        """Return the IRI of the attribute of this id."""

    def requiring(self, attribute: str) -> tuple[str, ...]:
        """Return the IRIs of the concepts that themselves require an attribute."""

    def sample(self) -> tuple[str, str] | None:
        """Return id and IRI of some concept, which show how the scheme makes IRIs."""


class Change(NamedTuple):
    """What became of a resource; None where it is not there."""

    key: ResourceKey
    before: State | None
    after: State | None

    @property
    def removed(self) -> frozenset[Statement]:
        """The statements that are no longer made."""
        return statements_of(self.before) - statements_of(self.after)

    @property
    def added(self) -> frozenset[Statement]:
        """The statements that were not made before."""
        return statements_of(self.after) - statements_of(self.before)


_BROADER, _NARROWER = RelationKind.BROADER, RelationKind.NARROWER


class Draft:
    """A draft; `put` and `remove` change it here, not where it was read from."""

    def __init__(self, source: DraftSource) -> None:
        self._source = source
        self._read: dict[ResourceKey, State | None] = {}
        self._now: dict[ResourceKey, State | None] = {}
        self._step: dict[ResourceKey, State | None] = {}
        self._ids: dict[str, ResourceKey] = {}
        self._journal: list[tuple[ResourceKey, State | None, bool]] = []

    def state(self, key: ResourceKey) -> State | None:
        """Return the state of a resource as it is now."""
        if key in self._now:
            return self._now[key]
        if key not in self._read:
            self._read[key] = self._source.state(key)
        return self._read[key]

    def put(self, state: State) -> None:
        """Let a resource be in this state."""
        self._set(key_of(state), state)

    def remove(self, key: ResourceKey) -> None:
        """Let a resource be there no longer."""
        self._set(key, None)

    def _set(self, key: ResourceKey, state: State | None) -> None:
        before = self.state(key)
        self._step.setdefault(key, before)
        self._journal.append((key, before, key in self._now))
        self._now[key] = state
        if isinstance(state, Concept | Collection):
            self._ids[state.id] = key

    def mark(self) -> int:
        """Return where the draft stands, for `back_to`."""
        return len(self._journal)

    def back_to(self, mark: int) -> None:
        """Take back all that changed since a mark."""
        while len(self._journal) > mark:
            key, before, was_known = self._journal.pop()
            if was_known:
                self._now[key] = before
            else:
                del self._now[key]
        self._ids = {own_id: key for own_id, key in self._ids.items() if key in self._now}
        self._step = {}

    def step(self) -> tuple[Change, ...]:
        """Return what changed since the last step."""
        step, self._step = self._step, {}
        return _changes(step, self._now)

    def changes(self) -> tuple[Change, ...]:
        """Return what changed in all."""
        return _changes({key: self._read[key] for key in self._now}, self._now)

    @property
    def about(self) -> ConceptScheme:
        """The scheme without its concepts."""
        state = self.state(self._source.about)
        assert isinstance(state, ConceptScheme), "every draft has its scheme"
        return state

    def find(self, own_id: str) -> ResourceKey | None:
        """Return the concept or collection of this id, one that is gone included."""
        return self._ids.get(own_id) or self._source.find(own_id)

    def is_used(self, iri: str) -> bool:
        """Say whether a concept or collection has, or had, this IRI."""
        keys = (ResourceKey(ResourceRole.CONCEPT, iri), ResourceKey(ResourceRole.COLLECTION, iri))
        return any(key in self._now for key in keys) or self._source.is_used(iri)

    def known_id(self, key: ResourceKey) -> str | None:
        """Return the id of a concept or collection that is there, or was."""
        return next((own_id for own_id, known in self._ids.items() if known == key), None) or self._source.known_id(key)

    def sample(self) -> tuple[str, str] | None:
        """Return id and IRI of some concept that was there before."""
        return self._source.sample()

    def concept(self, own_id: str) -> Concept:
        """Return a concept by its id; raises NotFound."""
        state = self._by_id(own_id)
        if not isinstance(state, Concept):
            raise NotFound(message("concept in the draft of {scheme}", scheme=self.about.id), own_id)
        return state

    def collection(self, own_id: str) -> Collection:
        """Return a collection by its id; raises NotFound."""
        state = self._by_id(own_id)
        if not isinstance(state, Collection):
            raise NotFound(message("collection in the draft of {scheme}", scheme=self.about.id), own_id)
        return state

    def labelled(self, own_id: str) -> Labelled:
        """Return a concept or a collection by its id, or the scheme by its own; raises NotFound."""
        state = self._by_id(own_id)
        if isinstance(state, Concept | Collection):
            return state
        if own_id == self.about.id:
            return self.about
        raise NotFound(message("concept in the draft of {scheme}", scheme=self.about.id), own_id)

    def _by_id(self, own_id: str) -> State | None:
        key = self.find(own_id)
        return self.state(key) if key is not None else None

    def concept_at(self, iri: str) -> Concept | None:
        """Return the concept of an IRI, if the scheme has it."""
        state = self.state(self._concept_key(iri))
        return state if isinstance(state, Concept) else None

    def label_owner(self, node: str) -> ResourceKey | None:
        """Return the resource whose label a SKOS-XL node is."""
        for key, state in self._now.items():
            if isinstance(state, ConceptScheme | Concept | Collection) and _has_label(state, node):
                return key
        return self._source.label_owner(node)

    def attribute(self, own_id: str) -> str | None:
        """Return the IRI of the attribute of this id."""
        for state in self._now.values():
            if isinstance(state, Subject) and _is_attribute(state, own_id):
                return state.iri
        found = self._source.attribute(own_id)
        return found if found is None or self.state(ResourceKey(ResourceRole.OTHER, found)) is not None else None

    def requiring(self, attribute: str) -> tuple[str, ...]:
        """Return the IRIs of the concepts that themselves require an attribute, in order."""
        found = {iri for iri in self._source.requiring(attribute) if self._concept_key(iri) not in self._now}
        wanted = Property(terms.REQUIRES, attribute)
        now = self._now.values()
        found |= {state.iri for state in now if isinstance(state, Concept) and wanted in state.properties}
        return tuple(sorted(found))

    @staticmethod
    def _concept_key(iri: str) -> ResourceKey:
        return ResourceKey(ResourceRole.CONCEPT, iri)

    def references(self, target: str, kind: str) -> tuple[ResourceKey, ...]:
        """Return which concepts and collections point at a resource in one way, in order."""
        found = {key for key in self._source.references(target, kind) if key not in self._now}
        found |= {key for key, state in self._now.items() if (kind, target) in _pointers(state)}
        return tuple(sorted(found))

    def relations(self, iri: str) -> tuple[Relation, ...]:
        """Return the relations that a concept asserts."""
        key = self._concept_key(iri)
        state = self._now[key] if key in self._now else self._read.get(key)
        if isinstance(state, Concept):
            return state.relations
        return () if key in self._now else self._source.relations(iri)

    def broader(self, iri: str) -> tuple[Iri, ...]:
        """Return the directly broader concepts of the scheme, whichever side says so, in order."""
        return self._across(iri, _BROADER, _NARROWER)

    def narrower(self, iri: str) -> tuple[Iri, ...]:
        """Return the directly narrower concepts of the scheme, whichever side says so, in order."""
        return self._across(iri, _NARROWER, _BROADER)

    def _across(self, iri: str, kind: RelationKind, inverse: RelationKind) -> tuple[Iri, ...]:
        found = {target for own, target in self.relations(iri) if own is kind}
        found |= {Iri(key.iri) for key in self.references(iri, inverse)}
        return tuple(sorted(target for target in found if self._is_concept(target)))

    def _is_concept(self, iri: str) -> bool:
        key = self._concept_key(iri)
        return self._now[key] is not None if key in self._now else self._source.has_concept(iri)

    def way_up(self, start: str, goal: str) -> tuple[str, ...]:
        """Return the concepts from `start` up to `goal`, both included; none where it does not lead there."""
        paths: dict[str, tuple[str, ...]] = {start: (start,)}
        waiting = [start]
        while waiting:
            current = waiting.pop(0)
            if current == goal:
                return paths[current]
            for following in self.broader(current):
                if following not in paths:
                    paths[following] = (*paths[current], following)
                    waiting.append(following)
        return ()

    def id_of(self, iri: str) -> str:
        """Return the id of a concept, for sentences; the IRI where it has none here."""
        concept = self.concept_at(iri)
        return concept.id if concept is not None else iri


def _changes(before: dict[ResourceKey, State | None], after: dict[ResourceKey, State | None]) -> tuple[Change, ...]:
    compared = (Change(key, before[key], after[key]) for key in sorted(before))
    return tuple(change for change in compared if change.before != change.after)


def _has_label(resource: Labelled, node: str) -> bool:
    return any(label.resource == node for label in resource.labels)


def _is_attribute(subject: Subject, own_id: str) -> bool:
    stated = subject.properties
    named = Property(terms.IDENTIFIER, Literal(own_id))
    return named in stated and Property(terms.TYPE, terms.ATTRIBUTE) in stated


def _pointers(state: State | None) -> frozenset[tuple[str, str]]:
    """Return what a resource points at, with how it does."""
    if isinstance(state, Concept):
        return frozenset((*state.relations, *state.mappings))
    if isinstance(state, Collection):
        members = {(MEMBER, target) for target in (*state.members, *(state.member_list or ()))}
        return frozenset(members.union(state.relations))
    return frozenset()
