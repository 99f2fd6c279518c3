"""The shapes of proposals, opinions and work lists."""

from datetime import datetime
from typing import Any

import msgspec
from pydantic import Field

from taxonomy_service.domain.errors import EditRefused, NotFound
from taxonomy_service.domain.proposals import Proposal, standings
from taxonomy_service.domain.scheme_settings import ApprovalPolicy
from taxonomy_service.http.draft_shapes import OutcomeShape
from taxonomy_service.http.shapes import Shape


class ProposalEventShape(Shape):
    """Something that happened to a proposal."""

    kind: str
    actor: str = Field(description="the actor's id")
    time: datetime
    text: str
    language: str | None
    verdict: str | None


class ProposalShape(Shape):
    """A proposal; `standings` says how it stands in each language ("" for what has none)."""

    scheme: str
    number: int
    author: str
    state: str
    etag: str
    comment: str
    languages: list[str]
    standings: dict[str, str]
    operations: list[dict[str, Any]]
    events: list[ProposalEventShape]


class ProposalPage(ProposalShape):
    """A proposal with what it would change now, or why the draft no longer allows it."""

    outcome: OutcomeShape | None
    refused: str | None


class WaitingLabelShape(Shape):
    """A label that waits for approval."""

    concept: str = Field(description="IRI")
    form: str
    language: str
    direction: str
    kind: str
    actor: str
    since: datetime


class WorkShape(Shape):
    """What waits in a language: concepts (ids) without a label, labels and proposals (numbers) without approval."""

    scheme: str
    language: str
    missing: list[str]
    labels: list[WaitingLabelShape]
    proposals: list[int] = Field(description="those that wait for an opinion of whoever asks, in any language")


def proposal_shape(scheme: str, proposal: Proposal, policy: ApprovalPolicy) -> ProposalShape:
    """Show a proposal."""
    found = standings(proposal, policy)
    return ProposalShape(
        scheme=scheme,
        number=proposal.number,
        author=proposal.author,
        state=proposal.state.value,
        etag=proposal.etag,
        comment=proposal.changes.comment,
        languages=list(proposal.languages),
        standings={language: standing.value for language, standing in found.items()},
        operations=[msgspec.to_builtins(operation) for operation in proposal.changes.operations],
        events=[
            ProposalEventShape(
                kind=event.kind.value,
                actor=event.actor,
                time=event.time,
                text=event.text,
                language=event.language,
                verdict=event.verdict.value if event.verdict else None,
            )
            for event in proposal.events
        ],
    )


def proposal_page(shape: ProposalShape, outcome: OutcomeShape | EditRefused | NotFound) -> ProposalPage:
    """Show a proposal with its consequences."""
    done = outcome if isinstance(outcome, OutcomeShape) else None
    return ProposalPage(**shape.model_dump(), outcome=done, refused=None if done else str(outcome))
