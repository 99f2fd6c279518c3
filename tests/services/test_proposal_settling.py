import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from taxonomy_service.domain.access import OPERATOR, Actor, Grant, Role
from taxonomy_service.domain.errors import Conflict, EditRefused, Forbidden, NotFound
from taxonomy_service.domain.events import EventKind
from taxonomy_service.domain.languages import UNTAGGED, LanguageTag
from taxonomy_service.domain.proposals import (
    UNSETTLED,
    OpinionVerdict,
    Proposal,
    ProposalState,
    Standing,
    standings,
)
from taxonomy_service.domain.scheme_settings import ApprovalPolicy
from taxonomy_service.services.audit import audit_log
from taxonomy_service.services.drafts import read_draft_about
from taxonomy_service.services.editing import edit
from taxonomy_service.services.events import changes as changes_since
from taxonomy_service.services.proposals import (
    SeenProposal,
    proposals,
    proposals_waiting,
    propose,
    read_proposal,
    revise_proposal,
)
from taxonomy_service.store.session import transaction
from tests.services.conftest import SHOES, Take
from tests.services.test_proposals import (
    ANY,
    APPROVE,
    CEM,
    DE,
    FR,
    REJECT,
    RENE,
    SEND_BACK,
    UTE,
    ZOE,
    changes,
    forms,
    french,
    german,
    say,
)

JA = LanguageTag("ja")


def japanese(form: str, concept: str = "running-shoe") -> dict[str, Any]:
    label = {"form": form, "language": "ja", "kind": "alternative"}
    return {"operation": "add-label", "concept": concept, "label": label}


BOTH = (french("basket de course"), german("Rennschuh"))
MOVE = {"operation": "move", "concept": "running-shoe", "broader": ["shoe"]}
CREATE = {"operation": "create", "id": "boot", "labels": [{"form": "boot", "language": "en"}], "broader": ["shoe"]}


@pytest.fixture
def shoes(take: Take, engine: Engine) -> Engine:
    take(SHOES)
    return engine


def _propose(engine: Engine, *operations: dict[str, Any], actor: Actor = CEM) -> Proposal:
    with transaction(engine) as store:
        return propose(store, actor, "shoes", changes(*operations))


def _now(engine: Engine) -> Proposal:
    with transaction(engine, writing=False) as store:
        return read_proposal(store, OPERATOR, "shoes", 1)


def _last_change_set(engine: Engine) -> dict[str, Any]:
    with transaction(engine, writing=False) as store:
        entries = [entry for entry in audit_log(store, OPERATOR, "shoes") if entry.kind == "change-set"]
    body: dict[str, Any] = json.loads(entries[-1].body)
    return body


@pytest.mark.parametrize("first", ["fr", "de"])
def test_where_one_language_is_rejected_the_others_are_accepted_without_it(shoes: Engine, first: str) -> None:
    _propose(shoes, *BOTH)
    if first == "fr":
        assert say(shoes, RENE, REJECT).state is ProposalState.OPEN
        done = say(shoes, UTE, APPROVE, DE)
    else:
        assert say(shoes, UTE, APPROVE, DE).state is ProposalState.OPEN
        done = say(shoes, RENE, REJECT)
    assert done.state is ProposalState.PARTLY_ACCEPTED
    assert forms(shoes)["Rennschuh"] == "approved"
    assert "basket de course" not in forms(shoes)
    assert standings(done, ApprovalPolicy()) == {DE: Standing.APPROVED, FR: Standing.REJECTED}
    *_, event = done.events
    assert (event.kind.value, event.language, event.text.startswith("change set")) == ("accepted", "de", True)
    told = _last_change_set(shoes)
    assert (told["standings"], told["operations_left_out"]) == ({"de": "approved", "fr": "rejected"}, [0])
    with transaction(shoes, writing=False) as store:
        (data,) = [own.data for own in changes_since(store, OPERATOR, "shoes") if own.kind is EventKind.APPROVAL]
    assert data["state"] == "partly-accepted"


