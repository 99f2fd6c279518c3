from pathlib import Path

import pytest

from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.verdicts import MatchRung, Question
from taxonomy_service.matching.compiled_release import compiled_blocks
from taxonomy_service.matching.judging import judge
from taxonomy_service.matching.label_index import LabelIndex
from taxonomy_service.matching.ladder import match_any_language, match_exact, match_form, match_identifier, match_key
from taxonomy_service.matching.mapped_index import MappedIndex
from tests.matching.conftest import MakeIndex


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


GIFTS = """
<http://x/s> tax:fallbackLanguages "es de en" .
:poison a skos:Concept ; skos:prefLabel "poison"@en, "Gift"@de, "veneno"@es .
:present a skos:Concept ; skos:prefLabel "gift"@en, "Geschenk"@de, "regalo"@es-MX ; skos:altLabel "presente"@pt .
:drug a skos:Concept ; skos:prefLabel "droga"@pt-BR, "droga"@es, "Droge"@de .
"""


@pytest.mark.parametrize(
    ("label", "language", "concept", "found_in", "form_rung", "language_rung"),
    [
        ("veneno", "pt", "poison", "es", "exact", "fallback"),
        ("Geschenk", "pt-PT", "present", "de", "exact", "fallback"),
        ("REGALO", "pt", "present", "es-MX", "key", "fallback"),
        ("gift", "pt", "present", "en", "exact", "fallback"),
        ("gift", "de", "poison", "de", "key", "exact"),
        ("droga", "pt", "drug", "pt-BR", "exact", "range"),
        ("Presente", "pt-BR", "present", "pt", "key", "range"),
    ],
)
def test_the_scheme_s_fallbacks_come_in_order_after_every_rung_of_the_language_itself(
    make_index: MakeIndex, tmp_path: Path, label: str, language: str, concept: str, found_in: str, form_rung: str,
    language_rung: str,
) -> None:  # fmt: skip
    in_memory = make_index(GIFTS)
    path = tmp_path / "gifts.taxr"
    path.write_bytes(b"".join(compiled_blocks(in_memory)))
    for index in (in_memory, MappedIndex(path.read_bytes(), path.name)):
        match = match_form(index, label, LanguageTag(language))
        assert match is not None
        assert [(entry.concept, entry.language) for entry in match.entries] == [(concept, found_in)]
        assert (match.rung.value, match.language_rung) == (form_rung, language_rung)
        verdict = judge(index, Question(label, language))
        assert verdict.matched is not None
        assert (verdict.verdict, verdict.matched.language) == (
            "alternative" if label == "Presente" else "preferred",
            found_in,
        )


def test_a_concept_is_named_in_the_first_fallback_where_the_language_asked_has_no_name(
    make_index: MakeIndex, tmp_path: Path
) -> None:
    in_memory = make_index(GIFTS)
    path = tmp_path / "gifts.taxr"
    path.write_bytes(b"".join(compiled_blocks(in_memory)))
    mapped = MappedIndex(path.read_bytes(), path.name)
    for label, language, names in (
        ("Geschenk", "pt", {"es-MX": "regalo", "en": "gift"}),
        ("Gift", "ja", {"es": "veneno", "en": "poison"}),
        ("drogas", "pt", None),
        ("regal", "he", None),
    ):
        verdict = judge(in_memory, Question(label, language))
        assert verdict == judge(mapped, Question(label, language))
        if names is not None:
            assert verdict.concept is not None
            assert verdict.concept.preferred_labels == names
