import json
from typing import Any

import msgspec
import pytest
from sqlalchemy import Engine

from taxonomy_service.domain.access import OPERATOR, Actor, Grant, Role
from taxonomy_service.domain.audit import Provenance
from taxonomy_service.domain.change_sets import ChangeSet
from taxonomy_service.domain.errors import Conflict, EditRefused, Forbidden, Malformed, NotFound, Stale
from taxonomy_service.domain.languages import UNTAGGED, LanguageTag
from taxonomy_service.domain.proposals import Opinion, OpinionVerdict, Proposal, ProposalState
from taxonomy_service.services.audit import audit_log
from taxonomy_service.services.drafts import read_draft_resource
from taxonomy_service.services.editing import edit
from taxonomy_service.services.proposals import (
    SeenProposal,
    give_opinion,
    give_opinions,
    languages_to_judge,
    proposals_waiting,
    propose,
    proposed_changes,
    remark,
    revise_proposal,
    withdraw,
)
from taxonomy_service.store.session import transaction
from tests.services.conftest import SHOES, Take

DE, FR = LanguageTag("de"), LanguageTag("fr")
ANY = SeenProposal(1, ("*",))
CEM = Actor("cem", "Cem", (Grant(Role.CONTRIBUTOR),))
LEA = Actor("lea", "Léa", (Grant(Role.LINGUIST, languages=(FR,)),))
RENE = Actor("rene", "René", (Grant(Role.REVIEWER, languages=(FR,)),))
UTE = Actor("ute", "Ute", (Grant(Role.REVIEWER, languages=(DE,)),))
ZOE = Actor("zoe", "Zoé", (Grant(Role.REVIEWER),))
APPROVE, REJECT, SEND_BACK = OpinionVerdict


def french(form: str) -> dict[str, Any]:
    label = {"form": "chaussure de course", "language": "fr"}
    return {
        "operation": "revise-label",
        "concept": "running-shoe",
        "label": label,
        "form": form,
        "former": "alternative",
    }


def german(form: str) -> dict[str, Any]:
    label = {"form": form, "language": "de", "kind": "alternative"}
    return {"operation": "add-label", "concept": "running-shoe", "label": label}


def changes(*given: dict[str, Any]) -> ChangeSet:
    return msgspec.convert({"operations": list(given), "comment": "le mot juste"}, type=ChangeSet)


@pytest.fixture
def proposed(take: Take, engine: Engine) -> Engine:
    """A proposal in French."""
    take(SHOES)
    with transaction(engine) as store:
        propose(store, CEM, "shoes", changes(french("basket de course")))
    return engine


def say(
    engine: Engine, actor: Actor, verdict: OpinionVerdict, language: LanguageTag = FR, seen: SeenProposal = ANY
) -> Proposal:
    with transaction(engine) as store:
        return give_opinion(store, actor, "shoes", seen, Opinion(language, verdict), provenance=Provenance())


def forms(engine: Engine) -> dict[str, str]:
    with transaction(engine, writing=False) as store:
        found = read_draft_resource(store, OPERATOR, "shoes", "running-shoe")
    return {key.form: approval.state.value for key, approval in found.approvals.items()} | {
        label.form: "approved"
        for label in found.resource.labels
        if label.form not in {key.form for key in found.approvals}
    }


def test_a_proposal_is_revised_approved_and_in_the_draft(proposed: Engine) -> None:
    with transaction(proposed) as store:
        revise_proposal(store, LEA, "shoes", ANY, changes(french("chaussure de jogging")))
        assert "chaussure de jogging" not in forms(proposed)
    accepted = say(proposed, RENE, APPROVE)
    assert accepted.state is ProposalState.ACCEPTED
    assert forms(proposed)["chaussure de jogging"] == "approved"
    with transaction(proposed, writing=False) as store:
        entry = next(own for own in audit_log(store, OPERATOR, "shoes") if own.kind == "change-set")
    body = json.loads(entry.body)
    assert (entry.actor, body["author"], body["authors"], body["reviewers"]) == (
        "rene",
        "cem",
        ["cem", "lea"],
        ["rene"],
    )
    assert (body["proposal"], body["comment"]) == (1, "le mot juste")


