"""Approval: a state of each label of the draft, in its language."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from taxonomy_service.domain.concepts import Collection, Concept
from taxonomy_service.domain.drafts import Change
from taxonomy_service.domain.labels import LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.domain.stating import State


class ApprovalState(StrEnum):
    """What became of a label; one that came with an import is approved."""

    DRAFT = "draft"
    APPROVED = "approved"


class LabelKey(NamedTuple):
    """Which label: of the resource with this IRI, and as it is written."""

    iri: str
    language: LanguageTag
    kind: LabelKind
    form: str


class Approval(NamedTuple):
    """The state of a label, who brought it into that state, and when."""

    state: ApprovalState
    actor: str
    time: datetime


class LabelChanges(NamedTuple):
    """The labels that changes brought and took away, in order."""

    added: tuple[LabelKey, ...]
    removed: tuple[LabelKey, ...]


def label_changes(changes: Iterable[Change]) -> LabelChanges:
    """Return which labels are new and which are gone; one that only got or lost its node is neither."""
    before: set[LabelKey] = set()
    after: set[LabelKey] = set()
    for change in changes:
        before |= _labels(change.before)
        after |= _labels(change.after)
    return LabelChanges(tuple(sorted(after - before)), tuple(sorted(before - after)))


def _labels(state: State | None) -> set[LabelKey]:
    if not isinstance(state, ConceptScheme | Concept | Collection):
        return set()
    return {LabelKey(state.iri, label.language, label.kind, label.form) for label in state.labels}
