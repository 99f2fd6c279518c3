"""Propose changes, discuss them, review them language by language, and accept them into the draft."""

from datetime import UTC, datetime
from typing import NamedTuple

from taxonomy_service.domain import events
from taxonomy_service.domain.access import OPERATOR, Action, Actor, may, require
from taxonomy_service.domain.audit import Provenance
from taxonomy_service.domain.change_sets import ChangeSet, Outcome
from taxonomy_service.domain.drafts import Draft
from taxonomy_service.domain.editing.settings import settings_of
from taxonomy_service.domain.errors import Conflict, Forbidden, Malformed, NotFound, Stale
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import Amount, message
from taxonomy_service.domain.proposals import (
    EventKind,
    Opinion,
    Proposal,
    ProposalEvent,
    ProposalState,
    deciding_reviewers,
    standings,
    state_of_standings,
    waiting_for,
)
from taxonomy_service.domain.scheme_settings import ApprovalPolicy
from taxonomy_service.services.drafts import open_draft
from taxonomy_service.services.editing import Acceptance, Edit, edit
from taxonomy_service.services.events import announce
from taxonomy_service.store import proposals as stored
from taxonomy_service.store.schemes import StoredScheme, find_scheme
from taxonomy_service.store.session import Store

LONGEST_TEXT = 10_000  # characters of a remark or a reason


class SeenProposal(NamedTuple):
    """A proposal by its number, and the ETags that a client has seen of it; "*" stands for any."""

    number: int
    etags: tuple[str, ...]


def propose(store: Store, actor: Actor, scheme_id: str, changes: ChangeSet) -> Proposal:
    """Propose a change set, which must be one that could be done now. Raises what `edit` raises."""
    tried = edit(store, actor, scheme_id, changes, Edit(dry_run=True))
    scheme = find_scheme(store, scheme_id)
    event = _event(EventKind.PROPOSED, actor, changes.comment)
    return stored.add_proposal(store, scheme, changes, _languages(tried), event)


def revise_proposal(store: Store, actor: Actor, scheme_id: str, seen: SeenProposal, changes: ChangeSet) -> Proposal:
    """Replace what is proposed, by an author or by whoever may edit; opinions so far no longer count.

    Raises Forbidden, Stale, Conflict, what `edit` raises.
    """
    scheme, proposal = _open(store, actor, scheme_id, seen)
    if actor.id not in proposal.authors:
        require(actor, Action.EDIT, scheme_id)
    tried = edit(store, actor, scheme_id, changes, Edit(dry_run=True))
    stored.replace_changes(store, scheme, proposal.number, changes, _languages(tried))
    event = _event(EventKind.REVISED, actor, changes.comment)
    return stored.add_event(store, scheme, proposal.number, event, ProposalState.OPEN)


def remark(store: Store, actor: Actor, scheme_id: str, number: int, text: str) -> Proposal:
    """Say something about a proposal. Raises NotFound, Forbidden, Malformed."""
    require(actor, Action.PROPOSE, scheme_id)
    scheme = find_scheme(store, scheme_id)
    if not text.strip():
        raise Malformed(message("a remark says something; this one is empty"))
    return stored.add_event(store, scheme, number, _event(EventKind.REMARK, actor, text))


def withdraw(store: Store, actor: Actor, scheme_id: str, seen: SeenProposal) -> Proposal:
    """Withdraw a proposal of one's own. Raises Forbidden, Stale, Conflict."""
    scheme, proposal = _open(store, actor, scheme_id, seen)
    if actor.id != proposal.author:
        require(actor, Action.ADMINISTER, scheme_id)
    return stored.add_event(store, scheme, proposal.number, _event(EventKind.WITHDRAWN, actor), ProposalState.WITHDRAWN)


def give_opinion(
    store: Store, actor: Actor, scheme_id: str, seen: SeenProposal, opinion: Opinion, *, provenance: Provenance
) -> Proposal:
    """Give an opinion on one language of a proposal; the one that settles it brings it into the draft, all or nothing.

    Raises Forbidden without the right to approve in that language and for whoever wrote it (unless the scheme lets
    them), Stale, Conflict, and EditRefused where the draft no longer allows what was proposed.
    """
    scheme, proposal = _open(store, actor, scheme_id, seen, action=Action.APPROVE)
    require(actor, Action.APPROVE, scheme_id, opinion.language or None)
    policy = _policy(open_draft(store, scheme))
    if actor.id in proposal.authors and not policy.own_changes:
        raise Forbidden(message("nobody approves a change of their own in this scheme"), actor=actor.name)
    if opinion.language not in proposal.languages:
        raise NotFound(message("language in proposal {number}", number=proposal.number), opinion.language or "none")
    event = _event(EventKind.OPINION, actor, opinion.reason, opinion)
    proposal = stored.add_event(store, scheme, proposal.number, event)
    state = state_of_standings(standings(proposal, policy))
    if state is ProposalState.OPEN:
        return proposal
    data = {"proposal": proposal.number, "state": state.value, "languages": proposal.languages, "actor": actor.id}
    announce(store, scheme, events.EventKind.APPROVAL, data)
    if state is not ProposalState.ACCEPTED:
        return stored.set_state(store, scheme, proposal.number, state)
    return _accept(store, actor, scheme, proposal, provenance)


