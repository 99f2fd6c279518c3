import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy_service.domain.change_sets import ChangeSet
from taxonomy_service.domain.shape_faults import shape_fault


@pytest.mark.parametrize(
    ("operation", "known"),
    [
        ({"operation": "add-lable"}, "known are create, revise, move"),
        (
            {"operation": "add-label", "concept": "a", "label": {"form": "靴", "language": "ja", "kind": "pref"}},
            "known are preferred, alternative, hidden",
        ),
        (
            {"operation": "revise-label", "concept": "a", "label": {"form": "x", "language": "fr"}, "equivalence": "="},
            "known are exact, broader",
        ),
        (
            {"operation": "add-note", "concept": "a", "note": {"text": "x", "language": "fr", "kind": "remark"}},
            "known are note, changeNote, definition",
        ),
    ],
)
def test_an_unknown_word_is_told_with_those_that_are_known(operation: dict[str, object], known: str) -> None:
    with pytest.raises(msgspec.ValidationError) as refused:
        msgspec.convert({"operations": [operation]}, type=ChangeSet)
    assert known in str(shape_fault(str(refused.value)))


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({}, "the field 'operations' is missing"),
        ({"operations": [], "lang": "de"}, "there is no field 'lang' here"),
        ({"operations": {}}, "operations: JSON of the type array is expected, not object"),
        ({"operations": [], "comment": 3}, "comment: JSON of the type string is expected, not integer"),
        ([], "JSON of the type object is expected, not array"),
        (
            {"operations": [{"operation": "restore"}]},
            "operations[0]: the field 'concept' is missing",
        ),
        (
            {"operations": [{"operation": "move", "concept": "靴", "broader": [], "narrower": "x"}]},
            "operations[0]: there is no field 'narrower' here",
        ),
    ],
)
def test_a_wrong_shape_is_told_with_its_place(body: object, told: str) -> None:
    with pytest.raises(msgspec.ValidationError) as refused:
        msgspec.convert(body, type=ChangeSet)
    assert str(shape_fault(str(refused.value))) == told


@given(st.text())
def test_any_other_fault_is_told_as_it_is(text: str) -> None:
    assert text in str(shape_fault(text))
