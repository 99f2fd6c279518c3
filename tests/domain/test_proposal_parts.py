import pytest

from taxonomy_service.domain.change_sets import ChangeSet, Step
from taxonomy_service.domain.languages import UNTAGGED, LanguageTag
from taxonomy_service.domain.operations import Operation, Restore
from taxonomy_service.domain.proposal_parts import (
    Division,
    changed_languages,
    divide,
    is_decided,
    languages_needed,
    needs_in,
    needs_of,
    standings_of_operations,
)
from taxonomy_service.domain.proposals import Proposal, ProposalState, Standing

DE, FR, AR = map(LanguageTag, ("de", "fr", "ar"))
WAITING, DISPUTED, APPROVED, REJECTED, SENT_BACK = Standing
ALL = (UNTAGGED, AR, DE, FR)
NEEDS = ((DE,), ALL, (FR,), (AR, DE))


def _operation(name: str = "clog") -> Operation:
    return Restore(name)


def _proposal(needs: tuple[tuple[LanguageTag, ...], ...]) -> Proposal:
    changes = ChangeSet((_operation(),) * 4)
    return Proposal(1, "a", ProposalState.OPEN, changes, ALL, (), needs)


def test_an_operation_needs_its_languages_and_one_without_language_needs_all() -> None:
    touched = [
        frozenset({DE}),
        frozenset({UNTAGGED, AR}),
        frozenset({FR}),
        frozenset({AR, DE}),
        frozenset[LanguageTag](),
    ]
    needs = needs_of([Step(_operation(), (), own) for own in touched])
    assert needs == ((DE,), ALL, (FR,), (AR, DE), ALL)
    assert languages_needed(needs) == ALL


@pytest.mark.parametrize(
    ("found", "operations"),
    [
        ((APPROVED, APPROVED, APPROVED, APPROVED), (APPROVED, APPROVED, APPROVED, APPROVED)),
        ((APPROVED, APPROVED, APPROVED, REJECTED), (APPROVED, REJECTED, REJECTED, APPROVED)),
        ((REJECTED, APPROVED, APPROVED, APPROVED), (APPROVED, REJECTED, APPROVED, APPROVED)),
        ((WAITING, REJECTED, SENT_BACK, DISPUTED), (SENT_BACK, REJECTED, DISPUTED, REJECTED)),
        ((WAITING, APPROVED, WAITING, SENT_BACK), (WAITING, SENT_BACK, SENT_BACK, WAITING)),
    ],
)
def test_an_operation_stands_as_the_languages_that_it_needs(
    found: tuple[Standing, ...], operations: tuple[Standing, ...]
) -> None:
    assert standings_of_operations(_proposal(NEEDS), dict(zip(ALL, found, strict=True))) == operations
    assert is_decided(operations) == {WAITING, DISPUTED}.isdisjoint(operations)


def test_operations_of_which_nobody_kept_what_they_need_stand_and_fall_together() -> None:
    old = _proposal(())
    assert needs_in(old) == (ALL,) * 4
    found = {UNTAGGED: APPROVED, AR: APPROVED, DE: APPROVED, FR: REJECTED}
    assert standings_of_operations(old, found) == (REJECTED,) * 4


@pytest.mark.parametrize(
    ("operations", "dependent", "division", "state"),
    [
        ([APPROVED, APPROVED], [], Division((0, 1), (), ()), ProposalState.ACCEPTED),
        ([APPROVED, REJECTED], [], Division((0,), (), (1,)), ProposalState.PARTLY_ACCEPTED),
        ([REJECTED, REJECTED], [], Division((), (), (0, 1)), ProposalState.REJECTED),
        ([APPROVED, SENT_BACK, REJECTED], [], Division((0,), (1,), (2,)), ProposalState.SENT_BACK),
        ([APPROVED, REJECTED], [0], Division((), (), (0, 1)), ProposalState.REJECTED),
        ([APPROVED, SENT_BACK, APPROVED], [2], Division((0,), (1, 2), ()), ProposalState.SENT_BACK),
    ],
)
def test_what_is_approved_is_taken_and_what_depends_on_the_rest_shares_its_fate(
    operations: list[Standing], dependent: list[int], division: Division, state: ProposalState
) -> None:
    assert divide(operations, dependent) == division
    assert division.state is state


def test_a_revision_changes_the_languages_whose_operations_are_others() -> None:
    one, two, three = map(_operation, ("one", "two", "three"))
    before = ((one, two), ((DE,), (FR,)))
    assert changed_languages(before, ((one, three), ((DE,), (FR,)))) == {FR}
    assert changed_languages(before, ((one,), ((DE,),))) == frozenset()
    assert changed_languages(before, ((one, two, three), ((DE,), (FR,), (DE, FR)))) == {DE, FR}
