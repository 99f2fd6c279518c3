from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy_service.exchange.annotations import repeats as module
from taxonomy_service.exchange.annotations.repeats import Repeated, Repeats


@given(st.lists(st.lists(st.sampled_from(["犬", "ねこ", "koşu", "حذاء", "Hund"]))))
def test_keys_are_counted_and_stand_where_they_stood_first(parts: list[list[str]]) -> None:
    repeats: Repeats[str] = Repeats()
    number, new = 1, []
    for part in parts:
        new += repeats.add(part, number)
        number += len(part)
    whole = [key for part in parts for key in part]
    counts = Counter(whole)
    assert list(repeats.drain()) == [Repeated(key, whole.index(key) + 1, counts[key]) for key in counts]
    assert new == [whole.index(key) + 1 for key in counts]
    assert list(repeats.drain()) == []


def test_key_that_stands_for_many_is_counted_so() -> None:
    repeats: Repeats[str] = Repeats()
    repeats.add_many("a", 5, 3)
    repeats.add_many("a", 9, 4)
    repeats.add(["b"], 10)
    assert list(repeats.drain()) == [Repeated("a", 5, 7), Repeated("b", 10, 1)]


def test_it_says_when_it_holds_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_HELD", 2)
    repeats: Repeats[str] = Repeats()
    repeats.add(["a", "a"], 1)
    assert not repeats.full
    repeats.add(["b"], 3)
    assert repeats.full
