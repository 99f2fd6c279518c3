"""Labels one by one: their forms, kinds, degrees of equivalence and notes.

What is stated of a label stands on its SKOS-XL node, so that it is exported with it; a plain label gets a node when it
first needs one.
"""

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain, count

from msgspec import UNSET

from taxonomy_service.domain import terms
from taxonomy_service.domain.drafts import Draft
from taxonomy_service.domain.editing.refusals import EditFault, refusal
from taxonomy_service.domain.equivalences import equivalence_iri, label_resource
from taxonomy_service.domain.givens import Given, GivenLabel, LabelName
from taxonomy_service.domain.labels import Label, LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.operations import AddLabel, RemoveLabel, ReviseLabel
from taxonomy_service.domain.statements import Iri, Literal, Property
from taxonomy_service.domain.stating import (
    Labelled,
    ResourceKey,
    ResourceRole,
    Subject,
    in_canonical_order,
    properties_in_order,
)

LABEL_NOTE = terms.SKOS + "editorialNote"
"""Of a SKOS-XL label: a remark on it."""


def add_label(draft: Draft, operation: AddLabel) -> None:
    """Add a label."""
    resource = draft.labelled(operation.concept)
    given = operation.label
    if _find(resource, LabelName(given.form, LanguageTag(given.language), given.kind)) is not None:
        told = message(
            "{concept} has the {kind} label {form} already",
            concept=resource.id,
            kind=given.kind.value,
            form=Literal(given.form, LanguageTag(given.language)),
        )
        raise refusal(EditFault.PRESENT, told)
    put_labels(draft, resource, [*resource.labels, new_label(draft, resource, given)])


def new_label(draft: Draft, resource: Labelled, given: GivenLabel) -> Label:
    """Return a label as it was given; what is stated of it is put into the draft."""
    label = Label(given.form, LanguageTag(given.language), given.kind)
    if given.equivalence is not None:
        label = _stating(draft, resource.iri, label, terms.EQUIVALENCE, equivalence_iri(given.equivalence))
    if given.note is not None:
        label = _stating(draft, resource.iri, label, LABEL_NOTE, Literal(given.note, label.language))
    return label


def put_labels(draft: Draft, resource: Labelled, labels: Iterable[Label]) -> None:
    """Let a resource have these labels."""
    draft.put(in_canonical_order(replace(resource, labels=tuple(labels))))


def revise_label(draft: Draft, operation: ReviseLabel) -> None:
    """Change a label; its SKOS-XL node stays the same."""
    resource = draft.labelled(operation.concept)
    label = _require(resource, operation.label)
    form = label.form if operation.form is None else Given(operation.form, label.language).form
    revised = label._replace(form=form, kind=operation.kind or label.kind)
    if operation.equivalence is not UNSET:
        degree = operation.equivalence
        value = None if degree is None else equivalence_iri(degree)
        revised = _stating(draft, resource.iri, revised, terms.EQUIVALENCE, value)
    if operation.note is not UNSET:
        note = None if operation.note is None else Literal(operation.note, label.language)
        revised = _stating(draft, resource.iri, revised, LABEL_NOTE, note)
    others = [other for other in resource.labels if other != label]
    if operation.former is not None and form != label.form:
        others.append(Label(label.form, label.language, operation.former))
    put_labels(draft, resource, [*others, revised])


def remove_label(draft: Draft, operation: RemoveLabel) -> None:
    """Take a label away with what is stated of its node."""
    resource = draft.labelled(operation.concept)
    label = _require(resource, operation.label)
    put_labels(draft, resource, [other for other in resource.labels if other != label])
    forget_node(draft, label)


def forget_node(draft: Draft, label: Label) -> None:
    """Take away what is stated of the node of a label that is no longer there."""
    if label.resource is not None and draft.state(_key(label.resource)) is not None:
        draft.remove(_key(label.resource))


def _find(resource: Labelled, name: LabelName) -> Label | None:
    wanted = (name.form, name.language.lower(), name.kind)
    return next((own for own in resource.labels if (own.form, own.language.lower(), own.kind) == wanted), None)


def _require(resource: Labelled, name: LabelName) -> Label:
    label = _find(resource, name)
    if label is None:
        told = message(
            "{concept} has no {kind} label {form} in {language}",
            concept=resource.id,
            kind=name.kind.value,
            form=Literal(name.form, name.language),
            language=name.language or message("no language"),
        )
        raise refusal(EditFault.ABSENT, told)
    return label


def _stating(draft: Draft, resource: Iri, label: Label, predicate: str, value: str | Literal | None) -> Label:
    """Let the node of a label state one value of a property, or none; return the label with the node."""
    if label.resource is None and value is None:
        return label
    node = label.resource or _new_node(draft, resource, label)
    key = _key(node)
    before = draft.state(key)
    present = before.properties if isinstance(before, Subject) else ()
    kept = [stated for stated in present if stated.predicate != predicate]
    stated = properties_in_order([*kept, *([] if value is None else [Property(predicate, value)])])
    if stated:
        draft.put(Subject(node, stated))
    elif before is not None:
        draft.remove(key)
    return label._replace(resource=node)


def _new_node(draft: Draft, resource: Iri, label: Label) -> str:
    """Return an IRI for the node of a label that is no other's: a label that was revised keeps the one it had."""
    wanted = label_resource(resource, label)
    nodes = chain([wanted], (f"{wanted}-{number}" for number in count(2)))
    return next(node for node in nodes if draft.label_owner(node) is None and draft.state(_key(node)) is None)


def _key(node: str) -> ResourceKey:
    return ResourceKey(ResourceRole.OTHER, node)


def merged_labels(kept: Iterable[Label], taken: Iterable[Label]) -> list[Label]:
    """Return labels with those of another concept added: preferred ones as alternative, none twice, without nodes."""
    labels = list(kept)
    present = {(label.form, label.language) for label in labels}
    for label in taken:
        if (label.form, label.language) not in present:
            kind = LabelKind.HIDDEN if label.kind is LabelKind.HIDDEN else LabelKind.ALTERNATIVE
            labels.append(Label(label.form, label.language, kind))
            present.add((label.form, label.language))
    return labels
