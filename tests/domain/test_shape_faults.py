import msgspec
import pytest

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


def test_any_other_fault_is_told_as_it_is() -> None:
    told = "Object missing required field `concept` - at `$.operations[0]`"
    assert str(shape_fault(told)) == told
