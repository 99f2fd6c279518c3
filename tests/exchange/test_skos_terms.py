from rdflib.namespace import SKOS

from taxonomy_service.exchange import skos_terms


def test_every_property_is_one_of_skos() -> None:
    for table in (skos_terms.LABELS, skos_terms.NOTES, skos_terms.RELATIONS, skos_terms.MAPPINGS):
        for predicate in table:
            assert str(SKOS[predicate.removeprefix(str(SKOS))]) == predicate  # an unknown name warns, and so fails
    assert str(SKOS.hasTopConcept) == skos_terms.HAS_TOP_CONCEPT
    assert set(skos_terms.LABEL_PREDICATES) == set(skos_terms.XL_LABEL_PREDICATES) == set(skos_terms.LABEL_ORDER)
