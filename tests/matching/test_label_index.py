from collections.abc import Callable
from dataclasses import replace

import pytest

from taxonomy_service.domain.concepts import Concept, ConceptId
from taxonomy_service.domain.labels import Label, LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId
from taxonomy_service.domain.statements import Iri
from taxonomy_service.domain.verdicts import VerdictWarning, WarningCode
from taxonomy_service.matching import label_index
from taxonomy_service.matching.label_index import LabelIndex, compile_release

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
    partition = shoes.partition(LanguageTag("ja"))
    keys, entries = partition.keys, partition.entries
    assert len(keys) == len(entries)
    assert {entry.language for entry in entries} == {"ja"}
    assert "コート" in keys


def test_a_chain_of_successors_is_followed_over_all_branches_to_those_in_use(make_index: MakeIndex) -> None:
    index = make_index(
        ":a a skos:Concept ; dct:isReplacedBy :b, :c . :b a skos:Concept ; dct:isReplacedBy :c, :靴 ."
        ":c a skos:Concept ; dct:isReplacedBy :a, :d . :d a skos:Concept . :靴 a skos:Concept ."
        ":e a skos:Concept ; dct:isReplacedBy :f . :f a skos:Concept ; owl:deprecated true ."
        ":g a skos:Concept ; dct:isReplacedBy <http://elsewhere/x> . :h a skos:Concept ; dct:isReplacedBy :h ."
    )
    assert index.retired == {
        "a": ("d", "靴"),
        "b": ("d", "靴"),
        "c": ("d", "靴"),
        "e": (),
        "f": (),
        "g": (),
        "h": (),
    }


def test_a_chain_of_thousands_of_successors_is_followed_in_time(make_index: MakeIndex) -> None:
    count = 3_000
    links = " ".join(f":n{i} a skos:Concept ; dct:isReplacedBy :n{i + 1} ." for i in range(count))
    index = make_index(f"{links} :n{count} a skos:Concept .")
    assert set(index.retired.values()) == {(f"n{count}",)}


def test_attributes_come_down_every_way_once_the_farthest_first(make_index: MakeIndex) -> None:
    index = make_index(
        ":a a skos:Concept ; tax:requiresAttribute :p, :q . :b a skos:Concept ; skos:broader :a ."
        ":c a skos:Concept ; skos:broader :a ; tax:requiresAttribute :r . :d a skos:Concept ; skos:broader :b, :c ;"
        "tax:requiresAttribute :p, :undefined . :e a skos:Concept ."
        ":p a tax:Attribute . :q a tax:Attribute . :r a tax:Attribute ."
    )
    assert {concept: [attribute.id for attribute in found] for concept, found in index.required.items()} == {
        "a": ["p", "q"],
        "b": ["p", "q"],
        "c": ["p", "q", "r"],
        "d": ["p", "q", "r"],
    }


def test_attributes_go_round_in_a_circle_of_concepts_once(make_index: MakeIndex) -> None:
    index = make_index(
        ":a a skos:Concept ; skos:broader :b ; tax:requiresAttribute :p . :b a skos:Concept ; skos:broader :a ;"
        "tax:requiresAttribute :q . :p a tax:Attribute . :q a tax:Attribute ."
    )
    assert [attribute.id for attribute in index.required[ConceptId("a")]] == ["q", "p"]
    assert [attribute.id for attribute in index.required[ConceptId("b")]] == ["p", "q"]


def test_a_form_of_many_concepts_leads_to_all_in_the_order_of_their_iris(make_index: MakeIndex) -> None:
    index = make_index(" ".join(f':n{i} a skos:Concept ; skos:prefLabel "その他"@ja .' for i in range(9)))
    assert [entry.concept for entry in index.by_form[LanguageTag("ja")]["その他"]] == [f"n{i}" for i in range(9)]


def test_the_best_kind_stays_whatever_the_order_of_the_labels(shoes: LabelIndex) -> None:
    hidden, preferred = (
        Label(form, LanguageTag("tr"), kind)
        for form, kind in (("ıŞIK", LabelKind.HIDDEN), ("IŞIK", LabelKind.PREFERRED))
    )
    concept = Concept(ConceptId("a"), Iri("urn:a"), labels=(hidden, preferred))
    scheme = ConceptScheme(SchemeId("s"), Iri("urn:s"), concepts={concept.id: concept})
    index = compile_release(replace(shoes.release, scheme=scheme))
    assert [entry.kind for entry in index.by_key[LanguageTag("tr")]["ışık"]] == ["preferred"]


def test_form_stands_alone_where_nothing_but_its_concept_need_be_said(shoes: LabelIndex) -> None:
    tags = {tag: LanguageTag(tag) for tag in ("en", "ja", "nl", "de", "ar")}
    named, kind = shoes.alone("runing shoe", tags["en"]) or (None, None)
    assert (named, kind) == (shoes.named(ConceptId("running"), tags["en"]), "hidden")
    assert shoes.alone("Runing shoe", tags["en"]) is None, "a key, not a form"
    assert shoes.alone("コート", tags["ja"]) is None, "two concepts"
    assert shoes.alone("古靴", tags["ja"]) is None, "a retired concept"
    assert shoes.alone("Schuh", LanguageTag("xx")) is None
    warning = VerdictWarning(WarningCode.BOUNDARY, "بعيد")
    warned = replace(shoes, warnings={(ConceptId("running"), "حذاء جري", tags["ar"]): (warning,)})
    assert warned.alone("حذاء جري", tags["ar"]) is None, "a warning"
    assert shoes.alone("حذاء جري", tags["ar"]) is not None


def test_text_is_looked_for_in_every_language_at_once(shoes: LabelIndex) -> None:
    assert shoes.forms_anywhere("bank").keys() == {"nl"}
    assert {tag: len(found) for tag, found in shoes.keys_anywhere("bank").items()} == {"de": 1, "nl": 2}
    assert shoes.keys_anywhere("靴紐") == {}


def test_made_up_languages_do_not_fill_the_memory(shoes: LabelIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(label_index, "MOST_NAMED", 3)
    monkeypatch.setattr(label_index, "MOST_LADDERS", 3)
    index = compile_release(shoes.release)
    for number in range(9):
        made_up = LanguageTag(f"en-x-a{number}")
        assert index.named(ConceptId("shoe"), made_up).preferred_labels == {"en": "shoe"}
        assert index.ladder(made_up)[0].language == "en"
    assert len(index._named) == len(index._ladders) == 3