def test_what_has_no_language_needs_the_approval_of_all(shoes: Engine) -> None:
    made = _propose(shoes, MOVE, german("Rennschuh"))
    assert (made.languages, made.needs) == ((UNTAGGED, DE), ((UNTAGGED, DE), (DE,)))
    assert say(shoes, ZOE, REJECT, UNTAGGED).state is ProposalState.OPEN
    assert say(shoes, UTE, APPROVE, DE).state is ProposalState.PARTLY_ACCEPTED
    assert forms(shoes)["Rennschuh"] == "approved"
    with transaction(shoes, writing=False) as store:
        entry = list(audit_log(store, OPERATOR, "shoes"))[-1]
    assert entry.kind == "add-label", "nothing was moved"


def test_where_what_all_else_needs_is_rejected_nothing_is_left_to_decide(shoes: Engine) -> None:
    _propose(shoes, MOVE)
    assert say(shoes, ZOE, REJECT, UNTAGGED).state is ProposalState.REJECTED
    _propose(shoes, *BOTH)
    with transaction(shoes, writing=False) as store:
        assert [own.number for own in proposals_waiting(store, ZOE, "shoes")] == [2]


def test_what_needs_an_operation_that_was_rejected_is_left_out_with_it(shoes: Engine) -> None:
    _propose(shoes, CREATE, japanese("ブーツ", "boot"), german("Rennschuh"))
    for language in (UNTAGGED, LanguageTag("en")):
        say(shoes, ZOE, REJECT, language)
    say(shoes, ZOE, APPROVE, JA)
    assert say(shoes, UTE, APPROVE, DE).state is ProposalState.PARTLY_ACCEPTED
    assert forms(shoes)["Rennschuh"] == "approved"
    assert _last_change_set(shoes)["operations_left_out"] == [0, 1]


def test_an_approved_part_that_only_the_rejected_one_would_allow_is_rejected_too(shoes: Engine) -> None:
    _propose(shoes, CREATE, japanese("ブーツ", "boot"))
    for language in (UNTAGGED, LanguageTag("en")):
        say(shoes, ZOE, REJECT, language)
    assert say(shoes, ZOE, APPROVE, JA).state is ProposalState.REJECTED


def test_an_approved_part_that_the_draft_no_longer_allows_is_refused_and_told(shoes: Engine) -> None:
    _propose(shoes, french("basket de course"), german("Rennschuh"))
    with transaction(shoes) as store:
        edit(store, OPERATOR, "shoes", changes(german("Rennschuh")))
    say(shoes, RENE, REJECT)
    with pytest.raises(EditRefused, match="already") as refused:
        say(shoes, UTE, APPROVE, DE)
    assert refused.value.data["operation"] == 1
    assert _now(shoes).state is ProposalState.OPEN


def test_what_is_sent_back_stays_proposed_and_the_rest_is_accepted(shoes: Engine) -> None:
    _propose(shoes, *BOTH)
    assert say(shoes, RENE, SEND_BACK).state is ProposalState.SENT_BACK
    assert "Rennschuh" not in forms(shoes), "German waits for its reviewer"
    done = say(shoes, UTE, APPROVE, DE)
    assert (done.state, done.languages, len(done.changes.operations)) == (ProposalState.SENT_BACK, (FR,), 1)
    assert forms(shoes)["Rennschuh"] == "approved"
    with transaction(shoes) as store:
        again = revise_proposal(store, CEM, "shoes", ANY, changes(french("basket de jogging")))
    assert standings(again, ApprovalPolicy()) == {FR: Standing.WAITING}
    assert say(shoes, RENE, APPROVE).state is ProposalState.ACCEPTED
    assert {"Rennschuh", "basket de jogging"} <= forms(shoes).keys()


