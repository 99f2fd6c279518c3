"""Proposals: change sets that wait for the opinions of others, language by language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from taxonomy_service.domain.change_sets import ChangeSet
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.scheme_settings import ApprovalPolicy


class ProposalState(StrEnum):
    """What became of a proposal."""

    OPEN = "open"
    SENT_BACK = "sent-back"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class EventKind(StrEnum):
    """What can happen to a proposal."""

    PROPOSED = "proposed"
    REVISED = "revised"
    REMARK = "remark"
    OPINION = "opinion"
    WITHDRAWN = "withdrawn"
    ACCEPTED = "accepted"


class OpinionVerdict(StrEnum):
    """What a reviewer thinks."""

    APPROVE = "approve"
    REJECT = "reject"
    SEND_BACK = "send-back"


class Standing(StrEnum):
    """How a proposal stands in one language; where opinions differ one more person's decides."""

    WAITING = "waiting"
    DISPUTED = "disputed"
    APPROVED = "approved"
    REJECTED = "rejected"
    SENT_BACK = "sent-back"


@dataclass(frozen=True, slots=True)
class ProposalEvent:
    """Something that happened: `language` and `verdict` of an opinion ("" for what has no language), `text` of all."""

    kind: EventKind
    actor: str
    time: datetime
    text: str = ""
    language: LanguageTag | None = None
    verdict: OpinionVerdict | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal with all that happened to it; `languages` are those that it changes something in, in order."""

    number: int
    author: str
    state: ProposalState
    changes: ChangeSet
    languages: tuple[LanguageTag, ...]
    events: tuple[ProposalEvent, ...]

    @property
    def etag(self) -> str:
        """What a client has seen of it: everything up to its last event."""
        return f"p{self.number}-{len(self.events)}"

    @property
    def authors(self) -> frozenset[str]:
        """Whoever proposed or revised it."""
        wrote = (EventKind.PROPOSED, EventKind.REVISED)
        return frozenset(event.actor for event in self.events if event.kind in wrote)


class Opinion(NamedTuple):
    """An opinion of a reviewer on one language of a proposal."""

    language: LanguageTag
    verdict: OpinionVerdict
    reason: str = ""


_MEANING = {
    OpinionVerdict.APPROVE: Standing.APPROVED,
    OpinionVerdict.REJECT: Standing.REJECTED,
    OpinionVerdict.SEND_BACK: Standing.SENT_BACK,
}


def standings(proposal: Proposal, policy: ApprovalPolicy) -> dict[LanguageTag, Standing]:
    """Return how a proposal stands in each of its languages, by the opinions since it was last revised.

    Of several opinions of one person the last counts. As many people must agree as the policy asks for; where the
    first of them differ, the next person's opinion decides.
    """
    return {language: _standing(_opinions(proposal, language), policy.opinions) for language in proposal.languages}


def _opinions(proposal: Proposal, language: LanguageTag) -> list[OpinionVerdict]:
    found: dict[str, OpinionVerdict] = {}
    for event in proposal.events:
        if event.kind is EventKind.REVISED:
            found = {}
        elif event.kind is EventKind.OPINION and event.language == language and event.verdict is not None:
            found[event.actor] = event.verdict
    return list(found.values())


def _standing(opinions: list[OpinionVerdict], wanted: int) -> Standing:
    if len(opinions) < wanted:
        return Standing.WAITING
    if len(set(opinions[:wanted])) == 1:
        return _MEANING[opinions[0]]
    return Standing.DISPUTED if len(opinions) == wanted else _MEANING[opinions[wanted]]


def state_of_standings(found: Mapping[LanguageTag, Standing]) -> ProposalState:
    """Return what becomes of a proposal: one language that is refused refuses it, all must be approved to accept it."""
    values = found.values()
    if Standing.REJECTED in values:
        return ProposalState.REJECTED
    if Standing.SENT_BACK in values:
        return ProposalState.SENT_BACK
    accepted = all(standing is Standing.APPROVED for standing in values)
    return ProposalState.ACCEPTED if accepted and values else ProposalState.OPEN


def deciding_reviewers(proposal: Proposal) -> tuple[str, ...]:
    """Return who gave an opinion since it was last revised, in order."""
    found: dict[str, None] = {}
    for event in proposal.events:
        if event.kind is EventKind.REVISED:
            found = {}
        elif event.kind is EventKind.OPINION:
            found[event.actor] = None
    return tuple(found)


def waiting_for(proposals: Iterable[Proposal], actor: str, languages: Iterable[LanguageTag]) -> list[Proposal]:
    """Return the open proposals in these languages of which the actor is no author and has no opinion yet."""
    wanted = set(languages)
    return [
        proposal
        for proposal in proposals
        if proposal.state is ProposalState.OPEN
        and actor not in proposal.authors
        and actor not in deciding_reviewers(proposal)
        and not wanted.isdisjoint(proposal.languages)
    ]
