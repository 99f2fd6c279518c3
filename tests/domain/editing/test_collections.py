import pytest

from taxonomy_service.domain.drafts import Draft
from taxonomy_service.domain.errors import EditRefused, NotFound
from taxonomy_service.domain.givens import GivenLabel
from taxonomy_service.domain.operations import CreateCollection, Operation, RemoveCollection, SetMembers
from tests.domain.conftest import Do

NS = "https://example.org/shoes/"


def test_an_ordered_collection_keeps_the_order_given(do: Do, draft: Draft) -> None:
    do(CreateCollection("by-height", (GivenLabel("nach Höhe", "de"),), ("spike", "heel", "shoe"), ordered=True))
    assert draft.collection("by-height").member_list == (NS + "spike", NS + "heel", NS + "shoe")
    do(SetMembers("by-height", ("shoe", "spike")))
    assert draft.collection("by-height").member_list == (NS + "shoe", NS + "spike")


def test_a_plain_collection_has_its_members_in_canonical_order(do: Do, draft: Draft) -> None:
    do(SetMembers("summer", ("spike", "heel")))
    assert draft.collection("summer").members == (NS + "heel", NS + "spike")


def test_a_collection_goes_from_those_that_hold_it(do: Do, draft: Draft) -> None:
    do(CreateCollection("all", members=("summer", "shoe")))
    do(RemoveCollection("summer"))
    assert draft.collection("all").members == (NS + "shoe",)
    with pytest.raises(NotFound):
        draft.collection("summer")


def test_the_id_of_one_that_is_gone_is_not_used_again(do: Do) -> None:
    do(RemoveCollection("summer"))
    with pytest.raises(EditRefused, match="never used again"):
        do(CreateCollection("summer"))


@pytest.mark.parametrize(
    ("operation", "fault"),
    [
        (SetMembers("summer", ("summer",)), "cycle"),
        (SetMembers("summer", ("shoes",)), "cycle"),
        (CreateCollection("shoe"), "id-used"),
    ],
)
def test_what_is_refused_and_why(do: Do, operation: Operation, fault: str) -> None:
    with pytest.raises(EditRefused) as refused:
        do(operation)
    assert refused.value.data["fault"] == fault


def test_a_circle_of_collections_is_refused(do: Do) -> None:
    do(CreateCollection("all", members=("summer",)))
    with pytest.raises(EditRefused, match="member of itself"):
        do(SetMembers("summer", ("all",)))
