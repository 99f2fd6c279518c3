import pytest

from taxonomy_service.domain.concepts import is_retired, successors
from taxonomy_service.domain.drafts import Draft
from taxonomy_service.domain.errors import EditRefused
from taxonomy_service.domain.givens import GivenLabel
from taxonomy_service.domain.labels import LabelKind
from taxonomy_service.domain.operations import Create, Merge, NarrowerPolicy, Operation, Relate, Split
from tests.domain.conftest import Do

NS = "https://example.org/shoes/"


def test_labels_of_a_merged_concept_become_alternative_and_none_stands_twice(do: Do, draft: Draft) -> None:
    do(Relate("sandal", "broader", "sports-shoe"))
    do(Merge("sandal", "running-shoe"))
    labels = {(own.form, str(own.language)): own.kind for own in draft.concept("running-shoe").labels}
    assert labels["סנדל", "he"] is LabelKind.ALTERNATIVE
    assert labels["Sandale", "de"] is LabelKind.ALTERNATIVE
    assert labels["Laufschuh", "de"] is LabelKind.PREFERRED
    assert len(draft.concept("running-shoe").labels) == len(labels)


def test_a_merged_concept_keeps_its_labels_and_is_retired_to_the_other(do: Do, draft: Draft) -> None:
    before = draft.concept("sandal").labels
    do(Merge("sandal", "running-shoe"))
    assert draft.concept("sandal").labels == before
    assert is_retired(draft.concept("sandal"))
    assert successors(draft.concept("sandal")) == (NS + "running-shoe",)


def test_what_pointed_at_a_merged_concept_points_at_the_other(do: Do, draft: Draft) -> None:
    do(Merge("sandal", "running-shoe"))
    assert draft.broader(NS + "flip-flop") == (NS + "running-shoe",)
    assert draft.collection("summer").members == (NS + "flip-flop", NS + "running-shoe")
    assert ("related", NS + "heel") in draft.concept("running-shoe").relations


def test_an_ordered_collection_keeps_its_order(do: Do, draft: Draft) -> None:
    do(Merge("sports-shoe", "heel"))
    assert draft.collection("sizes").member_list == (NS + "shoe", NS + "running-shoe", NS + "heel")


def test_a_split_retires_to_the_new_concepts_which_stand_in_its_place(do: Do, draft: Draft) -> None:
    parts = (Create("road-shoe", (GivenLabel("Straßenlaufschuh", "de"),)), Create("trail-shoe", broader=("sandal",)))
    do(Split("running-shoe", parts, heir="trail-shoe"))
    assert successors(draft.concept("running-shoe")) == (NS + "road-shoe", NS + "trail-shoe")
    assert draft.broader(NS + "road-shoe") == (NS + "sports-shoe",)
    assert draft.broader(NS + "trail-shoe") == (NS + "sandal",)
    assert draft.broader(NS + "spike") == (NS + "trail-shoe",)


def test_without_an_heir_the_policy_places_the_narrower_concepts(do: Do, draft: Draft) -> None:
    do(Split("running-shoe", (Create("a"), Create("b")), narrower=NarrowerPolicy.REPARENT))
    assert draft.broader(NS + "spike") == (NS + "sports-shoe",)


@pytest.mark.parametrize(
    ("operation", "fault"),
    [
        (Merge("shoe", "shoe"), "same-concept"),
        (Merge("spike", "shoe"), "ancestor"),
        (Merge("shoe", "spike"), "ancestor"),
        (Merge("spike", "clog"), "retired"),
        (Merge("clog", "spike"), "retired"),
        (Split("spike", (Create("a"),)), "too-few"),
        (Split("spike", (Create("a"), Create("a"))), "id-used"),
        (Split("spike", (Create("a"), Create("shoe"))), "id-used"),
        (Split("running-shoe", (Create("a"), Create("b"))), "narrower-undecided"),
        (Split("running-shoe", (Create("a"), Create("b")), heir="c"), "absent"),
    ],
)
def test_what_is_refused_and_why(do: Do, operation: Operation, fault: str) -> None:
    with pytest.raises(EditRefused) as refused:
        do(operation)
    assert refused.value.data["fault"] == fault
