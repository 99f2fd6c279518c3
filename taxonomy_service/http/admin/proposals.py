"""Proposals, opinions, approvals and work lists over HTTP."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Query, Response
from msgspec import Struct
from pydantic import BaseModel

from taxonomy_service.domain.access import Action
from taxonomy_service.domain.approvals import ApprovalState
from taxonomy_service.domain.change_sets import ChangeSet
from taxonomy_service.domain.errors import EditRefused, NotFound, PreconditionMissing
from taxonomy_service.domain.givens import LabelName
from taxonomy_service.domain.languages import UNTAGGED, parse_language_tag
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.proposals import Opinion, OpinionVerdict, Proposal, ProposalState
from taxonomy_service.http.dependencies import CurrentActor, ReadingStore, SchemeName
from taxonomy_service.http.draft_presenting import outcome_shape
from taxonomy_service.http.draft_shapes import OutcomeShape
from taxonomy_service.http.proposal_shapes import (
    ProposalPage,
    ProposalShape,
    WorkShape,
    proposal_page,
    proposal_shape,
    work_shape,
)
from taxonomy_service.http.writing import CurrentWriting, Writing
from taxonomy_service.services import proposals as service
from taxonomy_service.services.approvals import LabelOf, set_label_states
from taxonomy_service.services.drafts import read_draft_about
from taxonomy_service.services.proposals import SeenProposal
from taxonomy_service.services.work import work_of

router = APIRouter(prefix="/admin/v1/schemes/{scheme}", tags=["proposals"])
REFERENCE = "#/components/schemas/{name}"


class GivenRemark(Struct, frozen=True, forbid_unknown_fields=True):
    """Something said about a proposal."""

    text: str


class GivenOpinion(Struct, frozen=True, forbid_unknown_fields=True):
    """An opinion on one language of a proposal, "" for what has no language."""

    verdict: OpinionVerdict
    language: str = ""
    reason: str = ""


class GivenApproval(Struct, frozen=True, forbid_unknown_fields=True):
    """A label to approve, or to make a draft again."""

    concept: str
    label: LabelName


class GivenApprovals(Struct, frozen=True, forbid_unknown_fields=True):
    """Labels to bring into a state."""

    labels: tuple[GivenApproval, ...]
    state: ApprovalState = ApprovalState.APPROVED


BODIES: tuple[type, ...] = (GivenRemark, GivenOpinion, GivenApprovals)
"""What `http.openapi` describes beside the operations."""


def _body(name: str) -> dict[str, object]:
    content = {"application/json": {"schema": {"$ref": REFERENCE.format(name=name)}}}
    return {"requestBody": {"required": True, "content": content}}


@router.get("/proposals", summary="The proposals, the newest first")
def listed(
    store: ReadingStore,
    actor: CurrentActor,
    scheme: SchemeName,
    state: Annotated[ProposalState | None, Query(description="only those in this state")] = None,
) -> list[ProposalShape]:
    """List proposals."""
    found = service.proposals(store, actor, scheme, state)
    policy = read_draft_about(store, actor, scheme).settings.approval
    return [proposal_shape(scheme, proposal, policy) for proposal in found]


@router.get("/proposals/{number}", summary="A proposal with what it would change now")
def one(store: ReadingStore, actor: CurrentActor, scheme: SchemeName, number: int, response: Response) -> ProposalPage:
    """Read a proposal, its discussion and its consequences."""
    proposal = service.read_proposal(store, actor, scheme, number)
    policy = read_draft_about(store, actor, scheme).settings.approval
    outcome: OutcomeShape | EditRefused | NotFound
    try:
        outcome = outcome_shape(scheme, service.proposed_changes(store, actor, scheme, proposal))
    except (EditRefused, NotFound) as error:
        outcome = error
    response.headers["ETag"] = f'"{proposal.etag}"'
    return proposal_page(proposal_shape(scheme, proposal, policy), outcome)


@router.post(
    "/proposals",
    summary="Propose a change set",
    response_model=ProposalShape,
    status_code=201,
    openapi_extra=_body("ChangeSet"),
)
def propose(scheme: SchemeName, writing: CurrentWriting) -> Response:
    """Propose what one may not do oneself, or wants others to look at; it must be possible as the draft is now."""
    return _answer(
        writing, scheme, lambda: service.propose(writing.store, writing.actor, scheme, writing.read(ChangeSet)), 201
    )


@router.put(
    "/proposals/{number}",
    summary="Revise a proposal",
    response_model=ProposalShape,
    openapi_extra=_body("ChangeSet"),
)
def revise(scheme: SchemeName, number: int, writing: CurrentWriting) -> Response:
    """Replace what is proposed; opinions on the languages of which something changed no longer count."""

    def do() -> Proposal:
        seen = _seen(writing, number)
        return service.revise_proposal(writing.store, writing.actor, scheme, seen, writing.read(ChangeSet))

    return _answer(writing, scheme, do)


@router.post(
    "/proposals/{number}/remarks",
    summary="Say something about a proposal",
    response_model=ProposalShape,
    status_code=201,
    openapi_extra=_body("GivenRemark"),
)
def remark(scheme: SchemeName, number: int, writing: CurrentWriting) -> Response:
    """Add to the discussion."""

    def do() -> Proposal:
        return service.remark(writing.store, writing.actor, scheme, number, writing.read(GivenRemark).text)

    return _answer(writing, scheme, do, 201)


@router.post(
    "/proposals/{number}/opinions",
    summary="Approve, reject or send back, in one language",
    response_model=ProposalShape,
    openapi_extra=_body("GivenOpinion"),
)
def opinion(scheme: SchemeName, number: int, writing: CurrentWriting) -> Response:
    """Give an opinion; the last one that a proposal needs brings what is approved of it into the draft.

    Where one language is rejected, the operations of the others are accepted without it. An operation that changes
    what has no language needs the approval of all.
    """

    def do() -> Proposal:
        seen, given = _seen(writing, number), writing.read(GivenOpinion)
        language = parse_language_tag(given.language) if given.language else UNTAGGED
        own = Opinion(language, given.verdict, given.reason)
        return service.give_opinion(writing.store, writing.actor, scheme, seen, own, provenance=writing.provenance)

    return _answer(writing, scheme, do, action=Action.APPROVE)


@router.post("/proposals/{number}:withdraw", summary="Withdraw a proposal", response_model=ProposalShape)
def withdraw(scheme: SchemeName, number: int, writing: CurrentWriting) -> Response:
    """Withdraw a proposal of one's own."""
    return _answer(
        writing, scheme, lambda: service.withdraw(writing.store, writing.actor, scheme, _seen(writing, number))
    )


