from taxonomy_service.domain.labels import LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.statements import Literal
from taxonomy_service.integrity.view import LABEL_PROPERTIES, View
from tests.integrity.conftest import MakeView

PREFERRED, ALTERNATIVE = LabelKind.PREFERRED, LabelKind.ALTERNATIVE
DE, JA = LanguageTag("de"), LanguageTag("ja")


def _forms(view: View, kind: LabelKind, tag: LanguageTag) -> list[str]:
    return [row.object.value for row in view.labels.get((kind, tag), ()) if isinstance(row.object, Literal)]


def test_labels_come_by_kind_and_tag_and_keep_their_statements(make_view: MakeView) -> None:
    view = make_view(
        ':a skos:prefLabel "Schuh"@de, "靴"@ja ; skos:altLabel "Treter"@de . :b skos:prefLabel "Schuh"@de .'
    )
    assert _forms(view, PREFERRED, DE) == ["Schuh", "Schuh"]
    assert view.tags == [DE, JA]
    assert [row.subject for row in view.with_form("Schuh", DE)] == ["http://x/a", "http://x/b"]
    assert view.holders[PREFERRED, JA].keys() == {"http://x/a"}
    assert view.holders[ALTERNATIVE, DE].keys() == {"http://x/a"}
    assert view.labelled == {"http://x/a", "http://x/b"}


def test_keys_bring_together_what_is_the_same_label(make_view: MakeView) -> None:
    view = make_view(':a skos:prefLabel "GRÖSSE"@de . :b skos:altLabel "größe"@de, "Weite"@de .')
    assert sorted(len(rows) for rows in view.keys(DE).values()) == [1, 2]
    assert view.keys(LanguageTag("tr")) == {}


def test_labels_of_skos_xl_are_labels_and_are_proved_by_both_their_statements(make_view: MakeView) -> None:
    body = (
        ':a skosxl:prefLabel :l . :l skosxl:literalForm "حذاء"@ar . :b skosxl:altLabel :l ; skos:altLabel "حذاء"@ar .'
    )
    view = make_view(body)
    (row,) = view.labels[PREFERRED, LanguageTag("ar")]
    assert [one.predicate.rpartition("#")[2] for one in view.premises(row, LABEL_PROPERTIES[PREFERRED])] == [
        "prefLabel",
        "literalForm",
    ]
    assert len(view.labels[ALTERNATIVE, LanguageTag("ar")]) == 1, "stated and implied, it is one label"


def test_a_vocabularys_own_label_properties_are_read(make_view: MakeView) -> None:
    view = make_view(':short rdfs:subPropertyOf skos:altLabel . :a :short "but"@pl .')
    assert _forms(view, ALTERNATIVE, LanguageTag("pl")) == ["but"]
    assert view.label_kinds["http://x/short"] is ALTERNATIVE


def test_concepts_that_are_only_mentioned_are_not_described(make_view: MakeView) -> None:
    view = make_view(
        ":a skos:broader :b . :b a skos:Concept . :c skos:related :a . :d skos:prefLabel 'x'@en ; skos:related :a ."
    )
    assert view.concepts.keys() == {f"http://x/{name}" for name in "abcd"}
    assert view.described.keys() == {"http://x/b", "http://x/d"}


def test_hierarchy_leaves_mappings_out(make_view: MakeView) -> None:
    view = make_view(":a skos:broader :b ; skos:broadMatch :c . :d skos:narrower :a .")
    assert view.hierarchy == {"http://x/a": view.hierarchy["http://x/a"]}
    assert view.hierarchy["http://x/a"].keys() == {"http://x/b", "http://x/d"}


def test_members_of_lists_are_members_even_of_a_list_that_runs_round(make_view: MakeView) -> None:
    ring = ":c skos:memberList _:l . _:l rdf:first :a ; rdf:rest _:m . _:m rdf:first :b ; rdf:rest _:l . :c skos:member :x ."
    assert make_view(ring).members["http://x/c"].keys() == {"http://x/a", "http://x/b", "http://x/x"}


def test_retired_concepts_say_so_in_one_of_several_ways(make_view: MakeView) -> None:
    view = make_view(":a owl:deprecated true . :b dct:isReplacedBy :a . :c owl:deprecated false .")
    assert view.retired.keys() == {"http://x/a", "http://x/b"}


def test_a_resource_is_called_by_its_english_label_else_another_else_its_iri(make_view: MakeView) -> None:
    view = make_view(
        ':a skos:prefLabel "Schuh"@de, "shoe"@en-GB . :b skos:prefLabel "鞋"@zh . :c skos:altLabel "x"@en .'
    )
    assert view.label_of("http://x/a") == Literal("shoe", LanguageTag("en-gb"))
    assert view.label_of("http://x/b").value == "鞋"
    assert view.label_of("http://x/c") == Literal("http://x/c")


def test_labels_that_are_resources_are_set_aside(make_view: MakeView) -> None:
    view = make_view(":a skos:prefLabel :b .")
    assert view.labels == {}
    assert [(kind, row.object) for kind, row in view.resource_labels] == [(PREFERRED, "http://x/b")]