def test_nobody_approves_a_change_of_their_own_unless_the_scheme_says_so(take: Take, engine: Engine) -> None:
    take(SHOES)
    with transaction(engine) as store:
        propose(store, RENE, "shoes", changes(french("basket")))
    with pytest.raises(Forbidden, match="own"):
        say(engine, RENE, APPROVE)
    settings = {"operation": "revise-settings", "settings": {"approval": {"own_changes": True}}}
    with transaction(engine) as store:
        edit(store, OPERATOR, "shoes", changes(settings))
    assert say(engine, RENE, APPROVE).state is ProposalState.ACCEPTED


@pytest.mark.parametrize("actor", [CEM, LEA, UTE])
def test_only_a_reviewer_of_the_language_has_an_opinion_that_counts(proposed: Engine, actor: Actor) -> None:
    with pytest.raises(Forbidden):
        say(proposed, actor, APPROVE)


@pytest.mark.parametrize(("verdict", "state"), [(REJECT, ProposalState.REJECTED), (SEND_BACK, ProposalState.SENT_BACK)])
def test_what_is_refused_is_not_in_the_draft(proposed: Engine, verdict: OpinionVerdict, state: ProposalState) -> None:
    assert say(proposed, RENE, verdict).state is state
    assert "basket de course" not in forms(proposed)


def test_one_that_was_sent_back_is_revised_and_looked_at_again_and_a_settled_one_is_not(proposed: Engine) -> None:
    say(proposed, RENE, SEND_BACK)
    with transaction(proposed) as store:
        again = revise_proposal(store, CEM, "shoes", ANY, changes(french("basket de jogging")))
    assert again.state is ProposalState.OPEN
    assert say(proposed, RENE, APPROVE).state is ProposalState.ACCEPTED
    with pytest.raises(Conflict, match="accepted already"):
        say(proposed, ZOE, REJECT)


def test_two_languages_need_a_reviewer_each(take: Take, engine: Engine) -> None:
    take(SHOES)
    with transaction(engine) as store:
        propose(store, CEM, "shoes", changes(french("basket de course"), german("Rennschuh")))
    assert say(engine, UTE, APPROVE, DE).state is ProposalState.OPEN
    assert "Rennschuh" not in forms(engine)
    assert say(engine, RENE, APPROVE).state is ProposalState.ACCEPTED
    assert {"Rennschuh", "basket de course"} <= forms(engine).keys()


def test_where_two_opinions_differ_a_third_person_decides(proposed: Engine) -> None:
    settings = {"operation": "revise-settings", "settings": {"approval": {"opinions": 2}}}
    with transaction(proposed) as store:
        edit(store, OPERATOR, "shoes", changes(settings))
    assert say(proposed, RENE, APPROVE).state is ProposalState.OPEN
    assert say(proposed, ZOE, REJECT).state is ProposalState.OPEN
    third = Actor("ana", "Ana", ZOE.grants)
    assert say(proposed, third, APPROVE).state is ProposalState.ACCEPTED


def test_an_opinion_on_what_has_changed_since_is_refused(proposed: Engine) -> None:
    with transaction(proposed) as store:
        remark(store, CEM, "shoes", 1, "voir la norme")
    with pytest.raises(Stale):
        say(proposed, RENE, APPROVE, seen=SeenProposal(1, ("p1-1",)))
    say(proposed, RENE, APPROVE, seen=SeenProposal(1, ("p1-2",)))


def test_an_approval_that_the_draft_no_longer_allows_changes_nothing(proposed: Engine) -> None:
    remove = {
        "operation": "remove-label",
        "concept": "running-shoe",
        "label": {"form": "chaussure de course", "language": "fr"},
    }
    with transaction(proposed) as store:
        edit(store, OPERATOR, "shoes", changes(remove))
    with pytest.raises(EditRefused):
        say(proposed, RENE, APPROVE)
    with transaction(proposed) as store:
        assert [own.number for own in proposals_waiting(store, RENE, "shoes")] == [1]


def test_what_would_by_now_touch_another_language_is_not_done_unseen(take: Take, engine: Engine) -> None:
    take(SHOES)
    merge = {"operation": "merge", "concept": "flip-flop", "into": "shoe"}
    restore = {"operation": "restore", "concept": "flip-flop"}
    with transaction(engine) as store:
        edit(
            store,
            OPERATOR,
            "shoes",
            changes(restore, {"operation": "unrelate", "concept": "flip-flop", "kind": "broader", "target": "sandal"}),
        )
        made = propose(store, CEM, "shoes", changes(merge))
        add = {"operation": "add-label", "concept": "flip-flop", "label": {"form": "Zehentreter", "language": "de"}}
        edit(store, OPERATOR, "shoes", changes(add))
    for language in made.languages[:-1]:
        say(engine, ZOE, APPROVE, language)
    with pytest.raises(Conflict, match="in de too"):
        say(engine, ZOE, APPROVE, made.languages[-1])


