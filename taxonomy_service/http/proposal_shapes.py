"""The shapes of proposals, opinions and work lists."""

from datetime import datetime
from typing import Any

import msgspec
from pydantic import Field

from taxonomy_service.domain.errors import EditRefused, NotFound
from taxonomy_service.domain.languages import direction
from taxonomy_service.domain.proposal_parts import needs_in, standings_of_operations
from taxonomy_service.domain.proposals import Proposal, Standing, standings
from taxonomy_service.domain.scheme_settings import ApprovalPolicy
from taxonomy_service.http.draft_shapes import OutcomeShape
from taxonomy_service.http.shapes import Shape
from taxonomy_service.services.work import SchemeWork


class ProposalEventShape(Shape):
    """Something that happened to a proposal."""

    kind: str
    actor: str = Field(description="the actor's id")
    time: datetime
    text: str
    language: str | None
    verdict: str | None


class OperationStandingShape(Shape):
    """How an operation of a proposal stands: the languages whose approval it needs, and what they came to."""

    languages: list[str]
    standing: Standing


class ProposalShape(Shape):
    """A proposal; `standings` says how it stands in each language ("" for what has none).

    `operation_standings` says the same of each of the operations. What was accepted of one that was sent back is no
    longer among them.
    """

    scheme: str
    number: int
    author: str
    state: str
    etag: str
    comment: str
    languages: list[str]
    standings: dict[str, str]
    operations: list[dict[str, Any]]
    operation_standings: list[OperationStandingShape]
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
    """What waits in a language: concepts (ids) without a label, labels and proposals (numbers), open findings."""

    scheme: str
    language: str
    missing: list[str]
    labels: list[WaitingLabelShape]
    proposals: list[int] = Field(description="those that wait for an opinion of whoever asks, in any language")
    findings: int = Field(description="how many are open; GET …/findings?language= lists them")


def work_shape(work: SchemeWork) -> WorkShape:
    """Show what waits in the one language that was asked for."""
    (own,) = work.languages
    labels = [
        WaitingLabelShape(
            concept=key.iri,
            form=key.form,
            language=key.language,
            direction=direction(key.language),
            kind=key.kind.value,
            actor=approval.actor,
            since=approval.time,
        )
        for key, approval in own.labels
    ]
    return WorkShape(
        scheme=work.scheme,
        language=own.language,
        missing=list(own.missing),
        labels=labels,
        proposals=list(work.proposals),
        findings=own.findings,
    )


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
        operation_standings=[
            OperationStandingShape(languages=list(needs), standing=standing)
            for needs, standing in zip(needs_in(proposal), standings_of_operations(proposal, found), strict=True)
        ],
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
