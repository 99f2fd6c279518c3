import pytest

from taxonomy_service.domain.drafts import Draft
from taxonomy_service.domain.errors import EditRefused
from taxonomy_service.domain.operations import Move, Operation, Relate, Unrelate
from tests.domain.conftest import Do

NS = "https://example.org/shoes/"


def broader(draft: Draft, own: str) -> list[str]:
    return [iri.removeprefix(NS) for iri in draft.broader(NS + own)]


def test_a_branch_moves_with_all_that_is_narrower(do: Do, draft: Draft) -> None:
    do(Move("running-shoe", ("heel",)))
    assert (broader(draft, "running-shoe"), broader(draft, "spike")) == (["heel"], ["running-shoe"])


def test_one_concept_moves_alone_and_leaves_the_narrower_ones_where_it_was(do: Do, draft: Draft) -> None:
    do(Move("running-shoe", ("heel",), branch=False))
    assert (broader(draft, "running-shoe"), broader(draft, "spike")) == (["heel"], ["sports-shoe"])


def test_a_concept_may_leave_one_of_several_places(do: Do, draft: Draft) -> None:
    do(Relate("spike", "broader", "sandal"))
    do(Move("spike", ("heel",), leaving=("sandal",)))
    assert broader(draft, "spike") == ["heel", "running-shoe"]


def test_moving_to_the_top_is_stated_as_the_scheme_states_its_top_concepts(do: Do, draft: Draft) -> None:
    do(Move("sandal"))
    assert NS + "sandal" in draft.about.top_concepts
    do(Move("sandal", ("shoe",)))
    assert NS + "sandal" not in draft.about.top_concepts
    assert ("topConceptOf", draft.about.iri) not in draft.concept("sandal").relations


def test_a_place_that_only_the_broader_concept_states_is_left_too(do: Do, draft: Draft) -> None:
    do(Move("flip-flop", ("heel",)))
    assert broader(draft, "flip-flop") == ["heel"]
    assert ("narrower", NS + "flip-flop") not in draft.concept("sandal").relations


def test_where_a_concept_states_its_narrower_ones_a_new_one_is_stated_on_both_sides(do: Do, draft: Draft) -> None:
    do(Move("spike", ("sandal",)))
    assert ("narrower", NS + "spike") in draft.concept("sandal").relations
    assert ("broader", NS + "sandal") in draft.concept("spike").relations


def test_related_concepts_are_related_both_ways_and_parted_both_ways(do: Do, draft: Draft) -> None:
    do(Unrelate("heel", "related", "sandal"))
    assert ("related", NS + "heel") not in draft.concept("sandal").relations
    do(Relate("heel", "related", "spike"))
    assert ("related", NS + "spike") in draft.concept("heel").relations


@pytest.mark.parametrize(
    ("operation", "fault"),
    [
        (Move("shoe", ("spike",)), "cycle"),
        (Move("shoe", ("shoe",)), "self-reference"),
        (Move("spike", ("clog",)), "retired"),
        (Move("spike", ("heel",), leaving=("shoe",)), "absent"),
        (Relate("spike", "narrower", "shoe"), "cycle"),
        (Relate("spike", "broader", "running-shoe"), "present"),
        (Relate("spike", "related", "shoe"), "relation-clash"),
        (Relate("sandal", "broader", "heel"), "relation-clash"),
        (Relate("heel", "related", "sandal"), "present"),
        (Unrelate("spike", "related", "heel"), "absent"),
        (Unrelate("spike", "narrower", "heel"), "absent"),
    ],
)
def test_what_is_refused_and_why(do: Do, operation: Operation, fault: str) -> None:
    with pytest.raises(EditRefused) as refused:
        do(operation)
    assert refused.value.data["fault"] == fault


def test_a_refused_cycle_shows_the_way_round(do: Do) -> None:
    with pytest.raises(EditRefused) as refused:
        do(Move("shoe", ("spike",)))
    assert refused.value.data["way"] == ["spike", "running-shoe", "sports-shoe", "shoe"]


def test_the_last_broader_concept_taken_away_leaves_a_top_concept(do: Do, draft: Draft) -> None:
    do(Unrelate("running-shoe", "narrower", "spike"))
    assert NS + "spike" in draft.about.top_concepts