def test_only_its_author_withdraws_a_proposal(proposed: Engine) -> None:
    with transaction(proposed) as store, pytest.raises(Forbidden):
        withdraw(store, LEA, "shoes", ANY)
    with transaction(proposed) as store:
        assert withdraw(store, CEM, "shoes", ANY).state is ProposalState.WITHDRAWN


def test_a_proposal_waits_for_reviewers_of_its_language(proposed: Engine) -> None:
    with transaction(proposed, writing=False) as store:
        waiting = {actor.id: len(proposals_waiting(store, actor, "shoes")) for actor in (RENE, UTE, ZOE, CEM)}
    assert waiting == {"rene": 1, "ute": 0, "zoe": 1, "cem": 0}


def test_what_cannot_be_done_cannot_be_proposed(proposed: Engine) -> None:
    with transaction(proposed) as store:
        with pytest.raises(EditRefused):
            propose(store, CEM, "shoes", changes({"operation": "restore", "concept": "shoe"}))
        with pytest.raises(Malformed):
            remark(store, CEM, "shoes", 1, " ")
        with pytest.raises(NotFound):
            remark(store, CEM, "shoes", 9, "?")


def test_whoever_may_read_a_proposal_sees_what_it_changes_in_all_languages(take: Take, engine: Engine) -> None:
    take(SHOES)
    noa = Actor("noa", "Noa", (Grant(Role.CONTRIBUTOR, languages=(FR,)),))
    with transaction(engine) as store:
        proposal = propose(store, CEM, "shoes", changes(french("chaussure de running"), german("Joggingschuh")))
        found = proposed_changes(store, noa, "shoes", proposal)
        assert {language for step in found.steps for language in step.languages} == {FR, DE}
        with pytest.raises(Forbidden):
            proposed_changes(store, Actor("r", "Rima", (Grant(Role.READER),)), "shoes", proposal)


def test_a_reviewer_judges_what_is_not_settled_in_her_languages_and_settings_only_as_an_admin(
    take: Take, engine: Engine
) -> None:
    take(SHOES)
    settings = {"operation": "revise-settings", "settings": {"required_languages": ["tr"]}}
    with transaction(engine) as store:
        proposal = propose(
            store, CEM, "shoes", changes(french("chaussure de running"), german("Joggingschuh"), settings)
        )
        assert set(proposal.languages) == {UNTAGGED, FR, DE}
        judged = {
            who.name: languages_to_judge(store, who, "shoes", proposal) for who in (CEM, RENE, UTE, ZOE, OPERATOR)
        }
        assert judged == {"Cem": [], "René": [FR], "Ute": [DE], "Zoé": [DE, FR], "operator": [UNTAGGED, DE, FR]}
        opinion = Opinion(FR, APPROVE)
        settled = give_opinion(store, RENE, "shoes", ANY, opinion, provenance=Provenance())
        assert languages_to_judge(store, ZOE, "shoes", settled) == [DE]


def test_one_opinion_goes_to_every_language_that_waits_for_the_reviewer(take: Take, engine: Engine) -> None:
    take(SHOES)
    opinion = Opinion(UNTAGGED, APPROVE, "both are used")
    with transaction(engine) as store:
        made = propose(store, CEM, "shoes", changes(french("chaussure de running"), german("Joggingschuh")))
        give_opinion(store, RENE, "shoes", ANY, Opinion(FR, APPROVE), provenance=Provenance())
        with pytest.raises(Stale):
            give_opinions(
                store, ZOE, "shoes", SeenProposal(made.number, (made.etag,)), opinion, provenance=Provenance()
            )
        decided = give_opinions(store, ZOE, "shoes", ANY, opinion, provenance=Provenance())
        assert decided.state is ProposalState.ACCEPTED
        assert [
            (event.language, event.text) for event in decided.events if event.actor == ZOE.id and event.verdict
        ] == [(DE, "both are used")]
        with pytest.raises(Conflict):
            give_opinions(store, ZOE, "shoes", ANY, opinion, provenance=Provenance())
