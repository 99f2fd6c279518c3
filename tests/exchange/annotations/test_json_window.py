import io
import json
from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy_service.domain.errors import TooLarge, UnreadableFile
from taxonomy_service.exchange.annotations import json_window
from taxonomy_service.exchange.annotations.json_window import JsonWindow


class Numbered(msgspec.Struct):
    id: int


NUMBERED = msgspec.json.Decoder(list[Numbered])


def window(text: str | bytes) -> JsonWindow:
    return JsonWindow(io.BytesIO(text.encode() if isinstance(text, str) else text), "a.json")


def ids(opened: JsonWindow) -> Iterator[int | bytes]:
    for batch in opened.elements(NUMBERED, "thing"):
        if batch.odd is not None:
            yield batch.odd
        yield from (element.id for element in batch.elements)


def test_members_are_taken_one_after_the_other() -> None:
    opened = window(' { "a" : [1, {"b": "]}"}], "ş\\"x": "犬", "n": -1.5e3, "t": true } ')
    taken = {key: opened.value(key) for key in opened.members()}
    opened.finish()
    assert taken == {"a": b'[1, {"b": "]}"}]', 'ş"x': '"犬"'.encode(), "n": b"-1.5e3", "t": b"true"}


nested = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text('a"\\}],{[:犬 ', max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text('id"}{,', max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.lists(st.fixed_dictionaries({"id": st.integers()}, optional={"x": nested})), st.integers(1, 60), st.booleans()
)
def test_elements_are_those_of_the_array_wherever_the_window_ends(
    value: list[dict[str, object]], size: int, pretty: bool
) -> None:
    text = json.dumps({"all": value, "after": [{"id": 1}, {"id": 2}]}, indent=2 if pretty else None)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(json_window, "WINDOW_BYTES", size)
        opened = window(text)
        assert [list(ids(opened)) for _ in opened.members()] == [[one["id"] for one in value], [1, 2]]
        opened.finish()


def test_nested_object_that_begins_like_an_element_is_no_element(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_window, "WINDOW_BYTES", 64)
    value = [{"id": n, "x": [{"id": 100}, {"id": 200}], "s": '}, {"id": 300}'} for n in range(50)]
    assert list(ids(window(json.dumps(value)))) == list(range(50))


def test_element_of_another_shape_comes_as_its_bytes() -> None:
    assert list(ids(window('[{"id": 1}, [2], {"id": "x"}, null, {"id": 3}]'))) == [
        1,
        b"[2]",
        b'{"id": "x"}',
        b"null",
        3,
    ]


def test_empty_array_has_no_elements() -> None:
    assert list(ids(window("[ ]"))) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"a": 1,}', "at byte 9"),
        ('{"a": 1 "b": 2}', "',' expected"),
        ('{"a": nope}', "not valid JSON"),
        ('{"a": NaN}', "not valid JSON"),
        ('{"a": [{"id": 1},]}', "not valid JSON"),
        ('{"a": [{"id": 1} {"id": 2}]}', "not valid JSON"),
        ('{"a": [1, 2', "cut off"),
        ('{"a": "x', "cut off"),
        ('{"a": {"b"', "cut off"),
        ('{"a"', "cut off"),
        ("{", "cut off"),
        ('{"a": 1} x', "something follows"),
        ('{"a": ' + "[" * 70 + "]" * 70 + "}", "nested more than 64"),
        ('{"a": {"b": "\\q"}}', "not valid JSON"),
        (b'{"a": "\xff"}', "not UTF-8"),
    ],
)
def test_file_that_is_no_json_is_refused(text: str | bytes, told: str) -> None:
    opened = window(text)
    with pytest.raises(UnreadableFile, match=told):
        for key in opened.members():
            opened.skip(key)
        opened.finish()


def test_value_that_is_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_window, "MOST_VALUE_BYTES", 1_000)
    monkeypatch.setattr(json_window, "WINDOW_BYTES", 100)
    opened = window('{"a": "' + "x" * 5_000 + '"}')
    with pytest.raises(TooLarge, match=r"a\.json, the text"):
        for _ in opened.members():
            opened.value("the text")


def test_long_array_that_is_stepped_over_is_checked_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_window, "WINDOW_BYTES", 100)
    monkeypatch.setattr(json_window, "MOST_VALUE_BYTES", 1_000)
    good = json.dumps([{"id": n} for n in range(1_000)] + [[1, "犬"]])
    opened = window('{"a": ' + good + "}")
    for _ in opened.members():
        opened.skip("`a`")
    opened.finish()
    with pytest.raises(UnreadableFile):
        window(good[:-2] + ", oops]").skip("`a`")
