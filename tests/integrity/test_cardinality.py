from taxonomy_service.integrity.running import run_checks
from taxonomy_service.integrity.table import CHECKS
from tests.integrity.conftest import Find, MakeView


def test_one_finding_a_resource_and_language_however_many_labels(find: Find) -> None:
    body = ':a skos:prefLabel "but"@pl, "obuwie"@pl, "pantofel"@pl, "shoe"@en . :s a skos:ConceptScheme ; skos:prefLabel "x", "y" .'
    found = find("S14", body)
    assert [(one.subject, one.language, len(one.proof)) for one in found] == [
        ("http://x/a", "pl", 3),
        ("http://x/s", "", 2),
    ]


def test_tags_that_differ_in_case_only_are_one_language(find: Find) -> None:
    assert len(find("S14", ':a skos:prefLabel "color"@en-US, "colour"@EN-us .')) == 1


def test_stated_and_implied_by_skos_xl_the_same_form_is_one_label(find: Find) -> None:
    same = ':a skos:prefLabel "靴"@ja ; skosxl:prefLabel :l . :l skosxl:literalForm "靴"@ja .'
    assert find("S14", same) == []
    assert len(find("S14", same.replace('literalForm "靴"', 'literalForm "くつ"'))) == 1


def test_same_as_is_not_followed_and_the_report_says_so(make_view: MakeView) -> None:
    done = run_checks(
        make_view(':a owl:sameAs :b ; skos:prefLabel "x"@en . :b skos:prefLabel "y"@en .'), CHECKS, only={"S14"}
    )
    assert done.findings == ()
    assert any("owl:sameAs" in str(gap.reason) for gap in done.gaps)


def test_a_form_given_twice_to_a_label_resource_is_one_form(find: Find) -> None:
    assert find("S52", ':l skosxl:literalForm "x"@en . :l skosxl:literalForm "x"@EN .') == []
