"""The difference between two states of a scheme."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from taxonomy_service.domain.concepts import Concept, ConceptId, Relation, RelationKind, is_retired
from taxonomy_service.domain.drafts import Change
from taxonomy_service.domain.labels import Label
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.domain.stating import ResourceRole

_BROADER = (RelationKind.BROADER, RelationKind.NARROWER)


@dataclass(frozen=True, slots=True)
class ConceptChange:
    """What changed in one concept that both states have.

    `moved` says that the broader or narrower concepts it asserts changed, `retired` that it is deprecated now and was
    not before, `other` that anything else changed (IRI, notes, notations, mappings, other relations or properties).
    """

    id: ConceptId
    labels_added: tuple[Label, ...]
    labels_removed: tuple[Label, ...]
    moved: bool
    retired: bool
    other: bool


@dataclass(frozen=True, slots=True)
class SchemeDifference:
    """Concepts added, removed and changed, in order of id; `about` says that the scheme itself or a group changed."""

    added: tuple[ConceptId, ...]
    removed: tuple[ConceptId, ...]
    changed: tuple[ConceptChange, ...]
    about: bool

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.about)

    @property
    def labels_added(self) -> int:
        """How many labels the concepts in both states gained."""
        return sum(len(change.labels_added) for change in self.changed)

    @property
    def labels_removed(self) -> int:
        """How many labels the concepts in both states lost."""
        return sum(len(change.labels_removed) for change in self.changed)


def difference(before: ConceptScheme | None, after: ConceptScheme) -> SchemeDifference:
    """Compare two states of one scheme; without a state before, every concept is added and `about` is true."""
    old: Mapping[ConceptId, Concept] = before.concepts if before else {}
    new = after.concepts
    return SchemeDifference(
        added=tuple(sorted(new.keys() - old.keys())),
        removed=tuple(sorted(old.keys() - new.keys())),
        changed=tuple(_change(old[own], new[own]) for own in sorted(old.keys() & new.keys()) if old[own] != new[own]),
        about=before is None or about_parts(before) != about_parts(after),
    )


def changed_parts(about: ConceptScheme, changes: Iterable[Change]) -> SchemeDifference:
    """Compare the resources that changed, as they were before and after; `about` is the scheme they belong to."""
    changes = tuple(changes)
    concepts = [change for change in changes if change.key.role is ResourceRole.CONCEPT]
    before = {own.id: own for change in concepts if isinstance(own := change.before, Concept)}
    after = {own.id: own for change in concepts if isinstance(own := change.after, Concept)}
    compared = difference(replace(about, concepts=before), replace(about, concepts=after))
    return replace(compared, about=len(concepts) < len(changes))


def about_parts(scheme: ConceptScheme) -> tuple[object, ...]:
    """Return what a scheme holds beside its concepts, to be compared."""
    return (
        scheme.iri,
        scheme.labels,
        scheme.notes,
        scheme.notations,
        scheme.top_concepts,
        scheme.properties,
        dict(scheme.collections),
        scheme.statements,
    )


def _change(old: Concept, new: Concept) -> ConceptChange:
    before, after = set(old.labels), set(new.labels)
    return ConceptChange(
        new.id,
        labels_added=tuple(label for label in new.labels if label not in before),
        labels_removed=tuple(label for label in old.labels if label not in after),
        moved=_hierarchical(old) != _hierarchical(new),
        retired=is_retired(new) and not is_retired(old),
        other=_beside(old) != _beside(new),
    )


def _hierarchical(concept: Concept) -> frozenset[Relation]:
    return frozenset(relation for relation in concept.relations if relation.kind in _BROADER)


def _beside(concept: Concept) -> tuple[object, ...]:
    """Return what a concept states beside its labels and its place in the hierarchy."""
    others = frozenset(concept.relations) - _hierarchical(concept)
    return (concept.iri, concept.notes, concept.notations, concept.mappings, concept.properties, others)
