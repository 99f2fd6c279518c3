from collections.abc import Callable

import pytest

from taxonomy_service.boundaries.vocabulary import Place, Vocabulary, build_vocabulary, place_of
from taxonomy_service.domain.concepts import Concept, ConceptId, Relation, RelationKind
from taxonomy_service.domain.labels import Label, LabelKind
from taxonomy_service.domain.languages import UNTAGGED, LanguageTag
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId
from taxonomy_service.domain.statements import Iri

Furnish = Callable[..., Vocabulary]
Number = Callable[[Vocabulary, str], int]


@pytest.mark.parametrize(
    ("other", "place"),
    [
        ("table", Place.ABOVE),
        ("glass-table", Place.BESIDE),
        ("wood-chair", Place.ELSEWHERE),
        ("chair", Place.ELSEWHERE),
    ],
)
def test_places_are_seen_from_the_concept(furnish: Furnish, number: Number, other: str, place: Place) -> None:
    made = furnish()
    assert place_of(made, number(made, other), number(made, "wood-table")) is place
    if place is Place.ABOVE:
        assert place_of(made, number(made, "wood-table"), number(made, other)) is Place.BELOW


def test_english_is_the_source_where_half_have_it_else_the_fullest_language(furnish: Furnish) -> None:
    assert furnish().source == "en"
    assert furnish(languages=("fr", "ja")).source == "fr"


def test_a_scheme_of_nothing_and_labels_without_a_language_make_an_empty_vocabulary() -> None:
    untagged = Concept(ConceptId("a"), Iri("x:a"), (Label("shoe", UNTAGGED, LabelKind.PREFERRED),))
    for concepts in ({}, {ConceptId("a"): untagged}):
        made = build_vocabulary(ConceptScheme(SchemeId("s"), Iri("x:"), concepts=concepts))
        assert made.languages == ()
        assert made.size == len(concepts)


def test_a_cycle_is_survived() -> None:
    relations = {"a": "b", "b": "c", "c": "a"}
    concepts = {
        ConceptId(own): Concept(
            ConceptId(own),
            Iri(f"x:{own}"),
            (Label(own, LanguageTag("en"), LabelKind.PREFERRED),),
            relations=(Relation(RelationKind.BROADER, Iri(f"x:{above}")),),
        )
        for own, above in relations.items()
    }
    made = build_vocabulary(ConceptScheme(SchemeId("s"), Iri("x:"), concepts=concepts))
    assert made.above == [frozenset({1, 2}), frozenset({0, 2}), frozenset({0, 1})]


def test_alternative_forms_are_kept_apart_from_the_preferred() -> None:
    labels = (
        Label("Laufschuh", LanguageTag("de"), LabelKind.PREFERRED),
        Label("Rennschuh", LanguageTag("de"), LabelKind.ALTERNATIVE),
    )
    made = build_vocabulary(
        ConceptScheme(SchemeId("s"), Iri("x:"), concepts={ConceptId("a"): Concept(ConceptId("a"), Iri("x:a"), labels)})
    )
    assert made.forms[LanguageTag("de")] == ["Laufschuh"]
    assert made.others[LanguageTag("de")] == {0: ("Rennschuh",)}
