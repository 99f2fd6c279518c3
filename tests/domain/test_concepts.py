import pytest

from taxonomy_service.domain import terms
from taxonomy_service.domain.concepts import (
    Concept,
    ConceptId,
    Relation,
    RelationKind,
    is_retired,
    related_by,
    required_attributes,
    successors,
)
from taxonomy_service.domain.languages import UNTAGGED
from taxonomy_service.domain.statements import Iri, Literal, Node, Property


def concept(*properties: tuple[str, Node], relations: tuple[Relation, ...] = ()) -> Concept:
    stated = tuple(Property(*entry) for entry in properties)
    return Concept(ConceptId("c"), Iri("urn:c"), relations=relations, properties=stated)


@pytest.mark.parametrize(
    ("predicate", "node", "retired"),
    [
        (terms.DEPRECATED, Literal("true", UNTAGGED, terms.XSD + "boolean"), True),
        (terms.DEPRECATED, Literal("1"), True),
        (terms.DEPRECATED, Literal("false"), False),
        (terms.REPLACED_BY, "urn:d", True),
        (terms.ADMS + "status", "http://purl.org/adms/status/Deprecated", True),
        (terms.ADMS + "status", "http://purl.org/adms/status/Completed", False),
        (terms.VS + "term_status", Literal("archaic"), True),
        (terms.VS + "term_status", Literal(" Deprecated "), True),
        (terms.ISOTHES + "status", "urn:status#withdrawn", True),
        (terms.REPLACED_BY, Literal("看 d"), True),
        (terms.VS + "term_status", Literal("stable"), False),
        (terms.EUVOC + "status", "http://publications.europa.eu/resource/authority/concept-status/RETIRED", True),
        (terms.DCT + "title", Literal("deprecated"), False),
    ],
)
def test_the_common_ways_of_saying_that_a_concept_is_retired_are_understood(
    predicate: str, node: Node, retired: bool
) -> None:
    assert is_retired(concept((predicate, node))) is retired


def test_successors_are_resources() -> None:
    assert successors(concept((terms.REPLACED_BY, "urn:d"), (terms.REPLACED_BY, Literal("d")))) == ("urn:d",)


def test_required_attributes_and_relations_are_read_off() -> None:
    made = concept((terms.REQUIRES, "urn:a"), relations=(Relation(RelationKind.BROADER, Iri("urn:b")),))
    assert required_attributes(made) == ("urn:a",)
    assert related_by(made, RelationKind.BROADER) == ("urn:b",)
    assert related_by(made, RelationKind.NARROWER) == ()
