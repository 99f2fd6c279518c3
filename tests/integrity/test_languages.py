from taxonomy_service.domain.findings import Severity
from taxonomy_service.integrity.languages import canonical_tag
from taxonomy_service.integrity.profiles import CheckSetting, Profile
from taxonomy_service.integrity.running import run_checks
from taxonomy_service.integrity.table import CHECKS
from tests.integrity.conftest import Find, MakeView


def test_tags_are_made_canonical_where_they_can_be() -> None:
    assert [canonical_tag(tag) for tag in ("iw", "pt-br", "", "deutsch-deutschland")] == ["he", "pt-BR", "", None]


def test_labels_and_notes_without_a_tag_are_found_and_codes_are_not(find: Find) -> None:
    body = (
        ':a a skos:Concept ; skos:prefLabel "but" ; skos:scopeNote "x"@pl, "y" ; skos:notation "B1" ; dct:date "2024" .'
    )
    assert sorted(one.label for one in find("Q051", body)) == ["but", "y"]


def test_a_malformed_tag_is_an_error_and_an_unregistered_one_a_warning(find: Find) -> None:
    found = find("Q052", ':a skos:prefLabel "a"@deutsch-deutschland, "b"@xx, "c"@x-shop, "d"@de-1996 .')
    assert [(one.language, one.severity) for one in found] == [
        ("deutsch-deutschland", Severity.ERROR),
        ("xx", Severity.WARNING),
    ]


def test_the_share_says_which_languages_are_the_vocabularys(find: Find) -> None:
    body = (
        "".join(f':{name} a skos:Concept ; skos:prefLabel "{name}"@de . ' for name in "abc")
        + ':a skos:prefLabel "靴"@ja .'
    )
    assert find("Q054", body) == []
    every = Profile({"Q054": CheckSetting(parameters={"share": 0.0})})
    assert [(one.subject, one.language) for one in find("Q054", body, every)] == [
        ("http://x/b", "ja"),
        ("http://x/c", "ja"),
    ]


def test_a_variety_serves_where_its_language_is_required_but_not_the_other_way_round(find: Find) -> None:
    body = ':a a skos:Concept ; skos:prefLabel "Schuh"@de-AT, "but"@pl .'
    required = Profile({"Q055": CheckSetting(parameters={"languages": ("de", "pl-PL", "ja")})})
    assert [one.language for one in find("Q055", body, required)] == ["ja", "pl-PL"]


def test_a_required_language_that_is_none_is_not_checked(make_view: MakeView) -> None:
    view = make_view(':a a skos:Concept ; skos:prefLabel "Schuh"@de .')
    profile = Profile({"Q055": CheckSetting(parameters={"languages": ("german!", "de")})})
    done = run_checks(view, CHECKS, profile, only={"Q055"})
    assert not done.findings
    assert [gap.quantity for gap in done.gaps if "german!" in str(gap.reason)] == [1]


def test_an_alternative_label_needs_a_preferred_one_of_its_language_in_any_variety(find: Find) -> None:
    body = ':a a skos:Concept ; skos:prefLabel "shoe"@en ; skos:altLabel "trainer"@en-GB, "bota"@es, "x" .'
    assert [one.label for one in find("Q056", body)] == ["bota"]


def test_no_common_language_is_told_a_scheme_with_a_concept_that_shows_it(find: Find) -> None:
    body = (
        ":s a skos:ConceptScheme . :t a skos:ConceptScheme . "
        ':a a skos:Concept ; skos:inScheme :s ; skos:prefLabel "a"@de, "あ"@ja . '
        ':b a skos:Concept ; skos:inScheme :s, :t ; skos:prefLabel "い"@ja . '
        ':c a skos:Concept ; skos:inScheme :t ; skos:prefLabel "c"@de . :d a skos:Concept ; skos:inScheme :s .'
    )
    (found,) = find("Q057", body)
    assert (found.subject, found.related) == ("http://x/t", ("http://x/c",)) or found.related == ("http://x/b",)
    assert found.proof


def test_nobody_is_asked_to_translate_what_is_retired(find: Find) -> None:
    body = ':a a skos:Concept ; skos:prefLabel "a"@de, "ا"@ar . :b a skos:Concept ; skos:prefLabel "b"@de ; owl:deprecated true .'
    every = Profile({"Q054": CheckSetting(parameters={"share": 0.0})})
    assert find("Q054", body, every) == []
    assert len(find("Q054", body.replace("owl:deprecated true", "skos:notation 'b'"), every)) == 1
    assert find("Q055", body, Profile({"Q055": CheckSetting(parameters={"languages": ("ar",)})})) == []
