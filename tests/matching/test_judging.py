from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.verdicts import Question, Verdict, VerdictCode, VerdictWarning, WarningCode
from taxonomy_service.matching.judging import judge
from taxonomy_service.matching.label_index import LabelIndex
from taxonomy_service.matching.remembering import remembering

MakeIndex = Callable[[str], LabelIndex]


def ask(index: LabelIndex, label: str, language: str | None = None, concept: str | None = None, **more: Any) -> Verdict:
    return judge(index, Question(label, language, concept, **more))


@pytest.mark.parametrize(
    ("label", "language", "verdict", "concept"),
    [
        ("Laufschuh", "de", "preferred", "running"),
        ("LAUFSCHUH", "de-CH", "preferred", "running"),
        ("but do biegania", "pl", "preferred", "running"),
        ("KOŞU AYAKKABISI", "tr", "preferred", "running"),
        ("ランニングシューズ", "ja", "preferred", "running"),
        ("ﾗﾝﾆﾝｸﾞｼｭｰｽﾞ", "ja", "preferred", "running"),
        ("حِذاء جَرْي", "ar", "preferred", "running"),
        ("נַעַל", "he", "preferred", "shoe"),
        ("जूता", "hi", "preferred", "shoe"),
        ("鞋", "zh-Hans", "preferred", "shoe"),
        ("ΠΑΠΟΎΤΣΙ", "el", "preferred", "shoe"),
        ("ОБУВЬ", "ru", "preferred", "shoe"),
        ("รองเท้า", "th", "preferred", "shoe"),
        ("ΠΑΠΟΥΤΣΙ", "el", "preferred", "shoe"),
        ("kosu ayakkabisi", "tr-TR", "preferred", "running"),
        ("運動鞋", "zh-HK", "preferred", "sports"),
        ("Buty Do Biegania", "pl-PL", "alternative", "running"),
        ("athletic-shoe", "en", "alternative", "sports"),
        ("buty do biegania", "pl", "alternative", "running"),
        ("ジョギングシューズ", "ja", "alternative", "running"),
        ("حذاء ركض", "ar", "alternative", "running"),
        ("runing shoe", "en", "hidden", "running"),
        ("ランニング シューズ", "ja", "hidden", "running"),
        ("حذاء جرى", "ar", "hidden", "running"),
        ("S1", "en", "identifier", "sports"),
        ("http://x/sports", "ja", "identifier", "sports"),
        ("sports", "ar", "identifier", "sports"),
        ("Laufschuh", "ja", "other-language", "running"),
        ("ランニングシューズ", "de", "other-language", "running"),
        ("حذاء رياضي", "en", "other-language", "sports"),
        ("जूता", "th", "other-language", "shoe"),
        ("ОБУВЬ", "el", "other-language", "shoe"),
        ("plimsoll", "en", "retired", "old"),
        ("古靴", "ja", "retired", "old"),
        ("حذاء قديم", "ar", "retired", "old"),
        ("Laufshcuh", "de", "unknown", None),
        ("ランニグシューズ", "ja", "unknown", None),
        ("حذاء جرر", "ar", "unknown", None),
        ("butów do biegania", "pl", "unknown", None),
        ("जूती", "hi", "unknown", None),
        ("ботинки", "ru", "unknown", None),
        ("鞋子", "zh", "unknown", None),
        ("רגל", "he", "unknown", None),
        ("コート", "ja", "ambiguous", None),
        ("مقعد", "ar", "ambiguous", None),
        ("bank", "nl", "ambiguous", None),
        ("", "en", "malformed", None),
        ("\u3000\u3000", "ja", "malformed", None),
        ("حذاء\u202e", "ar", "malformed", None),
        ("Schuh", "de_DE", "malformed", None),
        ("Schuh", "", "malformed", None),
        ("running\x1fshoe", "en", "malformed", None),
        ("Schuh" + " " * 1000, "de", "malformed", None),
        ("ـ", "ar", "malformed", None),
        ("เ\ufffd", "th", "malformed", None),
    ],
)
def test_every_verdict_in_many_scripts(
    shoes: LabelIndex, label: str, language: str, verdict: str, concept: str | None
) -> None:
    found = ask(shoes, label, language)
    assert (found.verdict.value, found.concept.id if found.concept else None) == (verdict, concept)
    assert found.release == shoes.name


