"""Proposals: change sets that wait for the opinions of others, language by language."""

from collections.abc import Iterable
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
    PARTLY_ACCEPTED = "partly-accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


UNSETTLED = frozenset({ProposalState.OPEN, ProposalState.SENT_BACK})
"""The states in which a proposal may still change."""


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
    """Something that happened: `verdict` of an opinion, `text` of all.

    `language` is what an opinion is on ("" for what has no language), and what was revised or accepted where that is
    not all.
    """

    kind: EventKind
    actor: str
    time: datetime
    text: str = ""
    language: LanguageTag | None = None
    verdict: OpinionVerdict | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal with all that happened to it; `languages` are those that it changes something in, in order.

    `needs` are the languages whose approval each operation needs; nothing where nobody kept it.
    """

    number: int
    author: str
    state: ProposalState
    changes: ChangeSet
    languages: tuple[LanguageTag, ...]
    events: tuple[ProposalEvent, ...]
    needs: tuple[tuple[LanguageTag, ...], ...] = ()

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
    """Return how a proposal stands in each of its languages, by the opinions since that part was last revised.

    Of several opinions of one person the last counts. As many people must agree as the policy asks for; where the
    first of them differ, the next person's opinion decides.
    """
    found = _opinions(proposal)
    return {
        language: _standing(list(found.get(language, {}).values()), policy.opinions) for language in proposal.languages
    }


def _opinions(proposal: Proposal) -> dict[LanguageTag, dict[str, OpinionVerdict]]:
    """Return the opinions that count, by language and actor."""
    found: dict[LanguageTag, dict[str, OpinionVerdict]] = {}
    for event in proposal.events:
        if event.kind is EventKind.REVISED and event.language is None:
            found = {}
        elif event.kind is EventKind.REVISED and event.language is not None:
            found.pop(event.language, None)
        elif event.kind is EventKind.OPINION and event.language is not None and event.verdict is not None:
            found.setdefault(event.language, {})[event.actor] = event.verdict
    return found


def _standing(opinions: list[OpinionVerdict], wanted: int) -> Standing:
    if len(opinions) < wanted:
        return Standing.WAITING
    if len(set(opinions[:wanted])) == 1:
        return _MEANING[opinions[0]]
    return Standing.DISPUTED if len(opinions) == wanted else _MEANING[opinions[wanted]]


def deciding_reviewers(proposal: Proposal) -> tuple[str, ...]:
    """Return whose opinions count, in the order in which they gave the first one."""
    return tuple(dict.fromkeys(actor for own in _opinions(proposal).values() for actor in own))


def waits_for(proposal: Proposal, actor: str, languages: Iterable[LanguageTag], policy: ApprovalPolicy) -> bool:
    """Say whether a proposal waits for an opinion in one of these languages, of an actor who is no author of it."""
    if proposal.state not in UNSETTLED or actor in proposal.authors:
        return False
    found, opinions = standings(proposal, policy), _opinions(proposal)
    return any(
        found.get(language) in {Standing.WAITING, Standing.DISPUTED} and actor not in opinions.get(language, {})
        for language in languages
    )
