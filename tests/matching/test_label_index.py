from collections.abc import Callable

from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.matching.label_index import LabelIndex

MakeIndex = Callable[[str], LabelIndex]


def test_the_default_language_is_english_or_else_that_of_most_labels(make_index: MakeIndex) -> None:
    assert (
        make_index(
            '<urn:a> a skos:Concept ; skos:prefLabel "a"@de, "b"@en-GB ; skos:altLabel "c"@de .'
        ).default_language
        == "en-GB"
    )
    assert (
        make_index('<urn:a> a skos:Concept ; skos:prefLabel "ア"@ja, "a"@pl ; skos:altLabel "イ"@ja .').default_language
        == "ja"
    )
    assert make_index("<urn:a> a skos:Concept .").default_language == ""


def test_of_several_labels_of_one_concept_with_one_key_the_best_stays(make_index: MakeIndex) -> None:
    index = make_index('<urn:a> a skos:Concept ; skos:prefLabel "Schuh"@de ; skos:hiddenLabel "schuh"@de .')
    (entry,) = index.by_key[LanguageTag("de")]["schuh"]
    assert entry.kind == "preferred"


def test_attributes_are_inherited_the_broadest_first(make_index: MakeIndex) -> None:
    index = make_index(
        "<urn:a> a skos:Concept ; tax:requiresAttribute <urn:p> . <urn:b> a skos:Concept ; skos:broader <urn:a> ; "
        "tax:requiresAttribute <urn:o> . <urn:p> a tax:Attribute . <urn:o> a tax:Attribute ."
    )
    assert [attribute.iri for attribute in index.required[ConceptId("urn-b")]] == ["urn:p", "urn:o"]
    assert [attribute.iri for attribute in index.required[ConceptId("urn-a")]] == ["urn:p"]


def test_what_is_remembered_is_the_same_each_time(shoes: LabelIndex) -> None:
    german = LanguageTag("de")
    assert shoes.ladder(german) is shoes.ladder(german)
    assert shoes.partition(german) is shoes.partition(german)
    assert shoes.variants(german) is shoes.variants(german)
    assert shoes.named(ConceptId("shoe"), german) is shoes.named(ConceptId("shoe"), german)


def test_a_partition_holds_every_label_of_its_language(shoes: LabelIndex) -> None:
    keys, entries = shoes.partition(LanguageTag("ja"))
    assert len(keys) == len(entries)
    assert {entry.language for entry in entries} == {"ja"}
    assert "コート" in keys
