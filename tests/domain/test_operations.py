from typing import get_args

import msgspec
import pytest
from msgspec import UNSET

from taxonomy_service.domain.editing.applying import _DOING
from taxonomy_service.domain.operations import Operation, Retire, ReviseLabel


def test_every_operation_can_be_done() -> None:
    assert set(get_args(Operation)) == set(_DOING)


def test_operations_are_named_by_their_words() -> None:
    tags = {kind.__struct_config__.tag for kind in get_args(Operation)}
    assert {"create", "add-label", "create-collection", "unrequire-attribute", "restate"} <= tags
    assert len(tags) == len(get_args(Operation))


def test_a_value_that_is_not_said_is_another_than_one_that_is_taken_away() -> None:
    body = {"operation": "revise-label", "concept": "shoe", "label": {"form": "靴", "language": "ja"}}
    kept = msgspec.convert(body, type=Operation)
    taken = msgspec.convert({**body, "equivalence": None}, type=Operation)
    assert isinstance(kept, ReviseLabel)
    assert isinstance(taken, ReviseLabel)
    assert (kept.equivalence, taken.equivalence) == (UNSET, None)


@pytest.mark.parametrize(
    "body",
    [
        {"operation": "retire"},
        {"operation": "retire", "concept": "a", "narrower": "keep"},
        {"operation": "retire", "concept": "a", "sucessors": []},
        {"operation": "delete", "concept": "a"},
        {"concept": "a"},
    ],
)
def test_what_is_no_operation_is_refused_with_its_place(body: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(body, type=Operation)


def test_an_operation_is_written_as_it_was_read() -> None:
    body = {"operation": "retire", "concept": "a", "successors": ["b"]}
    assert msgspec.json.decode(msgspec.json.encode(msgspec.convert(body, type=Retire))) == body