@pytest.mark.parametrize(
    ("label", "language", "claim", "relation"),
    [
        ("chaussure de sport", "fr", "running", "broader"),
        ("靴", "ja", "running", "broader"),
        ("حذاء جري", "ar", "sports", "narrower"),
        ("Tennisschuh", "de", "running", "sibling"),
        ("معطف", "ar", "running", "unrelated"),
        ("जूता", "hi", "running", "broader"),
        ("παπούτσι", "el", "coat", "unrelated"),
        ("BUTY DO BIEGANIA", "pl", "shoe", "narrower"),
        ("S1", "he", "tennis", "broader"),
        ("Mantel", "de", "nobody", "unrelated"),
    ],
)
def test_a_label_of_another_concept_is_a_mismatch_with_its_relation(
    shoes: LabelIndex, label: str, language: str, claim: str, relation: str
) -> None:
    found = ask(shoes, label, language, claim)
    assert (found.verdict.value, found.relation) == ("mismatch", relation)


def test_a_mismatch_suggests_the_label_of_the_claimed_concept_in_the_language_asked(shoes: LabelIndex) -> None:
    (suggestion,) = ask(shoes, "حذاء رياضي", "ar", "running").suggestions
    assert (suggestion.label, suggestion.language, suggestion.concept.id) == ("حذاء جري", "ar", "running")


@pytest.mark.parametrize("claim", ["sports", "http://x/sports", "S1", " S1\n"])
def test_a_claim_may_be_an_id_an_iri_or_a_notation(shoes: LabelIndex, claim: str) -> None:
    found = ask(shoes, "Sportschuh", "de", claim)
    assert found.verdict is VerdictCode.PREFERRED
    assert found.claimed == found.concept


def test_a_claim_that_nobody_knows_is_warned_of(shoes: LabelIndex) -> None:
    for label in ("Laufschuh", "Laufshcuh", "コート"):
        (warning,) = ask(shoes, label, "de", "nobody").warnings
        assert warning.code == "unknown-claim"


def test_a_claim_among_the_candidates_decides(shoes: LabelIndex) -> None:
    assert [candidate.concept.id for candidate in ask(shoes, "コート", "ja").candidates] == ["coat", "tennis"]
    assert ask(shoes, "コート", "ja", "tennis").verdict is VerdictCode.PREFERRED
    outside = ask(shoes, "コート", "ja", "running")
    assert outside.verdict is VerdictCode.AMBIGUOUS
    assert [candidate.relation for candidate in outside.candidates] == ["unrelated", "sibling"]


def test_a_retired_concept_leads_to_its_final_successor(shoes: LabelIndex) -> None:
    found = ask(shoes, "plimsoll", "en")
    assert found.successor is not None
    assert found.successor.id == "tennis"
    assert ask(shoes, "plimsoll", "en", "tennis").verdict is VerdictCode.RETIRED
    assert ask(shoes, "plimsoll", "en", "old").verdict is VerdictCode.RETIRED
    assert ask(shoes, "plimsoll", "en", "coat").verdict is VerdictCode.MISMATCH


def test_a_concept_that_was_split_lists_its_successors_and_a_circle_has_none(shoes: LabelIndex) -> None:
    split = ask(shoes, "footgear", "en")
    assert split.successor is None
    assert [candidate.concept.id for candidate in split.candidates] == ["coat", "shoe"]
    assert ask(shoes, "footgear", "en", "shoe").verdict is VerdictCode.RETIRED
    assert ask(shoes, "footgear", "en", "running").verdict is VerdictCode.MISMATCH
    round_ = ask(shoes, "round", "en")
    assert (round_.verdict.value, round_.successor, round_.candidates) == ("retired", None, ())


