import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz, process

from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.matching.grams import CANDIDATES, index_grams
from taxonomy_service.matching.label_index import LabelIndex


@given(st.lists(st.text(max_size=10)), st.text(max_size=10))
def test_key_itself_is_a_candidate_and_places_are_in_order(keys: list[str], other: str) -> None:
    index = index_grams([*keys, other])
    found = index.candidates(other)
    assert found == sorted(set(found))
    assert all(0 <= place <= len(keys) for place in found)
    if other and len(found) < CANDIDATES:
        assert len(keys) in found


@pytest.mark.parametrize(
    ("meant", "written"),
    [
        ("laufschuh", "laufshcuh"),
        ("shoe", "sheo"),
        ("运动鞋", "运功鞋"),
        ("スポーツシューズ", "スボーツシューズ"),
        ("حذاء رياضي", "حداء رياضي"),
        ("รองเท้า", "รองท้า"),
        ("जूता", "जुता"),
        ("нож", "мож"),
    ],
)
def test_slip_in_any_script_leaves_the_meant_one_among_the_candidates(meant: str, written: str) -> None:
    others = [f"{first}{second}" for first in "kptmnrs" for second in ("aufgabe", "hand", "運転", "ألم", "ามา")]
    index = index_grams([*others, meant])
    assert len(others) in index.candidates(written)


def test_no_more_than_300_are_candidates_and_the_likest_are_among_them() -> None:
    keys = [f"running shoe {number}" for number in range(5_000)]
    found = index_grams(keys).candidates("runing shoe 4711")
    assert len(found) == CANDIDATES
    assert 4_711 in found


def test_nothing_shared_is_no_candidate() -> None:
    assert index_grams(["靴", "shoe"]).candidates("брюки") == []
    assert index_grams([]).candidates("x") == []


def _first_five(written: str, keys: dict[int, str]) -> list[str]:
    hits = process.extract(written, keys, scorer=fuzz.ratio, processor=None, limit=5, score_cutoff=60)
    return [key for key, _, _ in hits]


def test_almost_all_that_comparing_with_every_label_finds_is_found(
    shared_data: Path, make_scheme_index: Callable[[Path], LabelIndex]
) -> None:
    """0.985 of the right answers in the first five, on real labels with a slip."""
    rng = random.Random(3)
    gemet = make_scheme_index(shared_data / "vocabularies" / "gemet-2017.ttl")
    brute = staged = 0
    for tag in ("de", "fr", "it", "nl"):
        keys = gemet.partition(LanguageTag(tag)).keys
        index = index_grams(keys)
        for _ in range(60):
            meant = rng.choice([key for key in rng.sample(list(keys), 20) if len(key) > 2])
            cut = rng.randrange(len(meant))
            written = meant[:cut] + meant[cut + 1 :]
            brute += meant in _first_five(written, dict(enumerate(keys)))
            staged += meant in _first_five(written, {place: keys[place] for place in index.candidates(written)})
    assert staged >= 0.985 * brute > 200
