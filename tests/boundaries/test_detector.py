import time
from collections.abc import Callable

import pytest

from taxonomy_service.boundaries.detector import Detector, detect, judge_again, labelled, make_detector, recheck
from taxonomy_service.boundaries.vocabulary import Vocabulary
from taxonomy_service.domain.boundaries import BoundaryFinding, BoundaryRelation
from taxonomy_service.domain.languages import LanguageTag

Furnish = Callable[..., Vocabulary]
Number = Callable[[Vocabulary, str], int]
PLANTED = {
    ("glass-table", "de"): "Lederstühle",
    ("steel-lamp", "fr"): "Bouteilles en papier",
    ("paper-bag", "ja"): "革製椅子",
    ("wood-shelf", "ar"): "مرايا قطنية",
}


@pytest.fixture(scope="module")
def drifted(furnish: Furnish) -> Detector:
    return make_detector(furnish(PLANTED))


def test_planted_mistakes_are_among_the_surest_findings_in_every_script(drifted: Detector) -> None:
    for own, language in PLANTED:
        found = detect(drifted, {LanguageTag(language)}, weak=True)
        first = [str(of.concept).rpartition("/")[2] for of in found[:6]]
        assert own in first, (own, language, first)
        assert all(of.evidence and str(of.evidence[0].reason) for of in found)


def test_every_label_of_every_language_but_the_source_is_ranked(drifted: Detector, furnish: Furnish) -> None:
    found = detect(drifted, weak=True)
    assert len(found) == len({(of.concept, of.language) for of in found}) == 4 * furnish().size
    assert [of.confidence for of in found] == sorted((of.confidence for of in found), reverse=True)
    assert all(0 <= of.confidence <= 1 for of in found)


def test_what_is_flagged_is_what_is_found_without_asking_for_the_weak(drifted: Detector) -> None:
    assert [of for of in detect(drifted, weak=True) if of.flagged] == detect(drifted)


def test_a_detector_for_one_look_finds_the_same(drifted: Detector, furnish: Furnish) -> None:
    passing = make_detector(furnish(PLANTED), lasting=False)
    assert detect(passing, weak=True) == detect(drifted, weak=True)
    french = LanguageTag("fr")
    assert recheck(passing, 3, french, "bouteilles") == recheck(drifted, 3, french, "bouteilles")


def test_only_the_languages_asked_for_are_judged(drifted: Detector) -> None:
    found = detect(drifted, {LanguageTag("ja")}, weak=True)
    assert {of.language for of in found} == {"ja"}


def test_an_untranslated_label_is_called_so(furnish: Furnish, number: Number) -> None:
    made = make_detector(furnish({("glass-table", "ja"): "Glass Tables"}))
    found = {str(of.concept): of for of in detect(made, {LanguageTag("ja")}, weak=True)}
    assert found["https://example.org/glass-table"].relation is BoundaryRelation.UNTRANSLATED


def test_an_edit_is_judged_at_once_with_its_neighbours(drifted: Detector, number: Number) -> None:
    at = number(drifted.vocabulary, "glass-table")
    start = time.process_time()
    mended = recheck(drifted, at, LanguageTag("de"), "Glastische")
    assert time.process_time() - start < 1
    before = next(
        of for of in detect(drifted, weak=True) if of.label == "Lederstühle" and of.concept.endswith("glass-table")
    )
    assert mended[0].label == "Glastische"
    assert mended[0].confidence < before.confidence - 0.02
    assert {str(of.concept).rpartition("/")[2] for of in mended[1:]} == {
        "leather-chair",  # which has the form that the table had
        "table",
        *(f"{stuff}-table" for stuff in ("wood", "leather", "steel", "paper", "cotton")),
    }


def test_a_new_mistake_is_seen_at_once(furnish: Furnish, number: Number) -> None:
    made = make_detector(furnish())
    right, wrong = (
        recheck(made, number(made.vocabulary, "glass-table"), LanguageTag("ar"), form)[0]
        for form in ("طاولات شفافة", "مصابيح ورقية")
    )
    assert wrong.confidence > right.confidence + 0.02


def of_concept(found: list[BoundaryFinding], own: str) -> BoundaryFinding:
    return next(of for of in found if of.concept.endswith(f"/{own}"))


def told(finding: BoundaryFinding) -> str:
    return " ".join(str(evidence.reason) for evidence in finding.evidence)