def test_the_rungs_are_told(shoes: LabelIndex) -> None:
    def rungs(label: str, language: str | None) -> tuple[str, str]:
        matched = ask(shoes, label, language).matched
        assert matched is not None
        return (matched.rung, matched.language_rung)

    assert rungs("Laufschuh", "de") == ("exact", "exact")
    assert rungs("laufschuh", "de-AT") == ("key", "range")
    assert rungs("Lauf-Schuh", "de") == ("variant", "exact")
    assert rungs("chá", "pt") == ("exact", "range")
    assert rungs("te", "no") == ("exact", "range")
    assert rungs("S1", "de") == ("identifier", "any")
    assert rungs("Laufschuh", None) == ("exact", "any")


def test_without_a_language_all_are_searched_and_several_concepts_are_ambiguous(shoes: LabelIndex) -> None:
    assert ask(shoes, "Laufschuh").verdict is VerdictCode.PREFERRED
    assert ask(shoes, "bank").verdict is VerdictCode.AMBIGUOUS


def test_a_form_of_several_concepts_in_other_languages_names_none(shoes: LabelIndex) -> None:
    found = ask(shoes, "مقعد", "de")
    assert (found.verdict.value, found.concept) == ("other-language", None)
    assert [candidate.concept.id for candidate in found.candidates] == ["bench", "seat"]
    claimed = ask(shoes, "مقعد", "de", "bench")
    assert claimed.concept is not None
    assert (claimed.concept.id, claimed.relation) == ("bench", None)
    assert [suggestion.label for suggestion in claimed.suggestions] == ["Bank"]


def test_attributes_are_looked_at_only_where_they_are_stated(shoes: LabelIndex) -> None:
    assert ask(shoes, "Laufschuh", "de").warnings == ()
    (missing,) = ask(shoes, "Laufschuh", "de", attributes={}).warnings
    assert (missing.code, missing.attribute, missing.allowed) == ("missing-attribute", "occlusion", ("none",))
    (invalid,) = ask(shoes, "Laufschuh", "de", attributes={"occlusion": "x"}).warnings
    assert invalid.code == "invalid-attribute"
    assert ask(shoes, "Mantel", "de", attributes={}).warnings == ()


def test_characters_that_nobody_sees_are_ignored_with_a_warning(shoes: LabelIndex) -> None:
    found = ask(shoes, "Lauf\u00adschuh\u200b", "de")
    assert found.verdict is VerdictCode.PREFERRED
    assert [warning.code for warning in found.warnings] == ["invisible-characters"]


def test_suggestions_are_in_the_own_language_first(shoes: LabelIndex) -> None:
    found = ask(shoes, "Laufschuhe", "de").suggestions
    assert (found[0].label, found[0].language) == ("Laufschuh", "de")
    assert found[0].score > 0.9
    assert {suggestion.language for suggestion in found} == {"de"}


def test_the_preferred_labels_are_in_the_language_asked_and_the_default_one(shoes: LabelIndex) -> None:
    concept = ask(shoes, "حذاء", "ar-EG").concept
    assert concept is not None
    assert concept.preferred_labels == {"ar": "حذاء", "en": "shoe"}


@given(
    st.text(st.characters(), max_size=30),
    st.none() | st.text(max_size=12),
    st.none() | st.text(max_size=12),
    st.none() | st.dictionaries(st.text(max_size=5), st.none() | st.integers() | st.text(max_size=5), max_size=3),
)
def test_every_question_has_one_verdict(
    shoes: LabelIndex, label: str, language: str | None, concept: str | None, attributes: dict[str, Any] | None
) -> None:
    question = Question(label, language, concept, attributes)
    found = judge(shoes, question, suggestions=0)
    assert found.verdict in VerdictCode
    assert remembering(shoes)(question) == found


