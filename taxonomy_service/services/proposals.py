"""Propose changes, discuss them, review them language by language, and accept them into the draft."""

from datetime import UTC, datetime
from typing import NamedTuple

from taxonomy_service.domain.access import OPERATOR, Action, Actor, may, require
from taxonomy_service.domain.audit import Provenance
from taxonomy_service.domain.change_sets import ChangeSet, Outcome
from taxonomy_service.domain.drafts import Draft
from taxonomy_service.domain.editing.settings import changes_settings, settings_of
from taxonomy_service.domain.errors import Conflict, Forbidden, Malformed, NotFound, Stale
from taxonomy_service.domain.languages import UNTAGGED, LanguageTag
from taxonomy_service.domain.messages import Amount, message
from taxonomy_service.domain.proposal_parts import Needs, changed_languages, languages_needed, needs_in, needs_of
from taxonomy_service.domain.proposals import (
    UNSETTLED,
    EventKind,
    Opinion,
    OpinionVerdict,
    Proposal,
    ProposalEvent,
    ProposalState,
    Standing,
    standings,
    waits_for,
)
from taxonomy_service.domain.scheme_settings import ApprovalPolicy
from taxonomy_service.services.drafts import open_draft
from taxonomy_service.services.editing import Edit, edit
from taxonomy_service.services.proposal_settling import settle
from taxonomy_service.store import proposals as stored
from taxonomy_service.store.proposals import Proposed
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
    return stored.add_proposal(store, scheme, Proposed(changes, needs_of(tried.steps)), event)


def revise_proposal(store: Store, actor: Actor, scheme_id: str, seen: SeenProposal, changes: ChangeSet) -> Proposal:
    """Replace what is proposed, by an author or by whoever may edit.

    Opinions on a language whose operations are others now no longer count. Raises Forbidden, Stale, Conflict, what
    `edit` raises.
    """
    scheme, proposal = _open(store, actor, scheme_id, seen)
    if actor.id not in proposal.authors:
        require(actor, Action.EDIT, scheme_id)
    tried = edit(store, actor, scheme_id, changes, Edit(dry_run=True))
    needs = needs_of(tried.steps)
    before = (proposal.changes.operations, needs_in(proposal))
    stored.replace_changes(store, scheme, proposal.number, Proposed(changes, needs))
    for language in _to_be_looked_at(changed_languages(before, (changes.operations, needs)), needs):
        event = _event(EventKind.REVISED, actor, changes.comment, language)
        proposal = stored.add_event(store, scheme, proposal.number, event, ProposalState.OPEN)
    return proposal


def _to_be_looked_at(changed: frozenset[LanguageTag], needs: Needs) -> list[LanguageTag] | list[None]:
    """Return the languages in which a revised proposal is another one; where none is, or all are, it is as a whole."""
    return sorted(changed) if 0 < len(changed) < len(languages_needed(needs)) else [None]


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
    """Give an opinion on one language of a proposal; the last one that it needs brings what is approved into the draft.

    Raises Forbidden without the right to approve in that language (for settings, to administer) and for whoever wrote
    it (unless the scheme lets them), Stale, Conflict, and EditRefused where the draft no longer allows what was
    proposed.
    """
    scheme, proposal = _open(store, actor, scheme_id, seen, action=Action.APPROVE)
    require(actor, Action.APPROVE, scheme_id, opinion.language or None)
    policy = _policy(open_draft(store, scheme))
    if actor.id in proposal.authors and not policy.own_changes:
        raise Forbidden(message("nobody approves a change of their own in this scheme"), actor=actor.name)
    if opinion.language not in proposal.languages:
        raise NotFound(message("language in proposal {number}", number=proposal.number), opinion.language or "none")
    if opinion.language == UNTAGGED and any(map(changes_settings, proposal.changes.operations)):
        require(actor, Action.ADMINISTER, scheme_id)
    event = _event(EventKind.OPINION, actor, opinion.reason, opinion.language, opinion.verdict)
    proposal = stored.add_event(store, scheme, proposal.number, event)
    return settle(store, actor, scheme, (proposal, policy), provenance)


