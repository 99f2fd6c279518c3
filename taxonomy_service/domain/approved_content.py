"""What a release takes of the draft: in languages that ask for approval, no label that nobody approved."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeVar

from taxonomy_service.domain.approvals import Approval, ApprovalState, LabelKey
from taxonomy_service.domain.labels import Label, LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.scheme_settings import ApprovalPolicy
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.domain.statements import Statement, node_order
from taxonomy_service.domain.stating import Labelled, in_canonical_order

_Labelled = TypeVar("_Labelled", bound=Labelled)


class LeftOut(NamedTuple):
    """A label of the draft that waits for approval; `kept` is the released preferred form that stays in its place."""

    key: LabelKey
    kept: str | None = None


class Content(NamedTuple):
    """What a release would hold, and which labels of the draft it does not take."""

    scheme: ConceptScheme
    left_out: tuple[LeftOut, ...] = ()


def labels_not_approved(approvals: Mapping[LabelKey, Approval], policy: ApprovalPolicy) -> frozenset[LabelKey]:
    """Return the labels that wait for approval in the languages that ask for it."""
    waiting = (key for key, approval in approvals.items() if approval.state is ApprovalState.DRAFT)
    return frozenset(key for key in waiting if policy.asks_for(key.language))


def approved_content(draft: ConceptScheme, waiting: Collection[LabelKey], before: ConceptScheme | None) -> Content:
    """Return the draft without the labels that wait, with the preferred ones of the release before in their place.

    A preferred label stays as long as the one to replace it waits, unless its form was taken in meanwhile as another
    label of the same resource; what else became of the resource is released. Label nodes go and stay with their labels.
    """
    if not waiting:
        return Content(draft)
    selection = _Selection(frozenset(waiting), _labels_by_iri(before))
    concepts = {own: selection.part(concept) for own, concept in draft.concepts.items()}
    collections = {own: selection.part(group) for own, group in draft.collections.items()}
    about = selection.part(draft)
    scheme = replace(about, concepts=concepts, collections=collections)
    statements = _statements(scheme, selection, before)
    return Content(replace(scheme, statements=statements), tuple(sorted(selection.left_out)))


def _labels_by_iri(scheme: ConceptScheme | None) -> dict[str, tuple[Label, ...]]:
    return {resource.iri: resource.labels for resource in _labelled(scheme)} if scheme else {}


def _labelled(scheme: ConceptScheme) -> Iterable[Labelled]:
    return (scheme, *scheme.concepts.values(), *scheme.collections.values())


@dataclass(slots=True)
class _Selection:
    """Labels of resource after resource, taken or left out.

    `released` are the labels of the release before by the IRI of their resource, `dropped` the nodes of labels left
    out, `kept` those of labels that stay.
    """

    waiting: frozenset[LabelKey]
    released: Mapping[str, tuple[Label, ...]]
    left_out: list[LeftOut] = field(default_factory=list)
    dropped: set[str] = field(default_factory=set)
    kept: set[str] = field(default_factory=set)

    def part(self, resource: _Labelled) -> _Labelled:
        """Return the resource with the labels that a release takes."""
        out = [label for label in resource.labels if _key(resource.iri, label) in self.waiting]
        if not out:
            return resource
        taken = [label for label in resource.labels if label not in out]
        staying = _staying(self.released.get(resource.iri, ()), taken, out)
        for label in out:
            stays = staying.get(label.language) if label.kind is LabelKind.PREFERRED else None
            self.left_out.append(LeftOut(_key(resource.iri, label), stays.form if stays else None))
        self.dropped |= _nodes(out)
        self.kept |= _nodes(staying.values())
        return in_canonical_order(replace(resource, labels=(*taken, *staying.values())))


def _key(iri: str, label: Label) -> LabelKey:
    return LabelKey(iri, label.language, label.kind, label.form)


def _nodes(labels: Iterable[Label]) -> set[str]:
    return {label.resource for label in labels if label.resource is not None}


def _staying(released: Iterable[Label], taken: Collection[Label], out: Iterable[Label]) -> dict[LanguageTag, Label]:
    """Return the released preferred label of each language in which the draft has one that waits, and no other."""
    forms = {(label.language, label.form) for label in taken}
    languages = {label.language for label in out if label.kind is LabelKind.PREFERRED}
    languages -= {label.language for label in taken if label.kind is LabelKind.PREFERRED}
    return {
        label.language: label
        for label in released
        if label.kind is LabelKind.PREFERRED
        and label.language in languages
        and (label.language, label.form) not in forms
    }


def _statements(scheme: ConceptScheme, selection: _Selection, before: ConceptScheme | None) -> tuple[Statement, ...]:
    """Return the statements of other resources, of label nodes only those whose labels are taken or stay."""
    standing = {node for resource in _labelled(scheme) for node in _nodes(resource.labels)}
    rows = {row for row in scheme.statements if row.subject not in selection.dropped - standing}
    rows |= {row for row in (before.statements if before else ()) if row.subject in selection.kept}
    return tuple(sorted(rows, key=lambda row: (row.subject, row.predicate, node_order(row.object))))
