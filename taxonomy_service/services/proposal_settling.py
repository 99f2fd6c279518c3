"""Settle a proposal: what is approved of it comes into the draft, what was sent back stays proposed."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

import msgspec

from taxonomy_service.domain import events
from taxonomy_service.domain.access import Actor
from taxonomy_service.domain.audit import Provenance
from taxonomy_service.domain.editing.applying import refusals
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.proposal_parts import (
    Division,
    divide,
    is_decided,
    languages_needed,
    needs_in,
    standings_of_operations,
)
from taxonomy_service.domain.proposals import (
    EventKind,
    Proposal,
    ProposalEvent,
    ProposalState,
    Standing,
    deciding_reviewers,
    standings,
)
from taxonomy_service.domain.scheme_settings import ApprovalPolicy
from taxonomy_service.services.drafts import open_draft
from taxonomy_service.services.editing import Acceptance, Edit, edit
from taxonomy_service.services.events import announce
from taxonomy_service.store import proposals as stored
from taxonomy_service.store.proposals import Proposed
from taxonomy_service.store.schemes import StoredScheme
from taxonomy_service.store.session import Store


def settle(
    store: Store,
    actor: Actor,
    scheme: StoredScheme,
    judged: tuple[Proposal, ApprovalPolicy],
    provenance: Provenance,
) -> Proposal:
    """Bring a proposal into the state that the opinions on it make, and its approved part into the draft.

    Nothing is done before each operation is decided. Raises EditRefused where the draft no longer allows an approved
    operation, Conflict where that would by now change something in a language that nobody approved.
    """
    proposal, policy = judged
    found = standings(proposal, policy)
    operations = standings_of_operations(proposal, found)
    if not is_decided(operations):
        state = ProposalState.SENT_BACK if Standing.SENT_BACK in operations else ProposalState.OPEN
        return _brought_into(store, actor, scheme, proposal, state)
    division = divide(operations, _dependent(store, scheme, proposal, operations))
    if division.taken:
        _take(store, actor, scheme, (proposal, division, found), provenance)
    if division.kept:
        stored.replace_changes(store, scheme, proposal.number, _part(proposal, division.kept))
    return _brought_into(store, actor, scheme, proposal, division.state)


def _brought_into(
    store: Store, actor: Actor, scheme: StoredScheme, proposal: Proposal, state: ProposalState
) -> Proposal:
    if state is not ProposalState.OPEN:
        data = {"proposal": proposal.number, "state": state.value, "languages": proposal.languages, "actor": actor.id}
        announce(store, scheme, events.EventKind.APPROVAL, data)
    return stored.set_state(store, scheme, proposal.number, state)


def _dependent(
    store: Store, scheme: StoredScheme, proposal: Proposal, operations: Sequence[Standing]
) -> tuple[int, ...]:
    """Return the approved operations that need others which are not: the draft allows them only after those.

    Raises EditRefused or NotFound for one that it does not allow after those either.
    """
    given = proposal.changes.operations
    approved = [place for place, own in enumerate(operations) if own is Standing.APPROVED]
    if len(approved) in {0, len(given)}:
        return ()
    refused = refusals(open_draft(store, scheme), [given[place] for place in approved])
    if not refused:
        return ()
    whole = refusals(open_draft(store, scheme), given)
    dependent = tuple(approved[place] for place in refused)
    for place in dependent:
        if place in whole:
            whole[place].data = {**whole[place].data, "operation": place}
            raise whole[place]
    return dependent


def _part(proposal: Proposal, places: Sequence[int]) -> Proposed:
    """Return some operations of a proposal as a proposal of their own."""
    needs = needs_in(proposal)
    operations = tuple(proposal.changes.operations[place] for place in places)
    return Proposed(
        msgspec.structs.replace(proposal.changes, operations=operations), tuple(needs[place] for place in places)
    )


def _take(
    store: Store,
    actor: Actor,
    scheme: StoredScheme,
    decided: tuple[Proposal, Division, Mapping[LanguageTag, Standing]],
    provenance: Provenance,
) -> None:
    """Do what was approved, in the name of the last reviewer; the audit entry names the author and all reviewers."""
    proposal, division, found = decided
    part = _part(proposal, division.taken)
    known = {
        "proposal": proposal.number,
        "author": proposal.author,
        "authors": sorted(proposal.authors),
        "reviewers": list(deciding_reviewers(proposal)),
        "standings": {language: standing.value for language, standing in found.items()},
        "operations_left_out": [*division.kept, *division.dropped],
    }
    approved = frozenset(language for language, standing in found.items() if standing is Standing.APPROVED)
    outcome = edit(store, actor, scheme.id, part.changes, Edit(provenance, accepted=Acceptance(approved, known)))
    for language in _languages_told(division, part):
        event = ProposalEvent(EventKind.ACCEPTED, actor.id, datetime.now(UTC), f"change set {outcome.number}", language)
        stored.add_event(store, scheme, proposal.number, event)


def _languages_told(division: Division, part: Proposed) -> Iterator[LanguageTag | None]:
    """Yield the languages of which something is accepted, None alone where all is."""
    if division.kept or division.dropped:
        yield from languages_needed(part.needs)
    else:
        yield None
