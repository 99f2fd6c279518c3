from rdflib.namespace import SKOS

from taxonomy_service.exchange import skos_terms


def test_every_property_is_one_of_skos() -> None:
    known = {str(term) for term in SKOS}
    for table in (skos_terms.LABELS, skos_terms.NOTES, skos_terms.RELATIONS, skos_terms.MAPPINGS):
        assert set(table) <= known
    assert skos_terms.HAS_TOP_CONCEPT in known
    assert set(skos_terms.LABEL_PREDICATES) == set(skos_terms.XL_LABEL_PREDICATES) == set(skos_terms.LABEL_ORDER)
