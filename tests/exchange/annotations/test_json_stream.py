import io

import pytest

from taxonomy_service.domain.errors import TooLarge, UnreadableFile
from taxonomy_service.exchange.annotations import json_stream
from taxonomy_service.exchange.annotations.json_stream import (
    Events,
    build_value,
    elements,
    finish,
    members,
    named,
    pick_members,
    read_events,
    skip_value,
)


def events_of(text: str | bytes) -> Events:
    return read_events(io.BytesIO(text.encode() if isinstance(text, str) else text), "a.json")


def built(text: str, **kwargs: frozenset[str]) -> object:
    events = events_of(text)
    return build_value(events, next(events), "a.json", **kwargs)


def test_value_is_built_as_it_stands() -> None:
    assert built('{"a": [1, 2.5, {"b": null}], "犬": true, "s": "ş"}') == {
        "a": [1, 2.5, {"b": None}],
        "犬": True,
        "s": "ş",
    }


def test_members_left_out_are_left_out_below_the_top_only() -> None:
    assert built('{"rle": 1, "x": {"rle": [1, 2, {"y": 3}], "z": 4}}', without=frozenset(["rle"])) == {
        "rle": 1,
        "x": {"z": 4},
    }


def test_stepping_over_a_value_ends_right_behind_it() -> None:
    events = events_of('{"skipped": [[1], {"a": [2]}], "kept": 3}')
    next(events)
    keys = members(events)
    assert next(keys) == "skipped"
    skip_value(events, next(events))
    assert next(keys) == "kept"
    assert next(events)[1] == 3
    assert list(keys) == []


def test_elements_are_their_first_events() -> None:
    events = events_of('[1, "a"]')
    next(events)
    assert [value for _, value in elements(events)] == [1, "a"]


def test_picked_members_come_without_the_others() -> None:
    events = events_of('{"a": [1], "b": {"c": 2}, "d": 3}')
    next(events)
    assert pick_members(events, {"b", "d"}, "a.json") == {"b": {"c": 2}, "d": 3}


def test_value_with_too_many_values_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_stream, "MOST_VALUES", 10)
    events = events_of("[" + ",".join("0" * 11) + "]")
    first = next(events)
    with pytest.raises(TooLarge, match="task 1"):
        build_value(events, first, "task 1")


@pytest.mark.parametrize("value", [None, {}, ""])
def test_object_without_an_id_is_named_by_its_number(value: object) -> None:
    assert named(value, 7) == "number 7"


def test_long_id_is_cut() -> None:
    assert len(named("x" * 10_000, 1)) == 100


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b'{"a": [1, 2', "cut off"),
        (b'{"a": "caf', "cut off"),
        (b'{"a": 1} {"b": 2}', "trailing garbage"),
        (b'{"a": NaN}', "not valid JSON"),
        (b"{'a': 1}", "not valid JSON"),
        (b"a,b\n1,2", "not valid JSON"),
        (b"[123456789012345678901234567890]", "overflow"),
        (b"[1e999]", "overflow"),
        ('{"a": "é"}'.encode("latin-1"), "not UTF-8"),
        ('{"a": 1}'.encode("utf-16"), "not UTF-8"),
        ('{"a": 1}'.encode("utf-16-le"), "not UTF-8"),
        (b"[" * 1_000_000, "nested"),
        (b'{"a":' * 1_000_000, "nested"),
    ],
)
def test_bad_file_raises_a_clear_error(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason) as caught:
        finish(events_of(data))
    assert "\n" not in str(caught.value)


def test_byte_order_mark_is_no_fault() -> None:
    finish(events_of(b'\xef\xbb\xbf{"a": 1}'))
