from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.verdicts import MatchRung
from taxonomy_service.matching.label_index import LabelIndex
from taxonomy_service.matching.ladder import match_any_language, match_form, match_identifier


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
