import pytest

from taxonomy_service.domain.concepts import (
    Collection,
    Concept,
    ConceptId,
    Mapping,
    MappingKind,
    Note,
    NoteKind,
    Relation,
    RelationKind,
)
from taxonomy_service.domain.labels import Label, LabelKind
from taxonomy_service.domain.languages import UNTAGGED, LanguageTag
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId
from taxonomy_service.domain.statements import Iri, Literal, Node, Property
from taxonomy_service.store.rows import (
    NodeColumns,
    Parts,
    content_row,
    labels_of,
    node_columns,
    node_of,
    notations_of,
    notes_of,
    parts_of,
    properties_of,
)

A, B = Iri("urn:a"), Iri("urn:b")
NODES: list[tuple[Node, NodeColumns]] = [
    ("urn:x", NodeColumns("iri", "urn:x", "", "")),
    ("_:b", NodeColumns("blank", "_:b", "", "")),
    (Literal("_:b"), NodeColumns("literal", "_:b", "", "")),
    (Literal("حذاء", LanguageTag("ar")), NodeColumns("literal", "حذاء", "ar", "")),
    (Literal("1", UNTAGGED, "urn:int"), NodeColumns("literal", "1", "", "urn:int")),
]


@pytest.mark.parametrize(("node", "columns"), NODES)
def test_node_becomes_columns_and_comes_back(node: Node, columns: NodeColumns) -> None:
    assert node_columns(node) == columns
    assert node_of(*columns) == node
    assert type(node_of(*columns)) is type(node)


def test_concept_is_taken_apart() -> None:
    concept = Concept(
        ConceptId("a"),
        A,
        relations=(Relation(RelationKind.BROADER, B),),
        mappings=(Mapping(MappingKind.EXACT_MATCH, A),),
    )
    relations = (("broader", "urn:b", -1), ("exactMatch", "urn:a", -1))
    assert parts_of(concept) == Parts("concept", "a", "urn:a", False, (), (), (), relations, ())


def test_order_of_a_list_is_kept_with_members_that_come_twice() -> None:
    group = Collection(ConceptId("a"), A, members=(A, B), member_list=(B, A, B))
    listed = (("memberList", B, 0), ("memberList", A, 1), ("memberList", B, 2))
    assert parts_of(group).relations == (("member", A, -1), ("member", B, -1), *listed)
    assert parts_of(group).ordered


def test_empty_list_is_ordered_and_no_list_is_not() -> None:
    assert parts_of(Collection(ConceptId("a"), A, member_list=())).ordered
    assert not parts_of(Collection(ConceptId("a"), A)).ordered


def test_scheme_is_taken_apart_without_its_concepts() -> None:
    scheme = ConceptScheme(SchemeId("s"), A, top_concepts=(B,), concepts={ConceptId("b"): Concept(ConceptId("b"), B)})
    assert parts_of(scheme) == Parts("scheme", "s", "urn:a", False, (), (), (), (("hasTopConcept", B, -1),), ())


def test_content_becomes_json_and_comes_back() -> None:
    plain = Label('"botte\\"', LanguageTag("fr"), LabelKind.PREFERRED)
    of_a_node = Label("靴", LanguageTag("ja"), LabelKind.HIDDEN, "urn:label", plain=False)
    notes = (Note(NoteKind.DEFINITION, Literal("\0", LanguageTag("ar"))), Note(NoteKind.SCOPE_NOTE, "_:n"))
    notations = (Literal("7", UNTAGGED, "urn:int"),)
    properties = (Property("urn:p", Literal("x", LanguageTag("de"))), Property("urn:p", "_:n"))
    row = content_row(7, parts_of(Concept(ConceptId("a"), A, (plain, of_a_node), notes, notations, (), (), properties)))
    assert row == (
        7,
        r'[["\"botte\\\"","fr","preferred",null,true],["靴","ja","hidden","urn:label",false]]',
        r'[{"kind":"definition","content":["\u0000","ar",""]},{"kind":"scopeNote","content":"_:n"}]',
        '[["7","","urn:int"]]',
        '[["urn:p",["x","de",""]],["urn:p","_:n"]]',
    )
    labels, read_notes, read_notations = labels_of(row[1]), notes_of(row[2]), notations_of(row[3])
    assert (labels, read_notes, read_notations) == ((plain, of_a_node), notes, notations)
    assert properties_of(row[4]) == properties
    assert [type(label) for label in labels] == [Label, Label]
    assert labels[1].kind is LabelKind.HIDDEN
    assert read_notes[0].kind is NoteKind.DEFINITION
    assert type(read_notes[0].content) is type(read_notations[0]) is Literal
    assert type(properties_of(row[4])[0].object) is Literal


def test_resource_without_content_has_no_row_of_it() -> None:
    assert content_row(7, parts_of(Concept(ConceptId("a"), A))) is None