@pytest.mark.parametrize(
    ("language", "general", "special"), [("de", "Tische", "Glastische"), ("ar", "طاولات", "طاولات شفافة")]
)
def test_a_collapse_that_an_edit_makes_is_seen_on_both_concepts(
    furnish: Furnish, number: Number, language: str, general: str, special: str
) -> None:
    made, tag = make_detector(furnish()), LanguageTag(language)
    at = number(made.vocabulary, "glass-table")
    right, wrong = (recheck(made, at, tag, form) for form in (special, general))
    assert right == recheck(made, at, tag, special), "nothing is learned from an edit"
    edited, innocent = (of_concept(wrong, own).confidence for own in ("glass-table", "table"))
    assert edited > of_concept(right, "glass-table").confidence
    assert edited > 2 * innocent
    assert of_concept(wrong, "glass-table").relation is BoundaryRelation.BROADER
    assert of_concept(wrong, "table").relation is BoundaryRelation.NARROWER
    assert f"“{general}” stands on “Glass Tables” too, one level down" in told(of_concept(wrong, "table"))


def test_a_collapse_that_an_edit_ends_is_seen_no_more(furnish: Furnish, number: Number) -> None:
    german = LanguageTag("de")
    made = make_detector(furnish({("glass-table", "de"): "Tische"}))
    at = number(made.vocabulary, "glass-table")
    before = of_concept(detect(made, {german}, weak=True), "table")
    after = of_concept(recheck(made, at, german, "Glastische"), "table")
    assert "“Tische” stands on “Glass Tables” too" in told(before)
    assert "“Tische” stands on" not in told(after)


def test_a_label_that_is_taken_away_leaves_the_others_to_be_judged(furnish: Furnish, number: Number) -> None:
    made, german = make_detector(furnish({("glass-table", "de"): "Tische"})), LanguageTag("de")
    found = recheck(made, number(made.vocabulary, "glass-table"), german, "")
    assert "glass-table" not in {of.concept.rpartition("/")[2] for of in found}
    assert "“Tische” stands on" not in told(of_concept(found, "table"))


def test_several_edits_are_judged_beside_one_another(furnish: Furnish, number: Number) -> None:
    made, japanese = make_detector(furnish()), LanguageTag("ja")
    one, other = (number(made.vocabulary, own) for own in ("glass-table", "glass-lamp"))
    found = judge_again(made, japanese, [one, other], {one: "ガラス製品", other: "ガラス製品"})
    assert [of.label for of in found] == ["ガラス製品"] * 2
    assert "stands on “Glass Lamps” too" in told(found[0])
    assert judge_again(made, LanguageTag("ko"), [one], {one: "유리 탁자"}) == []


def test_the_source_is_not_judged(drifted: Detector) -> None:
    assert recheck(drifted, 0, LanguageTag("en"), "Something else") == []


@pytest.mark.parametrize("languages", [("de",), ("ja",)])
def test_one_language_alone_gives_nothing_to_compare(furnish: Furnish, languages: tuple[str, ...]) -> None:
    assert detect(make_detector(furnish(languages=languages)), weak=True) == []


def test_labels_that_are_all_equal_break_nothing(furnish: Furnish) -> None:
    right = furnish()
    ids = [iri.rpartition("/")[2] for iri in right.iris]
    same = furnish({(own, language): "もの" for own in ids for language in ("en", "de", "fr", "ja", "ar")})
    found = detect(make_detector(same), weak=True)
    assert len(found) == 4 * same.size
    assert all(str(of.evidence[0].reason) for of in found)


def test_labels_of_one_character_and_missing_ones_break_nothing(furnish: Furnish) -> None:
    ids = [iri.rpartition("/")[2] for iri in furnish().iris]
    short = furnish({(own, "ja"): "靴" if i % 2 else "" for i, own in enumerate(ids)})
    found = detect(make_detector(short), {LanguageTag("ja")}, weak=True)
    assert len(found) == sum(map(bool, short.forms[LanguageTag("ja")]))


def test_labels_are_held_against_the_other_judged_languages_never_the_source(furnish: Furnish, number: Number) -> None:
    made, at = make_detector(furnish()), number(furnish(), "glass-table")
    others = [
        float(made.signals[tag].values["accounted"][at]) for tag in made.judged_languages if tag != LanguageTag("de")
    ]
    told = labelled(made, made.signals[LanguageTag("de")])["others:accounted"]
    assert len(others) == 3
    assert told[at] == pytest.approx(sum(others) / 3)
    assert made.others[made.vocabulary.source] == {}