def _accept(store: Store, actor: Actor, scheme: StoredScheme, proposal: Proposal, provenance: Provenance) -> Proposal:
    """Do what was proposed, in the name of the last reviewer; the audit entry names the author and all reviewers."""
    known = {
        "proposal": proposal.number,
        "author": proposal.author,
        "authors": sorted(proposal.authors),
        "reviewers": list(deciding_reviewers(proposal)),
    }
    accepted = Acceptance(frozenset(proposal.languages), known)
    outcome = edit(store, actor, scheme.id, proposal.changes, Edit(provenance, accepted=accepted))
    event = _event(EventKind.ACCEPTED, actor, f"change set {outcome.number}")
    return stored.add_event(store, scheme, proposal.number, event, ProposalState.ACCEPTED)


def read_proposal(store: Store, actor: Actor, scheme_id: str, number: int) -> Proposal:
    """Return a proposal. Raises NotFound, Forbidden."""
    require(actor, Action.PROPOSE, scheme_id)
    return stored.find_proposal(store, find_scheme(store, scheme_id), number)


def proposed_changes(store: Store, actor: Actor, scheme_id: str, proposal: Proposal) -> Outcome:
    """Return what a proposal would change now, in whatever language: who may read it may see that.

    Raises Forbidden, EditRefused where the draft no longer allows it.
    """
    read_proposal(store, actor, scheme_id, proposal.number)
    return edit(store, OPERATOR, scheme_id, proposal.changes, Edit(dry_run=True))


def proposals(store: Store, actor: Actor, scheme_id: str, state: ProposalState | None = None) -> list[Proposal]:
    """Return the proposals of a scheme, the newest first."""
    require(actor, Action.PROPOSE, scheme_id)
    return stored.list_proposals(store, find_scheme(store, scheme_id), state)


def proposals_waiting(store: Store, actor: Actor, scheme_id: str) -> list[Proposal]:
    """Return the open proposals that wait for an opinion of this actor, in a language she may approve in."""
    found = proposals(store, actor, scheme_id, ProposalState.OPEN)
    languages = {language for proposal in found for language in proposal.languages}
    mine = [own for own in languages if may(actor, Action.APPROVE, scheme_id, own or None)]
    return waiting_for(found, actor.id, mine)


def _open(
    store: Store, actor: Actor, scheme_id: str, seen: SeenProposal, *, action: Action = Action.PROPOSE
) -> tuple[StoredScheme, Proposal]:
    """Return a proposal that may still change. Raises Forbidden, Stale, Conflict."""
    require(actor, action, scheme_id)
    scheme = find_scheme(store, scheme_id)
    proposal = stored.find_proposal(store, scheme, seen.number)
    if "*" not in seen.etags and proposal.etag not in seen.etags:
        raise Stale(message("proposal {number}", number=seen.number), proposal.etag)
    if proposal.state not in {ProposalState.OPEN, ProposalState.SENT_BACK}:
        raise Conflict(
            message("proposal {number} is {state} already", number=seen.number, state=proposal.state),
            state=proposal.state.value,
        )
    return scheme, proposal


def _languages(tried: Outcome) -> tuple[LanguageTag, ...]:
    return tuple(sorted({own for step in tried.steps for own in step.languages}))


def _policy(draft: Draft) -> ApprovalPolicy:
    return settings_of(draft).approval


def _event(kind: EventKind, actor: Actor, text: str = "", opinion: Opinion | None = None) -> ProposalEvent:
    if len(text) > LONGEST_TEXT:
        raise Malformed(message("at most {limit} characters, please", limit=Amount(LONGEST_TEXT)))
    language, verdict = (opinion.language, opinion.verdict) if opinion else (None, None)
    return ProposalEvent(kind, actor.id, datetime.now(UTC), text, language, verdict)
