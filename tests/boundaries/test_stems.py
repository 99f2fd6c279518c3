import pytest

from taxonomy_service.boundaries.stems import has_stems, stem_key
from taxonomy_service.domain.languages import LanguageTag


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("de", "laufschuhe", "laufschuh"),
        ("fr", "chaussures de course", "chaussure de course"),
        ("es-MX", "zapatillas", "zapatilla"),
        ("pl", "buty", "butami"),
        ("tr", "kitaplar", "kitap"),
        ("nb", "skoene", "skoen"),
        ("fi", "kengissä", "kengät"),
    ],
)
def test_inflected_forms_meet(language: str, one: str, other: str) -> None:
    tag = LanguageTag(language)
    assert stem_key(one, tag) == stem_key(other, tag)


def test_other_words_do_not_meet() -> None:
    assert stem_key("schuh", LanguageTag("de")) != stem_key("schule", LanguageTag("de"))


@pytest.mark.parametrize("language", ["ja", "zh-Hant", "he", "und"])
def test_a_language_without_an_algorithm_keeps_its_keys(language: str) -> None:
    tag = LanguageTag(language)
    assert not has_stems(tag)
    assert stem_key("נעלי ריצה 靴", tag) == "נעלי ריצה 靴"


def test_a_word_of_which_nothing_would_be_left_stays() -> None:
    assert stem_key("'", LanguageTag("tr")) == "'"
