from collections.abc import Callable

from taxonomy_service.domain.findings import ImportCode
from taxonomy_service.exchange.skos_reader import SkosFile

Read = Callable[..., SkosFile]


def codes(found: SkosFile) -> list[ImportCode]:
    return [finding.code for finding in found.findings]


def test_a_concept_in_two_schemes_comes_with_both_and_each_scheme_is_whole(read: Read) -> None:
    found = read(
        "<http://x/s> a skos:ConceptScheme . <http://x/t> a skos:ConceptScheme ; dct:creator [ dct:title 'me' ] . "
        ":a a skos:Concept ; skos:inScheme <http://x/s>, <http://x/t> . :b a skos:Concept ; skos:topConceptOf <http://x/t> . "
        ":g a skos:Collection ; skos:member :b . <urn:loose> dct:title 'nobody needs me' ."
    )
    one, other = found.schemes
    assert (one.iri, list(one.concepts), list(one.collections)) == ("http://x/s", ["a"], [])
    assert (other.iri, list(other.concepts), list(other.collections)) == ("http://x/t", ["a", "b"], ["g"])
    assert [row.subject for row in one.statements] == ["urn:loose"]
    assert [row.object[0] for row in other.statements] == ["me"]


def test_what_a_resource_is_follows_from_what_it_states(read: Read) -> None:
    (scheme,) = read(
        ':a skos:broader :b . :b skos:prefLabel "b"@en . :g skos:member :a . <http://x/s> skos:hasTopConcept :b .'
    ).schemes
    assert list(scheme.concepts) == ["a", "b"]
    assert list(scheme.collections) == ["g"]


def test_a_file_without_a_scheme_gets_one(read: Read) -> None:
    found = read("<http://y/v#a> a skos:Concept . <http://y/v#b> a skos:Concept .")
    assert found.schemes[0].iri == "http://y/v"
    assert codes(found) == [ImportCode.SCHEME_MADE]


def test_a_concept_that_names_no_scheme_goes_where_its_neighbours_are(read: Read) -> None:
    found = read(
        "<http://x/s> a skos:ConceptScheme . <http://x/t> a skos:ConceptScheme . :a a skos:Concept ; skos:inScheme <http://x/t> . "
        ":b a skos:Concept ; skos:broader :a . :c a skos:Concept ."
    )
    assert [list(scheme.concepts) for scheme in found.schemes] == [["c"], ["a", "b"]]
    assert codes(found) == [ImportCode.CONCEPT_WITHOUT_SCHEME]


def test_a_concept_that_is_also_a_scheme_is_reported_and_kept_as_both(
    read: Read, canonical: Callable[..., str]
) -> None:
    found = read(
        '<http://x/s> a skos:ConceptScheme, skos:Concept ; skos:prefLabel "both"@en . :a a skos:Concept ; skos:inScheme <http://x/s> .'
    )
    (scheme,) = found.schemes
    assert codes(found) == [ImportCode.CONCEPT_AND_SCHEME]
    assert list(scheme.concepts) == ["a", "s"]
    assert canonical(scheme).count("\n") == 5


def test_a_concept_without_an_iri_is_kept_as_statements(read: Read) -> None:
    found = read('<http://x/s> a skos:ConceptScheme . [] a skos:Concept ; skos:prefLabel "nobody"@en .')
    assert codes(found) == [ImportCode.INVALID_IRI]
    assert found.schemes[0].concepts == {}
    assert len(found.schemes[0].statements) == 2


def test_an_iri_with_a_space_is_reported_and_survives(read: Read, canonical: Callable[..., str]) -> None:
    found = read('<http://x/s> a skos:ConceptScheme . <http://x/a b> a skos:Concept ; skos:prefLabel "x"@en .')
    assert codes(found) == [ImportCode.INVALID_IRI]
    assert "<http://x/a\\u0020b>" in canonical(found.schemes[0])
    assert list(found.schemes[0].concepts) == ["a-b"]
