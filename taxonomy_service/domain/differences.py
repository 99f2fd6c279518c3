"""The difference between two states of a scheme."""

from collections.abc import Mapping
from dataclasses import dataclass

from taxonomy_service.domain.concepts import Collection, Concept, ConceptId, RelationKind, is_retired
from taxonomy_service.domain.labels import Label
from taxonomy_service.domain.schemes import ConceptScheme

_BROADER = (RelationKind.BROADER, RelationKind.NARROWER)


@dataclass(frozen=True, slots=True)
class ConceptChange:
    """What changed in one concept that both states have."""

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
    """Compare two states of one scheme."""
    old: Mapping[ConceptId, Concept] = before.concepts if before else {}
    new = after.concepts
    return SchemeDifference(
        added=tuple(sorted(new.keys() - old.keys())),
        removed=tuple(sorted(old.keys() - new.keys())),
        changed=tuple(_change(old[own], new[own]) for own in sorted(old.keys() & new.keys()) if old[own] != new[own]),
        about=before is None or _about(before) != _about(after),
    )


def _about(scheme: ConceptScheme) -> tuple[object, ...]:
    collections: Mapping[ConceptId, Collection] = scheme.collections
    return (
        scheme.iri,
        scheme.labels,
        scheme.notes,
        scheme.notations,
        scheme.top_concepts,
        scheme.properties,
        dict(collections),
        scheme.statements,
    )


def _change(old: Concept, new: Concept) -> ConceptChange:
    before, after = set(old.labels), set(new.labels)
    moved = {r for r in old.relations if r.kind in _BROADER} != {r for r in new.relations if r.kind in _BROADER}
    return ConceptChange(
        new.id,
        labels_added=tuple(label for label in new.labels if label not in before),
        labels_removed=tuple(label for label in old.labels if label not in after),
        moved=moved,
        retired=is_retired(new) and not is_retired(old),
        other=(old.notes, old.notations, old.mappings, old.properties)
        != (new.notes, new.notations, new.mappings, new.properties)
        or {r for r in old.relations if r.kind not in _BROADER} != {r for r in new.relations if r.kind not in _BROADER},
    )
