from dataclasses import replace
from datetime import UTC, datetime

import pytest

from taxonomy_service.domain.change_sets import ChangeSet
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.proposals import (
    EventKind,
    OpinionVerdict,
    Proposal,
    ProposalEvent,
    ProposalState,
    Standing,
    deciding_reviewers,
    standings,
    waits_for,
)
from taxonomy_service.domain.scheme_settings import ApprovalPolicy

DE, FR = LanguageTag("de"), LanguageTag("fr")
NOW = datetime(2026, 11, 25, tzinfo=UTC)


def proposal(*events: str) -> Proposal:
    """From events such as "a fr approve" (an opinion of a) or "b revised"."""
    made = [ProposalEvent(EventKind.PROPOSED, "author", NOW)]
    for event in events:
        actor, *rest = event.split()
        if len(rest) == 2:
            made.append(ProposalEvent(EventKind.OPINION, actor, NOW, "", LanguageTag(rest[0]), OpinionVerdict(rest[1])))
        else:
            made.append(ProposalEvent(EventKind(rest[0]), actor, NOW))
    return Proposal(1, "author", ProposalState.OPEN, ChangeSet(()), (DE, FR), tuple(made))


@pytest.mark.parametrize(
    ("opinions", "wanted", "standing"),
    [
        ([], 1, Standing.WAITING),
        (["a fr approve"], 1, Standing.APPROVED),
        (["a fr reject"], 1, Standing.REJECTED),
        (["a de approve"], 1, Standing.WAITING),
        (["a fr approve"], 2, Standing.WAITING),
        (["a fr approve", "a fr approve"], 2, Standing.WAITING),
        (["a fr reject", "a fr approve"], 1, Standing.APPROVED),
        (["a fr approve", "b fr approve"], 2, Standing.APPROVED),
        (["a fr approve", "b fr reject"], 2, Standing.DISPUTED),
        (["a fr approve", "b fr reject", "c fr reject"], 2, Standing.REJECTED),
        (["a fr approve", "b fr send-back", "c fr approve"], 2, Standing.APPROVED),
        (["a fr approve", "x revised"], 1, Standing.WAITING),
        (["a fr approve", "x remark"], 1, Standing.APPROVED),
    ],
)
def test_a_language_stands_as_the_first_opinions_say_and_where_they_differ_as_the_next(
    opinions: list[str], wanted: int, standing: Standing
) -> None:
    assert standings(proposal(*opinions), ApprovalPolicy(opinions=wanted))[FR] is standing


def test_a_revision_in_one_language_leaves_the_opinions_on_the_others() -> None:
    revised = proposal("a fr approve", "a de approve", "b de approve")
    event = ProposalEvent(EventKind.REVISED, "x", NOW, "", DE)
    again = replace(revised, events=(*revised.events, event))
    assert standings(again, ApprovalPolicy()) == {DE: Standing.WAITING, FR: Standing.APPROVED}
    assert deciding_reviewers(again) == ("a",)
    assert again.authors == {"author", "x"}


def test_whoever_revised_it_is_an_author_too() -> None:
    revised = proposal("x revised", "y remark", "a fr approve")
    assert revised.authors == {"author", "x"}
    assert deciding_reviewers(revised) == ("a",)
    assert revised.etag == "p1-4"


def test_a_proposal_waits_for_those_who_did_not_write_it_and_did_not_speak_yet() -> None:
    one = proposal("x revised", "a fr approve")
    policy = ApprovalPolicy(opinions=2)
    assert waits_for(one, "b", [FR], policy)
    assert not waits_for(one, "b", [FR], ApprovalPolicy()), "that is decided"
    assert not waits_for(one, "b", [LanguageTag("it")], policy)
    assert not waits_for(one, "a", [FR], policy)
    assert waits_for(one, "a", [FR, DE], policy), "she did not speak of the German yet"
    for actor in ("author", "x"):
        assert not waits_for(one, actor, [FR, DE], policy)
    assert waits_for(replace(one, state=ProposalState.SENT_BACK), "a", [DE], policy)
    assert not waits_for(replace(one, state=ProposalState.ACCEPTED), "b", [FR], policy)
