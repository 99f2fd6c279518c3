from taxonomy_service.domain import terms
from taxonomy_service.domain.concepts import Collection, Concept, ConceptId, Relation, RelationKind
from taxonomy_service.domain.labels import Label, LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId
from taxonomy_service.domain.statements import Iri, Literal, Property, Statement
from taxonomy_service.domain.stating import (
    ResourceKey,
    ResourceRole,
    State,
    StatedSettings,
    Subject,
    in_canonical_order,
    key_of,
    statements_of,
)

AR = LanguageTag("ar")


def test_a_label_node_is_stated_with_its_concept() -> None:
    label = Label("حذاء", AR, LabelKind.HIDDEN, "urn:n", plain=False)
    assert statements_of(Concept(ConceptId("a"), Iri("urn:a"), (label,))) == {
        Statement("urn:a", terms.TYPE, terms.CONCEPT),
        Statement("urn:a", terms.SKOSXL + "hiddenLabel", "urn:n"),
        Statement("urn:n", terms.TYPE, terms.XL_LABEL),
        Statement("urn:n", terms.LITERAL_FORM, Literal("حذاء", AR)),
    }


def test_the_order_of_a_collection_is_one_statement() -> None:
    group = Collection(ConceptId("g"), Iri("urn:g"), member_list=(Iri("urn:b"), Iri("urn:a")))
    assert Literal('["urn:b", "urn:a"]', datatype=terms.RDF + "JSON") in {row.object for row in statements_of(group)}


def test_every_state_knows_its_role() -> None:
    states: list[State] = [
        ConceptScheme(SchemeId("s"), Iri("urn:s")),
        StatedSettings(Iri("urn:s"), "{}"),
        Concept(ConceptId("a"), Iri("urn:a")),
        Collection(ConceptId("g"), Iri("urn:g")),
        Subject("_:b", (Property("urn:p", "urn:o"),)),
    ]
    assert [key_of(state).role for state in states] == list(ResourceRole)
    assert key_of(states[0]) == ResourceKey(ResourceRole.SCHEME, "urn:s")
    assert statements_of(None) == frozenset()


def test_canonical_order_knows_no_repetition() -> None:
    one, two = Label("靴", LanguageTag("ja"), LabelKind.PREFERRED), Label("Schuh", LanguageTag("de"), LabelKind.HIDDEN)
    relation = Relation(RelationKind.BROADER, Iri("urn:b"))
    concept = Concept(ConceptId("a"), Iri("urn:a"), (one, two, one), relations=(relation, relation))
    ordered = in_canonical_order(concept)
    assert (ordered.labels, ordered.relations) == ((two, one), (relation,))
