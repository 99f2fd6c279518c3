import pytest

from taxonomy_service.domain import terms
from taxonomy_service.domain.drafts import Draft
from taxonomy_service.domain.editing.restating import given_statement, statement_of
from taxonomy_service.domain.errors import EditRefused
from taxonomy_service.domain.labels import LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.operations import Restate
from taxonomy_service.domain.statements import Literal, Statement
from tests.domain.conftest import Do

NS = "https://example.org/shoes/"
SKOS = terms.SKOS


def restated(removed: list[Statement], added: list[Statement]) -> Restate:
    return Restate(tuple(map(given_statement, removed)), tuple(map(given_statement, added)))


def text(form: str, language: str = "", datatype: str = "") -> Literal:
    return Literal(form, LanguageTag(language), datatype)


def test_a_statement_and_the_way_it_is_given_are_the_same() -> None:
    for row in (
        Statement("urn:a", "urn:b", "_:c"),
        Statement("_:a", "urn:b", text("حذاء", "ar")),
        Statement("urn:a", "urn:b", text("1", "", "urn:int")),
    ):
        assert statement_of(given_statement(row)) == row


def test_statements_become_labels_relations_and_properties(do: Do, draft: Draft) -> None:
    spike = NS + "spike"
    do(
        restated(
            [Statement(spike, SKOS + "prefLabel", text("Spike", "de"))],
            [
                Statement(spike, SKOS + "altLabel", text("Spike", "de")),
                Statement(spike, SKOS + "related", NS + "heel"),
                Statement(spike, terms.DCT + "creator", "_:somebody"),
            ],
        )
    )
    concept = draft.concept("spike")
    assert ("Spike", "de", LabelKind.ALTERNATIVE, None, True) in concept.labels
    assert ("related", NS + "heel") in concept.relations
    assert (terms.DCT + "creator", "_:somebody") in concept.properties


def test_a_label_node_may_lose_its_plain_label_and_change_its_form(do: Do, draft: Draft) -> None:
    node, concept = NS + "label", NS + "running-shoe"
    do(
        restated(
            [Statement(node, terms.LITERAL_FORM, text("jogging shoe", "en"))],
            [
                Statement(node, terms.LITERAL_FORM, text("jogging boot", "en")),
                Statement(concept, SKOS + "altLabel", text("jogging boot", "en")),
            ],
        )
    )
    label = next(own for own in draft.concept("running-shoe").labels if own.resource == node)
    assert (label.form, label.plain) == ("jogging boot", True)


def test_a_whole_concept_may_come_by_its_statements(do: Do, draft: Draft) -> None:
    do(
        restated(
            [],
            [Statement(NS + "boot", terms.TYPE, terms.CONCEPT), Statement(NS + "boot", SKOS + "broader", NS + "shoe")],
        )
    )
    assert draft.broader(draft.concept("boot").iri) == (NS + "shoe",)


@pytest.mark.parametrize(
    ("removed", "added", "fault"),
    [
        ([Statement(NS + "shoe", SKOS + "prefLabel", text("Schuhe", "de"))], [], "absent"),
        ([], [Statement(NS + "shoe", SKOS + "prefLabel", text("Schuh", "de"))], "present"),
        ([], [Statement(NS + "shoe", SKOS + "prefLabel", text("Schuhe", "de"))], "second-preferred-label"),
        ([], [Statement(NS + "shoe", SKOS + "broader", NS + "spike")], "cycle"),
        ([Statement(NS + "spike", terms.TYPE, terms.CONCEPT)], [], "not-stated-so"),
        ([], [Statement("urn:x", "no iri", "urn:y")], "invalid-iri"),
        ([], [Statement("urn:other/shoe", terms.TYPE, terms.CONCEPT)], "id-used"),
    ],
)
def test_what_is_refused_and_why(do: Do, removed: list[Statement], added: list[Statement], fault: str) -> None:
    with pytest.raises(EditRefused) as refused:
        do(restated(removed, added))
    assert refused.value.data["fault"] == fault
