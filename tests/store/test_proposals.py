from datetime import UTC, datetime

import pytest

from taxonomy_service.domain.change_sets import ChangeSet
from taxonomy_service.domain.errors import NotFound
from taxonomy_service.domain.givens import GivenLabel
from taxonomy_service.domain.languages import UNTAGGED, LanguageTag
from taxonomy_service.domain.operations import AddLabel, Restore
from taxonomy_service.domain.proposals import EventKind, OpinionVerdict, ProposalEvent, ProposalState
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.domain.statements import Iri
from taxonomy_service.store.proposals import (
    Proposed,
    add_event,
    add_proposal,
    find_proposal,
    list_proposals,
    replace_changes,
    set_state,
)
from taxonomy_service.store.schemes import add_scheme
from taxonomy_service.store.session import Store

AR = LanguageTag("ar")
PROPOSED = ProposalEvent(EventKind.PROPOSED, "a1", datetime(2026, 11, 25, tzinfo=UTC), "لماذا")
CHANGES = ChangeSet((AddLabel("shoe", GivenLabel("نعل", "ar")),), "لماذا")


def test_a_proposal_comes_back_as_it_was_made(store: Store) -> None:
    scheme = add_scheme(store, SchemeId("s"), Iri("urn:s"))
    made = add_proposal(store, scheme, Proposed(CHANGES, ((UNTAGGED, AR),)), PROPOSED)
    assert (made.number, made.state, made.languages, made.events) == (
        1,
        ProposalState.OPEN,
        (UNTAGGED, AR),
        (PROPOSED,),
    )
    assert find_proposal(store, scheme, 1).changes == CHANGES
    opinion = ProposalEvent(EventKind.OPINION, "a2", PROPOSED.time, "", AR, OpinionVerdict.APPROVE)
    assert add_event(store, scheme, 1, opinion, ProposalState.ACCEPTED).events == (PROPOSED, opinion)
    replace_changes(store, scheme, 1, Proposed(ChangeSet((Restore("clog"),)), ((AR,),)))
    revised = set_state(store, scheme, 1, ProposalState.OPEN)
    assert (revised.changes, revised.languages, revised.needs) == (ChangeSet((Restore("clog"),)), (AR,), ((AR,),))


def test_each_scheme_counts_its_own_and_lists_them_by_state(store: Store) -> None:
    one, two = (add_scheme(store, SchemeId(own), Iri(f"urn:{own}")) for own in "st")
    for scheme in (one, one, two):
        add_proposal(store, scheme, Proposed(CHANGES, ((AR,),)), PROPOSED)
    set_state(store, one, 1, ProposalState.REJECTED)
    assert [own.number for own in list_proposals(store, one)] == [2, 1]
    assert [own.number for own in list_proposals(store, one, ProposalState.OPEN)] == [2]
    assert [own.number for own in list_proposals(store, two)] == [1]
    with pytest.raises(NotFound):
        find_proposal(store, two, 2)