IDENTIFIERS = """
:जूता a skos:Concept ; skos:notation "٤٢", "靴-1", "twice" .
:รองเท้า a skos:Concept ; skos:notation "Об-7", "twice" ; skos:prefLabel "รองเท้า"@th .
:но a skos:Concept ; skos:prefLabel "twice"@en-GB .
"""


@pytest.mark.parametrize(
    ("label", "concept"),
    [
        ("जूता", "जूता"),
        ("http://x/รองเท้า", "รองเท้า"),
        (" ٤٢ ", "जूता"),
        ("靴-1", "जूता"),
        ("Об-7", "รองเท้า"),
    ],
)
@pytest.mark.parametrize("language", ["el", "ar", None])
def test_identifiers_of_any_script_are_known_in_any_language(
    make_index: MakeIndex, label: str, concept: str, language: str | None
) -> None:
    found = ask(make_index(IDENTIFIERS), label, language)
    assert found.verdict is VerdictCode.IDENTIFIER
    assert found.concept is not None
    assert found.matched is not None
    assert (found.concept.id, found.matched.kind, found.matched.form) == (concept, "identifier", label.strip())


def test_a_notation_of_two_concepts_is_ambiguous_and_claims_both(make_index: MakeIndex) -> None:
    index = make_index(IDENTIFIERS)
    found = ask(index, "twice", "he")
    assert found.verdict is VerdictCode.AMBIGUOUS
    assert sorted(candidate.concept.id for candidate in found.candidates) == ["जूता", "รองเท้า"]
    assert ask(index, "รองเท้า", "th", "twice").verdict is VerdictCode.PREFERRED


def test_a_label_comes_before_an_identifier_of_another_concept(make_index: MakeIndex) -> None:
    found = ask(make_index(IDENTIFIERS), "TWICE", "en-US")
    assert found.concept is not None
    assert (found.verdict, found.concept.id) == (VerdictCode.PREFERRED, "но")


@pytest.mark.parametrize(
    ("label", "language", "verdict"),
    [
        ("ラン\u200bナー", "ja", "unknown"),
        ("コー\u200dト", "ja", "ambiguous"),
        ("Lauf\u00adschuh", "ar", "other-language"),
    ],
)
def test_characters_that_nobody_sees_are_warned_of_whatever_the_verdict(
    shoes: LabelIndex, label: str, language: str, verdict: str
) -> None:
    found = ask(shoes, label, language)
    assert (found.verdict, [warning.code for warning in found.warnings]) == (verdict, ["invisible-characters"])


def test_a_mismatch_looks_at_the_attributes_of_the_concept_claimed(shoes: LabelIndex) -> None:
    (warning,) = ask(shoes, "Mantel", "de", "running", attributes={}).warnings
    assert (warning.code, warning.attribute) == ("missing-attribute", "occlusion")
    assert ask(shoes, "Laufschuh", "de", "coat", attributes={}).warnings == ()


def test_a_label_in_a_fallback_language_is_accepted_and_says_so(shoes: LabelIndex) -> None:
    index = replace(shoes, fallbacks=(LanguageTag("de"),), _ladders={})
    found = ask(index, "LAUFSCHUH", "gsw")
    assert found.matched is not None
    assert (found.verdict, found.matched.language_rung) == (VerdictCode.PREFERRED, "fallback")
    assert ask(shoes, "LAUFSCHUH", "gsw").verdict is VerdictCode.OTHER_LANGUAGE


def test_a_label_without_a_language_tag_fits_every_language(make_index: MakeIndex) -> None:
    index = make_index(':nike a skos:Concept ; skos:prefLabel "ナイキ", "Nike" .')
    for label, language in (("ナイキ", "ar"), ("nike", "th"), ("NIKE", "hi")):
        matched = ask(index, label, language).matched
        assert matched is not None
        assert (matched.language, matched.language_rung) == ("", "untagged")


