from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from taxonomy_service.domain import terms
from taxonomy_service.domain.concepts import Concept, ConceptId, Note, NoteKind, Relation, RelationKind
from taxonomy_service.domain.labels import Label, LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.release_differences import ChangeKind, ReleaseChange, release_difference
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId
from taxonomy_service.domain.statements import Iri, Literal, Property

PL = LanguageTag("pl")
BUT = Label("but", PL, LabelKind.PREFERRED)
SHOE = Concept(ConceptId("shoe"), Iri("urn:shoe"), labels=(BUT,))
BOOT = Concept(ConceptId("boot"), Iri("urn:boot"))
RETIRED = (Property(terms.DEPRECATED, Literal("true")),)


def scheme(*concepts: Concept) -> ConceptScheme:
    return ConceptScheme(SchemeId("s"), Iri("urn:s"), concepts={own.id: own for own in concepts})


def changes(before: ConceptScheme, after: ConceptScheme) -> list[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    found = release_difference(before, after).changes
    return [(change.kind.value, change.concept, change.before, change.after) for change in found]


def test_nothing_happens_between_a_release_and_itself() -> None:
    assert release_difference(scheme(SHOE, BOOT), scheme(SHOE, BOOT)).changes == ()


def test_without_a_release_before_everything_is_added() -> None:
    counts = release_difference(None, scheme(SHOE, BOOT)).counts
    assert counts == {ChangeKind.CONCEPT_ADDED: 2, ChangeKind.LABEL_ADDED: 1, ChangeKind.SCHEME_CHANGED: 1}


def test_a_preferred_label_in_place_of_another_is_one_change() -> None:
    after = replace(SHOE, labels=(BUT._replace(form="półbut"), BUT._replace(kind=LabelKind.ALTERNATIVE)))
    assert changes(scheme(SHOE), scheme(after)) == [
        ("label-added", "shoe", (), ("but",)),
        ("label-changed", "shoe", ("but",), ("półbut",)),
    ]


def test_a_concept_moves_whichever_side_states_it_and_only_it() -> None:
    below = replace(BOOT, relations=(Relation(RelationKind.BROADER, SHOE.iri),))
    above = replace(SHOE, relations=(Relation(RelationKind.NARROWER, BOOT.iri),))
    for after in (scheme(SHOE, below), scheme(above, BOOT)):
        assert changes(scheme(SHOE, BOOT), after) == [("concept-moved", "boot", (), ("shoe",))]
        assert changes(after, scheme(SHOE, BOOT)) == [("concept-moved", "boot", ("shoe",), ())]


def test_fates_are_told_where_they_are_new() -> None:
    merged = replace(BOOT, properties=(*RETIRED, Property(terms.REPLACED_BY, SHOE.iri)))
    assert changes(scheme(SHOE, BOOT), scheme(SHOE, merged)) == [("concept-merged", "boot", (), ("shoe",))]
    assert changes(scheme(SHOE, merged), scheme(SHOE, merged)) == []
    assert changes(scheme(SHOE, merged), scheme(SHOE, BOOT)) == [("concept-restored", "boot", (), ())]
    assert changes(scheme(SHOE, merged), scheme(SHOE)) == [("concept-removed", "boot", (), ())]


def test_anything_else_is_told_as_a_change_of_the_concept_or_the_scheme() -> None:
    noted = replace(SHOE, notes=(Note(NoteKind.DEFINITION, Literal("обувь", LanguageTag("ru"))),))
    with_node = replace(SHOE, labels=(BUT._replace(resource="urn:label"),))
    requiring = replace(SHOE, properties=(Property(terms.REQUIRES, "urn:closure"),))
    for after, part in ((noted, "notes"), (with_node, "label-details"), (requiring, "required-attributes")):
        (change,) = release_difference(scheme(SHOE), scheme(after)).changes
        assert (change.kind, change.concept, change.parts) == ("concept-changed", "shoe", (part,))
    titled = replace(scheme(SHOE), labels=(Label("أحذية", LanguageTag("ar"), LabelKind.PREFERRED),))
    falling = replace(scheme(SHOE), properties=(Property(terms.FALLBACK_LANGUAGES, Literal("ru be")),))
    for changed, part in ((titled, "labels"), (falling, "languages")):
        (change,) = release_difference(scheme(SHOE), changed).changes
        assert (change.kind, change.concept, change.parts) == ("scheme-changed", "", (part,))


LABELS = st.sampled_from(
    [
        Label(form, LanguageTag(tag), kind)
        for form, tag in (("Schuh", "de"), ("Stiefel", "de"), ("şık", "tr"), ("鞋", "zh"), ("נעל", "he"))
        for kind in LabelKind
    ]
)
CONCEPTS = st.dictionaries(st.sampled_from("abc"), st.frozensets(LABELS, max_size=5))


def _made(labels: dict[str, frozenset[Label]]) -> ConceptScheme:
    return scheme(*(Concept(ConceptId(own), Iri(f"urn:{own}"), tuple(sorted(found))) for own, found in labels.items()))


def _rows(changed: tuple[ReleaseChange, ...], side: str) -> set[tuple[str, str, str, str]]:
    return {
        (change.concept, change.language, str(change.label_kind), form)
        for change in changed
        for form in (getattr(change, side) if change.label_kind else ())
    }


@given(CONCEPTS, CONCEPTS)
def test_label_changes_are_the_difference_of_the_sets_of_labels(
    old: dict[str, frozenset[Label]], new: dict[str, frozenset[Label]]
) -> None:
    before, after = (
        {(own, label.language, label.kind.value, label.form) for own, found in labels.items() for label in found}
        for labels in (old, new)
    )
    found = release_difference(_made(old), _made(new)).changes
    assert _rows(found, "before") == before - after
    assert _rows(found, "after") == after - before
    assert len(found) == len(set(found))
