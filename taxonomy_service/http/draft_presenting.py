"""The draft, and what changes in it, as the shapes of the editing API."""

from typing import Any

import msgspec

from taxonomy_service.domain import terms
from taxonomy_service.domain.approvals import ApprovalState, LabelKey, label_changes
from taxonomy_service.domain.change_sets import Outcome
from taxonomy_service.domain.concepts import Collection, Concept, is_retired, required_attributes, successors
from taxonomy_service.domain.differences import ConceptChange
from taxonomy_service.domain.drafts import Change
from taxonomy_service.domain.editing.labels import LABEL_NOTE
from taxonomy_service.domain.editing.restating import given_statement
from taxonomy_service.domain.labels import Label
from taxonomy_service.domain.languages import direction
from taxonomy_service.domain.statements import Literal, Node, Statement
from taxonomy_service.domain.stating import Labelled, key_of
from taxonomy_service.http.draft_shapes import (
    ChangedShape,
    DraftLabelShape,
    DraftNoteShape,
    DraftResourceShape,
    DraftSchemeShape,
    LabelNameShape,
    LinkShape,
    OutcomeShape,
    StatementShape,
)
from taxonomy_service.services.drafts import DraftAbout, DraftResource


def resource_shape(found: DraftResource) -> DraftResourceShape:
    """Show a resource of the draft."""
    resource = found.resource
    return DraftResourceShape(
        id=resource.id,
        iri=resource.iri,
        role=key_of(resource).role.value,
        etag=found.etag,
        labels=[_label(found, label) for label in resource.labels],
        notes=[_note(note.kind.value, note.content) for note in resource.notes],
        notations=[notation.value for notation in resource.notations],
        broader=list(found.broader),
        narrower=list(found.narrower),
        **_own_parts(resource),
    )


def _own_parts(resource: Labelled) -> dict[str, Any]:
    """Return what only a concept or only a collection has."""
    if isinstance(resource, Concept):
        return {
            "relations": [LinkShape(kind=kind.value, target=target) for kind, target in resource.relations],
            "mappings": [LinkShape(kind=kind.value, target=target) for kind, target in resource.mappings],
            "retired": is_retired(resource),
            "successors": list(successors(resource)),
            "required_attributes": list(required_attributes(resource)),
        }
    if isinstance(resource, Collection):
        members = resource.members if resource.member_list is None else resource.member_list
        return {"members": list(members), "ordered": resource.member_list is not None}
    return {}


def scheme_draft_shape(found: DraftAbout) -> DraftSchemeShape:
    """Show a draft as a whole."""
    about = resource_shape(found.about).model_dump()
    settings = msgspec.to_builtins(found.settings)
    return DraftSchemeShape(**{**about, "etag": found.etag, "settings": settings})


def _label(found: DraftResource, label: Label) -> DraftLabelShape:
    stated = {p: node for own in found.nodes if own.iri == label.resource for p, node in own.properties}
    degree, note = stated.get(terms.EQUIVALENCE), stated.get(LABEL_NOTE)
    approval = found.approvals.get(LabelKey(found.resource.iri, label.language, label.kind, label.form))
    return DraftLabelShape(
        **_named(label),
        resource=label.resource,
        equivalence=degree.removeprefix(terms.OURS) if isinstance(degree, str) else None,
        note=note.value if isinstance(note, Literal) else None,
        approval=(approval.state if approval else ApprovalState.APPROVED).value,
        since=approval.time if approval else None,
    )


def _named(label: Label | LabelKey) -> dict[str, str]:
    return {
        "form": label.form,
        "language": label.language,
        "direction": direction(label.language),
        "kind": label.kind.value,
    }


def _note(kind: str, content: Node) -> DraftNoteShape:
    text = content if isinstance(content, Literal) else Literal(content)
    return DraftNoteShape(kind=kind, text=text.value, language=text.language, direction=direction(text.language))


def outcome_shape(scheme: str, outcome: Outcome) -> OutcomeShape:
    """Show what a change set did."""
    difference = outcome.difference
    changed = {str(change.id): change for change in difference.changed}
    return OutcomeShape(
        scheme=scheme,
        change_set=outcome.number,
        dry_run=outcome.number is None,
        etag=outcome.etag,
        concepts_added=len(difference.added),
        concepts_removed=len(difference.removed),
        concepts_changed=len(difference.changed),
        operations=[[change.key.iri for change in step.changes] for step in outcome.steps],
        changes=[_changed(change, changed) for change in outcome.changes],
    )


def _changed(change: Change, changed: dict[str, ConceptChange]) -> ChangedShape:
    state = change.after or change.before
    own_id = state.id if isinstance(state, Concept | Collection) else None
    concept = changed.get(own_id or "")
    labels = label_changes([change])
    kind = "created" if change.before is None else "removed" if change.after is None else "changed"
    return ChangedShape(
        role=change.key.role.value,
        id=own_id,
        iri=change.key.iri,
        change=kind,
        labels_added=[LabelNameShape(**_named(label)) for label in labels.added],
        labels_removed=[LabelNameShape(**_named(label)) for label in labels.removed],
        moved=bool(concept and concept.moved),
        retired=bool(concept and concept.retired),
        removed=_statements(change.removed),
        added=_statements(change.added),
    )


def _statements(rows: frozenset[Statement]) -> list[StatementShape]:
    return [StatementShape(**msgspec.to_builtins(given_statement(row))) for row in sorted(rows, key=str)]
