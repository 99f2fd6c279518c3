"""The draft of a scheme, as curators read it."""

from dataclasses import dataclass

from taxonomy_service.domain.access import Action, Actor, require
from taxonomy_service.domain.approvals import Approval, LabelKey
from taxonomy_service.domain.change_sets import etag_of_states
from taxonomy_service.domain.concepts import Concept
from taxonomy_service.domain.drafts import Draft
from taxonomy_service.domain.editing.settings import settings_of
from taxonomy_service.domain.errors import NotFound
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.scheme_settings import SchemeSettings
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.domain.stating import Labelled, ResourceKey, ResourceRole, Subject
from taxonomy_service.store.approvals import read_approvals
from taxonomy_service.store.audit import read_head
from taxonomy_service.store.draft_source import StoredDraft
from taxonomy_service.store.schemes import StoredScheme, find_scheme
from taxonomy_service.store.session import Store


@dataclass(frozen=True, slots=True)
class DraftResource:
    """A concept, a collection or the scheme as the draft has it.

    `nodes` is what its SKOS-XL label nodes state beyond their forms, `approvals` the states of the labels that have
    one, `broader` and `narrower` are ids, whichever side stated them.
    """

    resource: Labelled
    nodes: tuple[Subject, ...]
    approvals: dict[LabelKey, Approval]
    broader: tuple[str, ...]
    narrower: tuple[str, ...]
    etag: str


@dataclass(frozen=True, slots=True)
class DraftAbout:
    """A scheme's draft as a whole: its own labels and notes, its settings, and the ETag of all that is in it."""

    about: DraftResource
    settings: SchemeSettings
    etag: str


def open_draft(store: Store, scheme: StoredScheme) -> Draft:
    """Return the draft of a scheme, read as it is asked."""
    return Draft(StoredDraft(store, scheme))


def read_draft_resource(store: Store, actor: Actor, scheme_id: str, own_id: str) -> DraftResource:
    """Return a concept or a collection of the draft by its id. Raises NotFound, Forbidden."""
    require(actor, Action.INSPECT, scheme_id)
    scheme = find_scheme(store, scheme_id)
    draft = open_draft(store, scheme)
    resource = draft.labelled(own_id)
    if isinstance(resource, ConceptScheme):
        raise NotFound(message("concept in the draft of {scheme}", scheme=scheme.id), own_id)
    return _shown(store, scheme, draft, resource)


def read_draft_about(store: Store, actor: Actor, scheme_id: str) -> DraftAbout:
    """Return a scheme's draft as a whole. Raises NotFound, Forbidden."""
    require(actor, Action.INSPECT, scheme_id)
    scheme = find_scheme(store, scheme_id)
    draft = open_draft(store, scheme)
    return DraftAbout(_shown(store, scheme, draft, draft.about), settings_of(draft), draft_etag(store, scheme))


def draft_etag(store: Store, scheme: StoredScheme) -> str:
    """Return the ETag of a whole draft: where its audit chain stands."""
    head = read_head(store, scheme.key)
    return f"{head.number}-{head.hash[:16]}"


def resource_etag(store: Store, scheme: StoredScheme, draft: Draft, own_id: str) -> str:
    """Return the ETag of a concept or collection with its label nodes and approval states. Raises NotFound."""
    resource = draft.labelled(own_id)
    return _etag(resource, _nodes(draft, resource), read_approvals(store, scheme.key, resource.iri))


def _shown(store: Store, scheme: StoredScheme, draft: Draft, resource: Labelled) -> DraftResource:
    approvals = read_approvals(store, scheme.key, resource.iri)
    nodes = _nodes(draft, resource)
    is_concept = isinstance(resource, Concept)
    return DraftResource(
        resource,
        nodes,
        approvals,
        tuple(map(draft.id_of, draft.broader(resource.iri))) if is_concept else (),
        tuple(map(draft.id_of, draft.narrower(resource.iri))) if is_concept else (),
        _etag(resource, nodes, approvals),
    )


def _nodes(draft: Draft, resource: Labelled) -> tuple[Subject, ...]:
    keys = [ResourceKey(ResourceRole.OTHER, label.resource) for label in resource.labels if label.resource is not None]
    states = [draft.state(key) for key in keys]
    return tuple(state for state in states if isinstance(state, Subject))


def _etag(resource: Labelled, nodes: tuple[Subject, ...], approvals: dict[LabelKey, Approval]) -> str:
    states = sorted(f"{label} {approval.state}" for label, approval in approvals.items())
    return etag_of_states([resource, *nodes], *states)
