from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.matching.label_index import LabelIndex
from taxonomy_service.matching.suggestions import (
    LEAST_SIMILARITY,
    MOST_SUGGESTIONS,
    complete,
    similarity,
    suggest,
    suggest_concept,
)

MakeIndex = Callable[[str], LabelIndex]


@pytest.mark.parametrize(
    ("label", "language", "first"),
    [
        ("Laufshcuh", "de", "Laufschuh"),
        ("buty do biegana", "pl", "buty do biegania"),
        ("ランニグシューズ", "ja", "ランニングシューズ"),
        ("حذا جري", "ar", "حذاء جري"),
        ("koşu ayakabısı", "tr", "koşu ayakkabısı"),
        ("chausure de cource", "fr", "chaussure de course"),
        ("παπουτσιι", "el", "παπούτσι"),
        ("обуфь", "ru", "обувь"),
        ("जुता", "hi", "जूता"),
        ("รองเทา", "th", "รองเท้า"),
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
    shoe, finnish, chinese = ConceptId("shoe"), LanguageTag("fi"), LanguageTag("zh-Hans-CN")
    assert suggest_concept(shoes, "x", finnish, shoes.named(shoe, finnish)) == ()
    (found,) = suggest_concept(shoes, "x", chinese, shoes.named(shoe, chinese))
    assert found.label == "鞋"


def test_completion_looks_at_beginnings_of_words_and_inside_scripts_without_spaces(shoes: LabelIndex) -> None:
    def forms(text: str, language: str) -> list[str]:
        return [entry.form for entry in complete(shoes, text, LanguageTag(language), 10)]

    assert forms("sho", "en")[0] == "shoe"
    assert "running shoe" in forms("sho", "en")
    assert forms("hoe", "en") == []
    assert sorted(forms("シューズ", "ja")) == ["スポーツシューズ", "ランニングシューズ"]
    assert "runing shoe" not in forms("runing", "en")


def test_a_hidden_label_without_a_preferred_one_beside_it_is_never_shown(make_index: MakeIndex) -> None:
    index = make_index(
        ':a a skos:Concept ; skos:prefLabel "shoe"@en ; skos:hiddenLabel "Shuh"@de .'
        ':b a skos:Concept ; skos:hiddenLabel "Shuhe"@de .'
    )
    (found,) = suggest(index, "Shuhh", LanguageTag("de"), 5)
    assert (found.concept.id, found.label, found.language, found.kind) == ("a", "shoe", "en", "preferred")


def test_no_more_are_suggested_than_asked_for_nor_than_fifty(make_index: MakeIndex) -> None:
    index = make_index(" ".join(f':n{i} a skos:Concept ; skos:prefLabel "スニーカー{i:03}"@ja .' for i in range(70)))
    assert len(suggest(index, "スニーカー", LanguageTag("ja"), 3)) == 3
    assert len(suggest(index, "スニーカー", LanguageTag("ja"), 1_000)) == MOST_SUGGESTIONS


@given(st.text(st.characters(), max_size=40))
def test_any_text_may_be_completed_or_misspelt(shoes: LabelIndex, text: str) -> None:
    assert len(complete(shoes, text, LanguageTag("hi"), 5)) <= 5
    assert all(LEAST_SIMILARITY <= found.score <= 1 for found in suggest(shoes, text, LanguageTag("ar"), 2))


COMPLETIONS = """
:a a skos:Concept ; skos:prefLabel "overshoe shoe"@en ; skos:altLabel "shoe cover"@en .
:b a skos:Concept ; skos:prefLabel "робот"@ru, "जूता"@hi, "الحذاء الرياضي"@ar, "รองเท้ากีฬา"@th, "運動鞋"@zh, "l'écharpe"@fr .
:c a skos:Concept ; skos:prefLabel "зимний бот"@ru, "नया ताला"@hi .
"""


@pytest.mark.parametrize(
    ("text", "language", "forms"),
    [
        ("shoe", "en", ["shoe cover"]),
        ("shoe s", "en", []),
        ("бот", "ru", ["зимний бот"]),
        ("ता", "hi", ["नया ताला"]),
        ("الرياض", "ar", ["الحذاء الرياضي"]),
        ("กีฬา", "th", ["รองเท้ากีฬา"]),
        ("鞋", "zh", ["運動鞋"]),
        ("ÉCH", "fr", ["l'écharpe"]),
        ("cover", "en", ["shoe cover"]),
    ],
)
def test_a_completion_begins_at_a_word_where_the_script_divides_words(
    make_index: MakeIndex, text: str, language: str, forms: list[str]
) -> None:
    assert [entry.form for entry in complete(make_index(COMPLETIONS), text, LanguageTag(language), 10)] == forms


def test_a_word_is_found_behind_a_longer_one_that_holds_it(make_index: MakeIndex) -> None:
    index = make_index(':a a skos:Concept ; skos:prefLabel "overshoe shoe"@en .')
    assert [entry.form for entry in complete(index, "shoe", LanguageTag("en"), 10)] == ["overshoe shoe"]


def test_completions_that_begin_with_the_text_come_first_then_preferred_then_shorter_ones(
    make_index: MakeIndex,
) -> None:
    index = make_index(
        ':a a skos:Concept ; skos:prefLabel "rain boot"@en . :b a skos:Concept ; skos:altLabel "boot"@en .'
        ':c a skos:Concept ; skos:prefLabel "boot tree"@en . :d a skos:Concept ; skos:prefLabel "bootee"@en .'
    )
    forms = [entry.form for entry in complete(index, "boot", LanguageTag("en"), 10)]
    assert forms == ["bootee", "boot tree", "boot", "rain boot"]
    assert [entry.form for entry in complete(index, "boot", LanguageTag("en"), 2)] == forms[:2]
