from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.verdicts import MatchRung
from taxonomy_service.matching.label_index import LabelIndex
from taxonomy_service.matching.ladder import match_any_language, match_exact, match_form, match_identifier, match_key


def test_an_exact_form_in_a_farther_language_comes_before_a_looser_one_in_a_nearer(shoes: LabelIndex) -> None:
    match = match_form(shoes, "chá preto", LanguageTag("pt"))
    assert match is not None
    assert (match.rung, match.entries[0].language) == (MatchRung.EXACT, "pt-PT")


def test_a_form_in_no_language_of_the_ladder_is_not_found(shoes: LabelIndex) -> None:
    assert match_form(shoes, "Laufschuh", LanguageTag("ja")) is None
    assert match_form(shoes, "Laufschuh", LanguageTag("xx")) is None


def test_all_languages_but_one_are_searched_each_concept_once(shoes: LabelIndex) -> None:
    match = match_any_language(shoes, "BANK")
    assert match is not None
    assert [(entry.concept, entry.language) for entry in match.entries] == [("bench", "de"), ("coat", "nl")]
    assert match.rung is MatchRung.KEY
    assert match_any_language(shoes, "Laufschuh", but=LanguageTag("de")) is None


def test_identifiers_are_ids_iris_and_notations(shoes: LabelIndex) -> None:
    assert match_identifier(shoes, " S1 ") == match_identifier(shoes, "http://x/sports") == ("sports",)
    assert match_identifier(shoes, "s1") == ()


def test_the_very_form_is_told_from_one_with_its_key(shoes: LabelIndex) -> None:
    arabic = LanguageTag("ar")
    assert match_exact(shoes, "حذاء", arabic) is not None
    assert match_exact(shoes, "حِذاء", arabic) is None
    for label, rung in (("حِذاء", MatchRung.KEY), ("حذاء ركض", MatchRung.KEY), ("حذاء-ركض", MatchRung.VARIANT)):
        match = match_key(shoes, label, arabic)
        assert match is not None
        assert match.rung is rung


def test_variants_do_not_count_in_other_languages(shoes: LabelIndex) -> None:
    assert match_any_language(shoes, "Lauf-Schuh") is None
    assert match_any_language(shoes, "ΠΑΠΟΎΤΣΙ") is not None
    assert match_any_language(shoes, "ΠΑΠΟΥΤΣΙ") is None


def test_a_word_is_compared_by_the_rules_of_each_language(shoes: LabelIndex) -> None:
    match = match_any_language(shoes, "KOŞU AYAKKABISI")
    assert match is not None
    assert (match.entries[0].language, match.language_rung) == ("tr", "any")
