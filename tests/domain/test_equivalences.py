import pytest

from taxonomy_service.domain import terms
from taxonomy_service.domain.boundaries import BoundaryFinding, BoundaryRelation, Evidence, EvidenceKind
from taxonomy_service.domain.concepts import Concept, ConceptId
from taxonomy_service.domain.equivalences import (
    LabelPlace,
    declared_equivalences,
    overrule,
    place_of,
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
        Label("حذاء رياضي", AR, LabelKind.PREFERRED, "urn:running-shoe/label"),
        Label("スニーカー", LanguageTag("ja"), LabelKind.ALTERNATIVE, "urn:node"),
        Label("koşu ayakkabısı", LanguageTag("tr"), LabelKind.HIDDEN, "_:b1", plain=False),
    ],
)
def test_a_label_of_any_kind_declares_what_its_node_states(label: Label, degree: Equivalence) -> None:
    plain = Label("Laufschuh", LanguageTag("de"), LabelKind.PREFERRED)
    found = declared_equivalences(scheme_of(plain, label, statements=(states(str(label.resource), degree),)))
    assert found == {LabelPlace(RUNNING, label.language, label.form): degree}


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