def give_opinions(
    store: Store, actor: Actor, scheme_id: str, seen: SeenProposal, opinion: Opinion, *, provenance: Provenance
) -> Proposal:
    """Give one opinion, of whatever language, on every language that still waits and in which the actor may.

    Raises Conflict where there is none, and as `give_opinion` does.
    """
    proposal = read_proposal(store, actor, scheme_id, seen.number)
    waiting = languages_to_judge(store, actor, scheme_id, proposal)
    if not waiting:
        raise Conflict(
            message("nothing of proposal {number} waits for your opinion", number=seen.number),
            state=proposal.state.value,
        )
    for language in waiting:
        given = opinion._replace(language=language)
        proposal = give_opinion(store, actor, scheme_id, seen, given, provenance=provenance)
        if proposal.state not in UNSETTLED:
            break
        seen = seen._replace(etags=(proposal.etag,))
    return proposal


def read_proposal(store: Store, actor: Actor, scheme_id: str, number: int) -> Proposal:
    """Return a proposal. Raises NotFound, Forbidden."""
    require(actor, Action.INSPECT, scheme_id)
    return stored.find_proposal(store, find_scheme(store, scheme_id), number)


def proposed_changes(store: Store, actor: Actor, scheme_id: str, proposal: Proposal) -> Outcome:
    """Return what a proposal would change now, in whatever language: who may read it may see that.

    Raises Forbidden, EditRefused where the draft no longer allows it.
    """
    read_proposal(store, actor, scheme_id, proposal.number)
    return edit(store, OPERATOR, scheme_id, proposal.changes, Edit(dry_run=True))


def proposals(store: Store, actor: Actor, scheme_id: str, state: ProposalState | None = None) -> list[Proposal]:
    """Return the proposals of a scheme, the newest first."""
    require(actor, Action.INSPECT, scheme_id)
    return stored.list_proposals(store, find_scheme(store, scheme_id), state)


def proposals_waiting(store: Store, actor: Actor, scheme_id: str) -> list[Proposal]:
    """Return the open proposals that wait for an opinion of this actor, in a language she may approve in."""
    found = [one for one in proposals(store, actor, scheme_id) if one.state in UNSETTLED]
    languages = {language for proposal in found for language in proposal.languages}
    mine = [own for own in languages if may(actor, Action.APPROVE, scheme_id, own or None)]
    policy = _policy(open_draft(store, find_scheme(store, scheme_id)))
    return [proposal for proposal in found if waits_for(proposal, actor.id, mine, policy)]


def languages_to_judge(store: Store, actor: Actor, scheme_id: str, proposal: Proposal) -> list[LanguageTag]:
    """Return the languages in which a proposal is not settled and the actor may give an opinion, in order."""
    found = standings(proposal, _policy(open_draft(store, find_scheme(store, scheme_id))))
    waiting = [own for own, standing in found.items() if standing in {Standing.WAITING, Standing.DISPUTED}]
    return [own for own in waiting if _may_judge(actor, scheme_id, proposal, own)]


def _may_judge(actor: Actor, scheme_id: str, proposal: Proposal, language: LanguageTag) -> bool:
    settings = language == UNTAGGED and any(map(changes_settings, proposal.changes.operations))
    return may(actor, Action.ADMINISTER if settings else Action.APPROVE, scheme_id, language or None)


def _open(
    store: Store, actor: Actor, scheme_id: str, seen: SeenProposal, *, action: Action = Action.PROPOSE
) -> tuple[StoredScheme, Proposal]:
    """Return a proposal that may still change. Raises Forbidden, Stale, Conflict."""
    require(actor, action, scheme_id)
    scheme = find_scheme(store, scheme_id)
    proposal = stored.find_proposal(store, scheme, seen.number)
    if "*" not in seen.etags and proposal.etag not in seen.etags:
        raise Stale(message("proposal {number}", number=seen.number), proposal.etag)
    if proposal.state not in UNSETTLED:
        raise Conflict(
            message("proposal {number} is {state} already", number=seen.number, state=proposal.state),
            state=proposal.state.value,
        )
    return scheme, proposal


def _policy(draft: Draft) -> ApprovalPolicy:
    return settings_of(draft).approval


def _event(
    kind: EventKind,
    actor: Actor,
    text: str = "",
    language: LanguageTag | None = None,
    verdict: OpinionVerdict | None = None,
) -> ProposalEvent:
    if len(text) > LONGEST_TEXT:
        raise Malformed(message("at most {limit} characters, please", limit=Amount(LONGEST_TEXT)))
    return ProposalEvent(kind, actor.id, datetime.now(UTC), text, language, verdict)
