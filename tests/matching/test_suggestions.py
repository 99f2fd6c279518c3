import pytest

from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.matching.label_index import LabelIndex
from taxonomy_service.matching.suggestions import complete, similarity, suggest, suggest_concept


@pytest.mark.parametrize(
    ("label", "language", "first"),
    [
        ("Laufshcuh", "de", "Laufschuh"),
        ("buty do biegana", "pl", "buty do biegania"),
        ("ランニグシューズ", "ja", "ランニングシューズ"),
        ("حذا جري", "ar", "حذاء جري"),
        ("koşu ayakabısı", "tr", "koşu ayakkabısı"),
        ("chausure de cource", "fr", "chaussure de course"),
    ],
)
def test_a_misspelt_label_finds_the_one_that_was_meant(
    shoes: LabelIndex, label: str, language: str, first: str
) -> None:
    found = suggest(shoes, label, LanguageTag(language), 3)
    assert found[0].label == first
    assert list(found) == sorted(found, key=lambda suggestion: -suggestion.score)
    assert len({suggestion.concept.id for suggestion in found}) == len(found)


def test_a_hidden_label_leads_to_the_preferred_one(shoes: LabelIndex) -> None:
    (found, *_) = suggest(shoes, "runing shoes", LanguageTag("en"), 3)
    assert (found.label, found.kind) == ("running shoe", "preferred")


def test_other_languages_are_looked_at_only_where_the_own_has_nothing(shoes: LabelIndex) -> None:
    (found, *_) = suggest(shoes, "Laufshcuh", LanguageTag("ja"), 3)
    assert (found.label, found.language) == ("Laufschuh", "de")


def test_nothing_is_suggested_that_is_retired_or_not_asked_for(shoes: LabelIndex) -> None:
    assert "old" not in {found.concept.id for found in suggest(shoes, "plimsol", LanguageTag("en"), 5)}
    assert suggest(shoes, "Laufshcuh", LanguageTag("de"), 0) == ()
    assert suggest(shoes, "qqqqqqqqqqqqqqq", LanguageTag("de"), 5) == ()


def test_similarity_is_one_for_what_has_one_key(shoes: LabelIndex) -> None:
    assert similarity("GRÖẞE", "größe", LanguageTag("de")) == 1
    assert 0 < similarity("Schuh", "Schule", LanguageTag("de")) < 1


def test_a_concept_without_a_label_in_the_language_suggests_none(shoes: LabelIndex) -> None:
    assert suggest_concept(shoes, "x", LanguageTag("fi"), ConceptId("shoe")) == ()
    (found,) = suggest_concept(shoes, "x", LanguageTag("zh-Hans-CN"), ConceptId("shoe"))
    assert found.label == "鞋"


def test_completion_looks_at_beginnings_of_words_and_inside_scripts_without_spaces(shoes: LabelIndex) -> None:
    def forms(text: str, language: str) -> list[str]:
        return [entry.form for entry in complete(shoes, text, LanguageTag(language), 10)]

    assert forms("sho", "en")[0] == "shoe"
    assert "running shoe" in forms("sho", "en")
    assert forms("hoe", "en") == []
    assert sorted(forms("シューズ", "ja")) == ["スポーツシューズ", "ランニングシューズ"]
    assert "runing shoe" not in forms("runing", "en")
