from rdflib.namespace import DC, DCTERMS, OWL, RDF, RDFS, SKOS, XSD

from taxonomy_service.domain import terms


def test_our_terms_are_those_of_the_standards() -> None:
    for namespace, name in (
        (RDF, "rdf"),
        (RDFS, "rdfs"),
        (SKOS, "skos"),
        (DCTERMS, "dct"),
        (DC, "dc"),
        (OWL, "owl"),
        (XSD, "xsd"),
    ):
        assert terms.PREFIXES[name] == str(namespace)
    assert str(SKOS.Concept) == terms.CONCEPT
    assert str(SKOS.memberList) == terms.MEMBER_LIST
    assert str(DCTERMS.isReplacedBy) == terms.REPLACED_BY


def test_prefixes_are_in_order_and_name_each_namespace_once() -> None:
    assert list(terms.PREFIXES) == sorted(terms.PREFIXES)
    assert len(set(terms.PREFIXES.values())) == len(terms.PREFIXES)
    assert all(namespace[-1] in "#/" for namespace in terms.PREFIXES.values())