def test_the_turkish_capital_of_i_is_told_from_that_of_dotless_i(make_index: MakeIndex) -> None:
    index = make_index(':a a skos:Concept ; skos:prefLabel "kır"@tr . :b a skos:Concept ; skos:prefLabel "kir"@tr .')
    for label, concept in (("KIR", "a"), ("KİR", "b"), ("kır", "a"), ("kir", "b")):
        found = ask(index, label, "tr").concept
        assert found is not None
        assert found.id == concept


def test_another_language_with_several_concepts_is_decided_by_a_claim_only_among_them(shoes: LabelIndex) -> None:
    outside = ask(shoes, "コート", "el", "running")
    assert (outside.verdict, outside.concept) == (VerdictCode.OTHER_LANGUAGE, None)
    assert [candidate.relation for candidate in outside.candidates] == ["unrelated", "sibling"]
    single = ask(shoes, "靴", "de", "running")
    assert (single.verdict, single.relation) == (VerdictCode.OTHER_LANGUAGE, "broader")
    assert [suggestion.label for suggestion in single.suggestions] == ["Laufschuh"]


@given(st.sampled_from([10**5000, float("inf"), [[[]]], {"a": {"b": None}}, "\ud800", True]))
def test_attributes_of_any_kind_get_a_verdict(shoes: LabelIndex, value: object) -> None:
    assert ask(shoes, "Laufschuh", "de", attributes={"occlusion": value}).verdict is VerdictCode.PREFERRED


@given(
    st.text(st.sampled_from("Laufschuh LAUFSCHUH靴حذاء\u200b\u0301-'"), max_size=12),
    st.sampled_from(["de", "ar", None]),
)
def test_the_verdict_hangs_on_the_label_alone_and_not_on_what_was_asked_before(
    shoes: LabelIndex, label: str, language: str | None
) -> None:
    judge_again = remembering(shoes, suggestions=3)
    questions = [Question(label, language, claim) for claim in (None, "running", "nobody", "S1", None, "running")]
    assert [judge_again(question) for question in questions] == [
        judge(shoes, question, suggestions=3) for question in questions
    ]


def test_a_label_of_a_merged_concept_names_the_one_in_use_and_a_claim_of_the_old_one_finds_its_successor(
    make_index: MakeIndex,
) -> None:
    index = make_index(
        ':boot a skos:Concept ; skos:prefLabel "boot"@en ; skos:altLabel "बूट"@hi .'
        ':old-boot a skos:Concept ; skos:prefLabel "बूट"@hi ; owl:deprecated true ; dct:isReplacedBy :boot .'
    )
    plain = judge(index, Question("बूट", "hi"))
    assert (plain.verdict, plain.concept.id if plain.concept else None) == ("alternative", "boot")
    claimed = judge(index, Question("बूट", "hi", "old-boot"))
    assert (claimed.verdict, claimed.successor.id if claimed.successor else None) == ("retired", "boot")


def test_a_warning_on_a_label_stands_beside_its_verdict_and_no_other(shoes: LabelIndex) -> None:
    place = (ConceptId("running"), "koşu ayakkabısı", LanguageTag("tr"))
    warning = VerdictWarning(WarningCode.BOUNDARY, "it covers more")
    warned = replace(shoes, warnings={place: (warning,)})
    for question in (
        Question("koşu ayakkabısı", "tr"),
        Question("KOŞU AYAKKABISI", "tr"),
        Question("koşu ayakkabısı", "tr", "running"),
        Question("koşu ayakkabısı", "tr", "tennis"),
        Question("koşu ayakkabısı"),
    ):
        assert warning in judge(warned, question).warnings
        assert judge(warned, question).verdict is judge(shoes, question).verdict
    for question in (Question("Laufschuh", "de"), Question("running"), Question("koşu", "tr")):
        assert judge(warned, question) == judge(shoes, question)