def test_a_revision_in_one_language_is_looked_at_in_that_one_alone(shoes: Engine) -> None:
    _propose(shoes, *BOTH, japanese("ランシュー"))
    say(shoes, UTE, APPROVE, DE)
    say(shoes, RENE, SEND_BACK)
    with transaction(shoes) as store:
        revised = changes(french("basket de jogging"), german("Rennschuh"), japanese("ランシュー"))
        again = revise_proposal(store, CEM, "shoes", ANY, revised)
        assert again.state is ProposalState.OPEN
        assert standings(again, ApprovalPolicy()) == {DE: Standing.APPROVED, FR: Standing.WAITING, JA: Standing.WAITING}
        assert [own.number for own in proposals_waiting(store, UTE, "shoes")] == []
        smaller = revise_proposal(store, CEM, "shoes", ANY, changes(german("Rennschuh")))
    assert standings(smaller, ApprovalPolicy()) == {DE: Standing.WAITING}, "else nobody would bring it in"


def test_settings_are_proposed_by_anybody_and_approved_by_an_administrator(shoes: Engine) -> None:
    revised = {"operation": "revise-settings", "settings": {"fallbacks": ["pt-br", "es"]}}
    made = _propose(shoes, revised, german("Rennschuh"))
    assert made.needs == ((UNTAGGED, DE), (DE,))
    with pytest.raises(Forbidden, match="administer"):
        say(shoes, ZOE, APPROVE, UNTAGGED)
    admin = Actor("ada", "Ada", (Grant(Role.ADMIN),))
    assert say(shoes, admin, APPROVE, UNTAGGED).state is ProposalState.OPEN
    assert say(shoes, UTE, APPROVE, DE).state is ProposalState.ACCEPTED
    with transaction(shoes, writing=False) as store:
        assert read_draft_about(store, OPERATOR, "shoes").settings.fallbacks == ("pt-BR", "es")
    with transaction(shoes) as store, pytest.raises(Forbidden, match="edit"):
        edit(store, CEM, "shoes", changes(revised))
    linguist = Actor("lin", "Lin", (Grant(Role.LINGUIST),))
    other = {"operation": "revise-settings", "settings": {}}
    with transaction(shoes) as store, pytest.raises(Forbidden, match="administer"):
        edit(store, linguist, "shoes", changes(other))


def test_an_opinion_on_a_language_that_is_decided_and_gone_is_refused(shoes: Engine) -> None:
    _propose(shoes, *BOTH)
    say(shoes, RENE, SEND_BACK)
    say(shoes, UTE, APPROVE, DE)
    with pytest.raises(NotFound, match="language in proposal 1"):
        say(shoes, UTE, REJECT, DE)


LANGUAGES = ("de", "fr", "ja")
OPINIONS = st.lists(
    st.tuples(st.sampled_from(LANGUAGES), st.sampled_from([APPROVE, REJECT, SEND_BACK])), min_size=1, max_size=5
)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(OPINIONS)
def test_whatever_is_said_in_whatever_order_the_draft_has_what_was_approved_and_nothing_else(
    shoes: Engine, opinions: list[tuple[str, OpinionVerdict]]
) -> None:
    with transaction(shoes) as store:
        number = len(proposals(store, OPERATOR, "shoes")) + 1
        added = {tag: f"{tag} {number}" for tag in LANGUAGES}
        made = [{"form": form, "language": tag, "kind": "hidden"} for tag, form in added.items()]
        propose(store, CEM, "shoes", changes(*({**german(""), "label": label} for label in made)))
    last: dict[str, OpinionVerdict] = {}
    for tag, verdict in opinions:
        try:
            done = say(shoes, ZOE, verdict, LanguageTag(tag), SeenProposal(number, ("*",)))
        except (Conflict, NotFound):
            continue  # it is settled, or that part of it
        last[tag] = verdict
        decided = last.keys() == set(LANGUAGES)
        taken = {tag for tag in LANGUAGES if added[tag] in forms(shoes)}
        assert taken == ({tag for tag in LANGUAGES if last[tag] is APPROVE} if decided else set())
        assert (done.state in UNSETTLED) is (not decided or SEND_BACK in last.values())
