from taxonomy_service.integrity.profiles import read_profile
from taxonomy_service.integrity.running import run_checks
from taxonomy_service.integrity.table import CHECKS
from tests.integrity.conftest import Find, MakeView


def test_a_definition_in_a_variety_will_do_and_retired_concepts_need_none(find: Find) -> None:
    body = (
        ':a a skos:Concept ; skos:definition "x"@pt-BR . :b a skos:Concept ; owl:deprecated true . :c a skos:Concept .'
    )
    profile = read_profile({"languages": ["PT"]}, CHECKS)
    assert [(one.subject, one.language) for one in find("Q024", body, profile)] == [("http://x/c", "pt")]


def test_a_vocabulary_without_any_note_is_taken_as_meant(make_view: MakeView) -> None:
    done = run_checks(make_view(":a a skos:Concept ."), CHECKS, only={"Q023"})
    assert done.findings == ()
    assert [gap.quantity for gap in done.gaps if gap.code == "Q023"] == [1]


def test_a_label_of_skos_xl_is_a_label(find: Find) -> None:
    assert find("Q025", ':a a skos:Concept ; skosxl:prefLabel :l . :l skosxl:literalForm "कूंजी"@hi .') == []


def test_collections_and_schemes_may_have_a_title_in_place_of_a_label(find: Find) -> None:
    body = ':s a skos:ConceptScheme ; rdfs:label "x" . :c skos:member :a . :d skos:member :a ; skos:prefLabel "مجموعة"@ar .'
    assert [one.subject for one in find("Q026", body)] == ["http://x/c"]
