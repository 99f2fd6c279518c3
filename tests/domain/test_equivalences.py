import pytest

from taxonomy_service.domain import terms
from taxonomy_service.domain.boundaries import BoundaryFinding, BoundaryRelation, Evidence, EvidenceKind
from taxonomy_service.domain.concepts import Concept, ConceptId
from taxonomy_service.domain.equivalences import (
    LabelPlace,
    declared_equivalences,
    label_resource,
    overrule,
    place_of,
    with_equivalence,
)
from taxonomy_service.domain.labels import Equivalence, Label, LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId
from taxonomy_service.domain.statements import Iri, Literal, Statement

RUNNING = Iri("urn:running-shoe")
FR, AR = LanguageTag("fr"), LanguageTag("ar")


def scheme_of(*labels: Label, statements: tuple[Statement, ...] = ()) -> ConceptScheme:
    concept = Concept(ConceptId("running-shoe"), RUNNING, labels=labels)
    return ConceptScheme(SchemeId("s"), Iri("urn:s"), concepts={concept.id: concept}, statements=statements)


def states(node: str, degree: str) -> Statement:
    return Statement(node, terms.EQUIVALENCE, terms.OURS + degree)


def suspicion(
    form: str, language: LanguageTag = FR, relation: BoundaryRelation = BoundaryRelation.BROADER
) -> BoundaryFinding:
    piece = Evidence(EvidenceKind.STRUCTURE, 1.5, message("{form} stands elsewhere", form=Literal(form, language)))
    return BoundaryFinding(
        RUNNING, language, form, relation, 0.7, True, Iri("urn:sports-shoe"), (piece,), ("chaussure de course",)
    )


@pytest.mark.parametrize("degree", list(Equivalence))
@pytest.mark.parametrize(
    "label",
    [
        Label("chaussure de sport", FR, LabelKind.PREFERRED),
        Label("حذاء رياضي", AR, LabelKind.PREFERRED),
        Label("スニーカー", LanguageTag("ja"), LabelKind.ALTERNATIVE, "urn:node"),
        Label("koşu ayakkabısı", LanguageTag("tr"), LabelKind.HIDDEN, "_:b1", plain=False),
    ],
)
def test_what_is_stated_is_read_back(label: Label, degree: Equivalence) -> None:
    stated, rows = with_equivalence(RUNNING, label, degree)
    assert stated.resource
    assert stated._replace(resource=label.resource) == label
    found = declared_equivalences(scheme_of(stated, statements=rows))
    assert found == {LabelPlace(RUNNING, label.language, label.form): degree}


def test_a_new_degree_takes_the_place_of_the_old_and_what_else_the_label_states_stays() -> None:
    source = Statement("urn:node", terms.DCT + "source", Literal("Ayşe"))
    stranger = Statement("urn:other", terms.DCT + "source", Literal("Zofia"))
    label = Label("chaussure", FR, LabelKind.PREFERRED, "urn:node")
    stated, rows = with_equivalence(
        RUNNING, label, Equivalence.EXACT, (states("urn:node", "broader"), source, stranger)
    )
    assert (stated, set(rows)) == (label, {source, states("urn:node", "exact")})
    assert with_equivalence(RUNNING, stated, None, rows) == (label, (source,))


def test_labels_of_a_concept_get_resources_of_their_own() -> None:
    labels = [
        Label(form, language, kind)
        for form in ("shoe", "chaussure")
        for language in (FR, AR, LanguageTag(""))
        for kind in LabelKind
    ]
    assert len({label_resource(RUNNING, label) for label in labels}) == len(labels)
    assert label_resource(RUNNING, labels[0]) == label_resource(RUNNING, labels[0])


def test_what_is_no_degree_states_nothing() -> None:
    label = Label("靴", LanguageTag("ja"), LabelKind.PREFERRED, "urn:n")
    rows = (
        states("urn:n", "sort-of"),
        Statement("urn:n", terms.EQUIVALENCE, Literal("broader")),
        states("urn:nobody", "broader"),
    )
    assert declared_equivalences(scheme_of(label, statements=rows)) == {}


def test_of_two_statements_on_a_label_the_doubt_counts() -> None:
    label = Label("chaussure", FR, LabelKind.PREFERRED, "urn:n")
    for degrees in (("exact", "narrower"), ("narrower", "exact")):
        found = declared_equivalences(scheme_of(label, statements=tuple(states("urn:n", degree) for degree in degrees)))
        assert list(found.values()) == [Equivalence.NARROWER]


def test_exact_silences_and_another_degree_overrules_what_was_detected() -> None:
    silenced, stated, kept = suspicion("chaussure de sport"), suspicion("حذاء", AR), suspicion("but")
    declared = {place_of(silenced): Equivalence.EXACT, place_of(stated): Equivalence.DIFFERENT}
    first, *rest = overrule([silenced, kept, stated], declared)
    assert rest == [kept]
    assert (first.label, first.relation, first.declared, first.confidence) == (
        "حذاء",
        BoundaryRelation.DIFFERENT,
        True,
        1.0,
    )
    assert (first.candidate, first.suggestions) == (None, ())


def test_a_declaration_keeps_the_candidate_of_a_detection_that_says_the_same() -> None:
    found = suspicion("chaussure de sport")
    (stated,) = overrule([found], {place_of(found): Equivalence.BROADER})
    assert (stated.candidate, stated.suggestions) == (found.candidate, found.suggestions)
    assert not found.declared


def test_a_declaration_is_a_finding_where_nothing_was_detected() -> None:
    (stated,) = overrule([], {LabelPlace(RUNNING, AR, "حذاء"): Equivalence.BROADER})
    assert (stated.concept, stated.language, stated.label, stated.flagged) == (RUNNING, AR, "حذاء", True)
    assert [piece.kind for piece in stated.evidence] == [EvidenceKind.DECLARATION]