@router.post(
    "/approvals", summary="Approve labels of the draft", status_code=204, openapi_extra=_body("GivenApprovals")
)
def approvals(scheme: SchemeName, writing: CurrentWriting) -> Response:
    """Approve labels that were edited, or make them drafts again, all or none."""
    writing.admit(scheme, Action.APPROVE)
    given = writing.read(GivenApprovals)
    labels = tuple(LabelOf(own.concept, own.label) for own in given.labels)
    set_label_states(writing.store, writing.actor, scheme, labels, given.state, provenance=writing.provenance)
    return Response(status_code=204)


@router.get("/work", summary="What waits in a language")
def work(
    store: ReadingStore,
    actor: CurrentActor,
    scheme: SchemeName,
    language: Annotated[str, Query(description="BCP 47", max_length=100)],
) -> WorkShape:
    """List concepts without a label, labels and proposals that wait for approval; count the open findings."""
    return work_shape(work_of(store, actor, scheme, parse_language_tag(language)))


def _seen(writing: Writing, number: int) -> SeenProposal:
    if writing.etags is None:
        raise PreconditionMissing(message("state in If-Match which state of the proposal you have seen, or *"))
    return SeenProposal(number, writing.etags)


def _answer(
    writing: Writing, scheme: str, do: Callable[[], Proposal], status: int = 200, *, action: Action = Action.PROPOSE
) -> Response:
    writing.admit(scheme, action)

    def run() -> tuple[BaseModel, str]:
        proposal = do()
        policy = read_draft_about(writing.store, writing.actor, scheme).settings.approval
        return proposal_shape(scheme, proposal, policy), proposal.etag

    return writing.answer(run, status)
