from rdflib.namespace import SKOS

from taxonomy_service.domain import skos_terms


def test_every_property_is_one_of_skos() -> None:
    for table in (skos_terms.LABELS, skos_terms.NOTES, skos_terms.RELATIONS, skos_terms.MAPPINGS):
        for predicate in table:
            assert str(SKOS[predicate.removeprefix(str(SKOS))]) == predicate  # an unknown name warns, and so fails
    assert str(SKOS.hasTopConcept) == skos_terms.HAS_TOP_CONCEPT
    assert set(skos_terms.LABEL_PREDICATES) == set(skos_terms.XL_LABEL_PREDICATES) == set(skos_terms.LABEL_ORDER)


def test_the_subject_of_a_relation_is_a_concept_but_of_membership_it_need_not_be() -> None:
    assert str(SKOS.broader) in skos_terms.CONCEPT_SUBJECTS
    assert str(SKOS.topConceptOf) in skos_terms.CONCEPT_SUBJECTS
    assert skos_terms.IN_SCHEME not in skos_terms.CONCEPT_SUBJECTS
