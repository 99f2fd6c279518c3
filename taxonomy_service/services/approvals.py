"""Approve labels of the draft, one by one, and list the work that waits."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from taxonomy_service.domain.access import Action, Actor, require
from taxonomy_service.domain.approvals import Approval, ApprovalState, LabelKey
from taxonomy_service.domain.audit import Deed, Provenance, Record
from taxonomy_service.domain.concepts import Concept, is_retired
from taxonomy_service.domain.drafts import Draft
from taxonomy_service.domain.editing.settings import settings_of
from taxonomy_service.domain.errors import Forbidden, Malformed, NotFound
from taxonomy_service.domain.events import EventKind
from taxonomy_service.domain.givens import LabelName
from taxonomy_service.domain.labels import preferred_forms
from taxonomy_service.domain.languages import LanguageTag, lookup_chain
from taxonomy_service.domain.messages import message
from taxonomy_service.services.drafts import open_draft
from taxonomy_service.services.events import announce
from taxonomy_service.services.unapproved_labels import note_states
from taxonomy_service.store.approvals import read_approvals, set_approvals
from taxonomy_service.store.audit import add_entries, read_head
from taxonomy_service.store.schemes import find_scheme
from taxonomy_service.store.session import Store

APPROVAL = "approval"
"""The kind of an approval's audit entry."""


class LabelOf(NamedTuple):
    """A label of a concept or collection (by its id)."""

    concept: str
    label: LabelName


class WaitingLabel(NamedTuple):
    """A label that waits for approval: who brought it in, and when."""

    key: LabelKey
    approval: Approval


def set_label_states(
    store: Store,
    actor: Actor,
    scheme_id: str,
    labels: tuple[LabelOf, ...],
    state: ApprovalState,
    *,
    provenance: Provenance,
) -> None:
    """Approve labels, or make them drafts again, all or none, with an audit entry.

    Raises Forbidden without the right to approve in their languages, and for whoever brought a label in (unless the
    scheme lets them), NotFound for a label that is not there, Malformed for none.
    """
    require(actor, Action.APPROVE, scheme_id)
    scheme = find_scheme(store, scheme_id)
    if not labels:
        raise Malformed(message("labels: name at least one"))
    draft = open_draft(store, scheme)
    keys = [_key(draft, wanted) for wanted in labels]
    known = read_approvals(store, scheme.key)
    for key in keys:
        require(actor, Action.APPROVE, scheme_id, key.language or None)
        brought = known.get(key)
        own = brought is not None and brought.state is ApprovalState.DRAFT and brought.actor == actor.id
        if own and state is ApprovalState.APPROVED and not settings_of(draft).approval.own_changes:
            raise Forbidden(
                message("nobody approves a change of their own in this scheme"), actor=actor.name, label=key.form
            )
    time = datetime.now(UTC)
    set_approvals(store, scheme.key, keys, Approval(state, actor.id, time))
    note_states(store, scheme, keys, state)
    told = [key._asdict() for key in keys]
    record = Record(APPROVAL, {"state": state.value, "labels": told}, tuple(dict.fromkeys(key.iri for key in keys)))
    deed = Deed(scheme.id, read_head(store, scheme.key).number + 1, actor.id, time, provenance)
    add_entries(store, scheme.key, [record], deed)
    announce(store, scheme, EventKind.APPROVAL, {"actor": actor.id, **record.details})


def _key(draft: Draft, wanted: LabelOf) -> LabelKey:
    resource = draft.labelled(wanted.concept)
    name = wanted.label
    for label in resource.labels:
        if (label.form, label.language.lower(), label.kind) == (name.form, name.language.lower(), name.kind):
            return LabelKey(resource.iri, label.language, label.kind, label.form)
    raise NotFound(
        message(
            "label of {concept} in {language_tag}",
            concept=wanted.concept,
            language_tag=name.language or message("no language"),
        ),
        name.form,
    )


def labels_waiting(store: Store, actor: Actor, scheme_id: str, language: LanguageTag) -> list[WaitingLabel]:
    """Return the labels of a language and its varieties that wait for approval, the oldest first."""
    require(actor, Action.INSPECT, scheme_id)
    scheme = find_scheme(store, scheme_id)
    found = [
        WaitingLabel(key, approval)
        for key, approval in read_approvals(store, scheme.key).items()
        if approval.state is ApprovalState.DRAFT and language in lookup_chain(key.language)
    ]
    return sorted(found, key=lambda waiting: (waiting.approval.time, waiting.key))


def without_label(concepts: Iterable[Concept], language: LanguageTag) -> list[str]:
    """Return the ids of those concepts in use that have no preferred label in a language or a variety, in order."""
    return sorted(
        concept.id
        for concept in concepts
        if not is_retired(concept) and not any(language in lookup_chain(own) for own in preferred_forms(concept.labels))
    )
