"""The difference between two releases: what happened to which concept and label, one thing after the other."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from taxonomy_service.domain import terms
from taxonomy_service.domain.concepts import RETIRING, Concept, RelationKind, is_retired, required_attributes
from taxonomy_service.domain.differences import about_parts
from taxonomy_service.domain.hierarchy import build_hierarchy
from taxonomy_service.domain.labels import Label, LabelKind
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.domain.stated_languages import stated_languages, without_languages
from taxonomy_service.domain.statements import Iri
from taxonomy_service.domain.successions import Fate, id_map


class ChangeKind(StrEnum):
    """What can have happened; the codes are permanent."""

    CONCEPT_ADDED = "concept-added"
    CONCEPT_REMOVED = "concept-removed"
    CONCEPT_RETIRED = "concept-retired"
    CONCEPT_MERGED = "concept-merged"
    CONCEPT_REPLACED = "concept-replaced"
    CONCEPT_SPLIT = "concept-split"
    CONCEPT_RENAMED = "concept-renamed"
    CONCEPT_RESTORED = "concept-restored"
    CONCEPT_MOVED = "concept-moved"
    LABEL_ADDED = "label-added"
    LABEL_REMOVED = "label-removed"
    LABEL_CHANGED = "label-changed"
    CONCEPT_CHANGED = "concept-changed"
    SCHEME_CHANGED = "scheme-changed"


class ChangedPart(StrEnum):
    """What else changed of a concept, or what of the scheme itself."""

    LABELS = "labels"
    LABEL_DETAILS = "label-details"
    NOTES = "notes"
    NOTATIONS = "notations"
    MAPPINGS = "mappings"
    RELATED = "related"
    REQUIRED_ATTRIBUTES = "required-attributes"
    PROPERTIES = "properties"
    TOP_CONCEPTS = "top-concepts"
    COLLECTIONS = "collections"
    LANGUAGES = "languages"
    OTHER_RESOURCES = "other-resources"


class ReleaseChange(NamedTuple):
    """One thing that happened, to a concept by its id (in the release in which it has one) and IRI.

    `before` and `after` are the broader concepts of one that moved (ids), the successors of one that is no longer in
    use, or the forms of a label, which has language and kind. `label-changed` is a preferred label in place of another
    of the same language. `concept-changed` and `scheme-changed` are anything else; `parts` says what: of a concept
    notes, notations, mappings, relations, required attributes, what SKOS-XL says by which nodes of labels
    (label-details); of the scheme also the languages that its settings name, and what is stated of other resources
    (attributes, label nodes, sources …).
    """

    kind: ChangeKind
    concept: str
    iri: Iri
    language: str = ""
    label_kind: LabelKind | None = None
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    parts: tuple[ChangedPart, ...] = ()


@dataclass(frozen=True, slots=True)
class ReleaseDifference:
    """All that happened, in order of id, of one concept in the order of `ChangeKind`; the scheme itself comes last."""

    changes: tuple[ReleaseChange, ...]

    @property
    def counts(self) -> dict[ChangeKind, int]:
        """How often each thing happened, for those that did."""
        found = Counter(change.kind for change in self.changes)
        return {kind: found[kind] for kind in ChangeKind if found[kind]}


_FATES = {
    Fate.MERGED: ChangeKind.CONCEPT_MERGED,
    Fate.REPLACED: ChangeKind.CONCEPT_REPLACED,
    Fate.SPLIT: ChangeKind.CONCEPT_SPLIT,
    Fate.RETIRED: ChangeKind.CONCEPT_RETIRED,
    Fate.RENAMED: ChangeKind.CONCEPT_RENAMED,
    Fate.REMOVED: ChangeKind.CONCEPT_REMOVED,
}
_Name = tuple[str, LabelKind, str]
_Pair = tuple[Concept | None, Concept | None]
_HIERARCHICAL = (RelationKind.BROADER, RelationKind.NARROWER)


def release_difference(before: ConceptScheme | None, after: ConceptScheme) -> ReleaseDifference:
    """Compare two releases by what they state alone, so that anybody who has both comes to the same.

    Labels of concepts that came or went are told as well: the label changes are the difference of the two sets of
    labels. Without a release before, everything is added.
    """
    old = before or ConceptScheme(after.id, after.iri)
    pairs = _pairs(old, after)
    changes = [*_fates(old, after), *_comings(pairs), *_moves(pairs, old, after), *_others(pairs)]
    changes += [change for pair in pairs for change in _label_changes(*pair)]
    order = {kind: place for place, kind in enumerate(ChangeKind)}
    changes.sort(key=lambda change: (change.concept, order[change.kind], change[3:]))
    if before is None or about_parts(old) != about_parts(after):
        parts = _different(_of_scheme(old), _of_scheme(after))
        changes.append(ReleaseChange(ChangeKind.SCHEME_CHANGED, "", after.iri, parts=parts))
    return ReleaseDifference(tuple(changes))


def _pairs(old: ConceptScheme, new: ConceptScheme) -> list[_Pair]:
    """Return each concept as it was and as it is, None where it was not or is not there."""
    before, after = ({own.iri: own for own in scheme.concepts.values()} for scheme in (old, new))
    return [(before.get(iri), after.get(iri)) for iri in sorted(before.keys() | after.keys())]


def _fates(old: ConceptScheme, new: ConceptScheme) -> Iterator[ReleaseChange]:
    """Yield what became of concepts that were in use, and of those that are not there any more."""
    for own, fate, following in id_map(old, new):
        concept = old.concepts[own]
        if fate in {Fate.REMOVED, Fate.RENAMED} or not is_retired(concept):
            yield ReleaseChange(_FATES[fate], own, concept.iri, after=following)


def _comings(pairs: Iterable[_Pair]) -> Iterator[ReleaseChange]:
    """Yield the concepts that are new, and those that are in use again."""
    for old, new in pairs:
        if new is not None and old is None:
            yield ReleaseChange(ChangeKind.CONCEPT_ADDED, new.id, new.iri)
        elif new is not None and old is not None and is_retired(old) and not is_retired(new):
            yield ReleaseChange(ChangeKind.CONCEPT_RESTORED, new.id, new.iri)


def _moves(pairs: Iterable[_Pair], before: ConceptScheme, after: ConceptScheme) -> Iterator[ReleaseChange]:
    """Yield the concepts whose directly broader ones are others, whichever side states them."""
    above, now = build_hierarchy(before).broader, build_hierarchy(after).broader
    for old, new in pairs:
        if old is not None and new is not None:
            left, entered = above.get(old.id, ()), now.get(new.id, ())
            if set(left) != set(entered):
                moved = (tuple(left), tuple(entered))
                yield ReleaseChange(ChangeKind.CONCEPT_MOVED, new.id, new.iri, "", None, *moved)


def _label_changes(old: Concept | None, new: Concept | None) -> list[ReleaseChange]:
    concept = new or old
    assert concept is not None, "it is in one of the two releases"
    before, after = _names(old), _names(new)
    removed, added = sorted(before - after), sorted(after - before)
    changes = []
    for language in sorted({language for language, kind, _ in removed if kind is LabelKind.PREFERRED}):
        here = (language, LabelKind.PREFERRED)
        for left, entered in zip(_of(removed, here), _of(added, here), strict=False):
            changes.append(_label_change(ChangeKind.LABEL_CHANGED, concept, left, entered))
            removed.remove(left)
            added.remove(entered)
    changes += [_label_change(ChangeKind.LABEL_REMOVED, concept, left, None) for left in removed]
    return changes + [_label_change(ChangeKind.LABEL_ADDED, concept, None, entered) for entered in added]


def _names(concept: Concept | None) -> set[_Name]:
    return {_name(label) for label in (concept.labels if concept else ())}


def _name(label: Label) -> _Name:
    return (label.language, label.kind, label.form)


def _of(names: Iterable[_Name], wanted: tuple[str, LabelKind]) -> list[_Name]:
    return [name for name in names if name[:2] == wanted]


def _label_change(kind: ChangeKind, concept: Concept, left: _Name | None, entered: _Name | None) -> ReleaseChange:
    language, label_kind, _ = left or entered or ("", LabelKind.PREFERRED, "")
    before, after = (() if name is None else (name[2],) for name in (left, entered))
    return ReleaseChange(kind, concept.id, concept.iri, language, label_kind, before, after)


def _others(pairs: Iterable[_Pair]) -> Iterator[ReleaseChange]:
    """Yield the concepts in which something else changed than labels, place, and whether they are in use."""
    for old, new in pairs:
        if old is not None and new is not None and old != new:
            lasting = _names(old) & _names(new)
            parts = _different(_beside(old, lasting), _beside(new, lasting))
            if parts:
                yield ReleaseChange(ChangeKind.CONCEPT_CHANGED, new.id, new.iri, parts=parts)


def _beside(concept: Concept, lasting: set[_Name]) -> dict[ChangedPart, object]:
    """Return what else a concept states; of its labels only by which nodes SKOS-XL states those that last."""
    others = {stated for stated in concept.properties if stated.predicate not in RETIRING | {terms.REQUIRES}}
    return {
        ChangedPart.LABEL_DETAILS: {label for label in concept.labels if _name(label) in lasting},
        ChangedPart.NOTES: concept.notes,
        ChangedPart.NOTATIONS: concept.notations,
        ChangedPart.MAPPINGS: concept.mappings,
        ChangedPart.RELATED: {relation for relation in concept.relations if relation.kind not in _HIERARCHICAL},
        ChangedPart.REQUIRED_ATTRIBUTES: required_attributes(concept),
        ChangedPart.PROPERTIES: others,
    }


def _of_scheme(scheme: ConceptScheme) -> dict[ChangedPart, object]:
    return {
        ChangedPart.LABELS: scheme.labels,
        ChangedPart.NOTES: scheme.notes,
        ChangedPart.NOTATIONS: scheme.notations,
        ChangedPart.PROPERTIES: without_languages(scheme).properties,
        ChangedPart.TOP_CONCEPTS: scheme.top_concepts,
        ChangedPart.COLLECTIONS: dict(scheme.collections),
        ChangedPart.LANGUAGES: stated_languages(scheme),
        ChangedPart.OTHER_RESOURCES: scheme.statements,
    }


def _different(before: Mapping[ChangedPart, object], after: Mapping[ChangedPart, object]) -> tuple[ChangedPart, ...]:
    return tuple(part for part in before if before[part] != after[part])
