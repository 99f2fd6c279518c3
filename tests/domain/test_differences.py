from dataclasses import replace

from taxonomy_service.domain import terms
from taxonomy_service.domain.concepts import Concept, ConceptId, Relation, RelationKind
from taxonomy_service.domain.differences import difference
from taxonomy_service.domain.labels import Label, LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId
from taxonomy_service.domain.statements import Iri, Literal, Property

OLD, NEW = (Label(form, LanguageTag("pl"), LabelKind.PREFERRED) for form in ("but", "półbut"))
CONCEPT = Concept(ConceptId("a"), Iri("urn:a"), labels=(OLD,))


def scheme(*concepts: Concept) -> ConceptScheme:
    return ConceptScheme(SchemeId("s"), Iri("urn:s"), concepts={concept.id: concept for concept in concepts})


def test_nothing_differs_from_itself() -> None:
    assert not difference(scheme(CONCEPT), scheme(CONCEPT))


def test_a_first_state_is_all_new() -> None:
    changes = difference(None, scheme(CONCEPT))
    assert changes.added == ("a",)
    assert changes.about


def test_labels_places_and_retirement_are_told_apart() -> None:
    moved = replace(CONCEPT, relations=(Relation(RelationKind.BROADER, Iri("urn:b")),))
    relabelled = replace(CONCEPT, labels=(NEW,))
    retired = replace(CONCEPT, properties=(Property(terms.DEPRECATED, Literal("true")),))
    (change,) = difference(scheme(CONCEPT), scheme(relabelled)).changed
    assert (change.labels_added, change.labels_removed, change.moved, change.retired, change.other) == (
        (NEW,),
        (OLD,),
        False,
        False,
        False,
    )
    (change,) = difference(scheme(CONCEPT), scheme(moved)).changed
    assert (change.moved, change.labels_added, change.other) == (True, (), False)
    (change,) = difference(scheme(CONCEPT), scheme(retired)).changed
    assert (change.retired, change.other) == (True, True)


def test_concepts_come_and_go() -> None:
    other = replace(CONCEPT, id=ConceptId("b"), iri=Iri("urn:b"))
    changes = difference(scheme(CONCEPT), scheme(other))
    assert (changes.added, changes.removed, changes.changed) == (("b",), ("a",), ())
    assert (changes.labels_added, changes.labels_removed) == (0, 0)


def test_another_iri_under_one_id_is_told() -> None:
    (change,) = difference(scheme(CONCEPT), scheme(replace(CONCEPT, iri=Iri("urn:new")))).changed
    assert (change.other, change.moved) == (True, False)


def test_a_change_of_the_scheme_itself_is_told() -> None:
    titled = replace(scheme(CONCEPT), labels=(Label("Obuwie", LanguageTag("pl"), LabelKind.PREFERRED),))
    changes = difference(scheme(CONCEPT), titled)
    assert changes
    assert (changes.about, changes.added, changes.removed, changes.changed) == (True, (), (), ())


def test_other_relations_move_nothing() -> None:
    related = replace(CONCEPT, relations=(Relation(RelationKind.RELATED, Iri("urn:b")),))
    (change,) = difference(scheme(CONCEPT), scheme(related)).changed
    assert (change.moved, change.other) == (False, True)
