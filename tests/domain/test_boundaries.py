from taxonomy_service.domain.boundaries import BoundaryRelation
from taxonomy_service.domain.labels import Equivalence


def test_the_relations_are_those_a_linguist_can_declare_and_one_that_only_a_detector_sees() -> None:
    declared = {equivalence.value for equivalence in Equivalence} - {"exact"}
    assert {relation.value for relation in BoundaryRelation} == declared | {"untranslated"}
