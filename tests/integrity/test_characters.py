from pathlib import Path

from taxonomy_service.integrity.running import run_checks
from taxonomy_service.integrity.table import CHECKS
from tests.integrity.conftest import Find, view_of_file

CONCEPT = ":a a skos:Concept ; "


def test_each_label_with_a_fault_is_found_once_and_its_characters_are_named(find: Find) -> None:
    body = CONCEPT + 'skos:prefLabel "长\\u200B靴"@zh, "Gummi\\u00ADstiefel"@de ; skos:altLabel "长\\u200B靴"@zh .'
    found = find("Q071", body)
    assert [(one.language, one.label) for one in found] == [("de", "Gummi\u00adstiefel"), ("zh", "长\u200b靴")]
    assert "U+00AD SOFT HYPHEN" in str(found[0].message)
    assert "U+200B ZERO WIDTH SPACE" in str(found[1].message)


def test_a_label_of_skos_xl_is_proved_by_its_node(find: Find) -> None:
    body = CONCEPT + 'skosxl:prefLabel :l . :l a skosxl:Label ; skosxl:literalForm "boot "@en .'
    (found,) = find("Q074", body)
    assert {row.subject for row in found.proof} == {"http://x/a", "http://x/l"}
    assert found.subject == "http://x/a"


def test_a_misfit_is_told_with_the_scripts_of_the_language(find: Find) -> None:
    (found,) = find("Q076", CONCEPT + 'skos:prefLabel "Кроссовки"@he, "Кроссовки"@ru .')
    assert found.language == "he"
    assert "(Hebr)" in str(found.message)


def test_the_letter_that_slipped_in_is_named(find: Find) -> None:
    (found,) = find("Q073", CONCEPT + 'skos:altLabel "Cети WAN"@ru .')
    assert "LATIN CAPITAL LETTER C" in str(found.message)
    assert "CYRILLIC" not in str(found.message)


def test_many_faulty_characters_are_not_all_named(find: Find) -> None:
    (found,) = find("Q070", CONCEPT + 'skos:prefLabel "\\u0001\\u0002\\u0003\\u0004\\u0005\\u0006 shoe"@en .')
    assert str(found.message).endswith("U+0005 …")


def test_a_real_thesaurus_has_look_alike_letters_and_nothing_else_is_taken_for_one(shared_data: Path) -> None:
    view = view_of_file(shared_data / "vocabularies" / "unesco-2022.ttl")
    codes = {"Q070", "Q071", "Q072", "Q073", "Q074", "Q075", "Q076"}
    found = run_checks(view, CHECKS, only=codes).findings
    assert [(one.code, one.language, one.label) for one in found] == [
        ("Q073", "ru", "Телевидение c высоким разрешением"),
        ("Q073", "ru", "Cети WAN"),
        ("Q073", "ru", "Люди c несколькими видами физической или умственной отсталости"),
    ]
