from datetime import UTC, datetime

from taxonomy_service.domain.change_sets import ChangeSet
from taxonomy_service.domain.errors import NotFound
from taxonomy_service.domain.languages import UNTAGGED, LanguageTag
from taxonomy_service.domain.operations import Restore
from taxonomy_service.domain.proposals import EventKind, Opinion, OpinionVerdict, Proposal, ProposalEvent, ProposalState
from taxonomy_service.domain.scheme_settings import ApprovalPolicy
from taxonomy_service.http.proposal_shapes import proposal_page, proposal_shape

NOW = datetime(2026, 11, 25, tzinfo=UTC)


def test_a_proposal_is_shown_with_its_standing_in_each_language() -> None:
    own = Opinion(LanguageTag("ja"), OpinionVerdict.APPROVE)
    events = (
        ProposalEvent(EventKind.PROPOSED, "a", NOW),
        ProposalEvent(EventKind.OPINION, "b", NOW, "良い", own.language, own.verdict),
    )
    changes = ChangeSet((Restore("clog"),), "また使う")
    proposal = Proposal(3, "a", ProposalState.OPEN, changes, (UNTAGGED, LanguageTag("ja")), events)
    shape = proposal_shape("shoes", proposal, ApprovalPolicy())
    assert shape.standings == {"": "waiting", "ja": "approved"}
    assert (shape.comment, shape.operations) == ("また使う", [{"operation": "restore", "concept": "clog"}])
    assert (shape.events[1].verdict, shape.events[1].text) == ("approve", "良い")
    page = proposal_page(shape, NotFound("concept", "clog"))
    assert (page.outcome, page.refused) == (None, "no concept 'clog'")
