import time
from collections.abc import Callable

import pytest

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


TWO = "<http://x/s> a skos:ConceptScheme . <http://x/t> a skos:ConceptScheme . "


def test_a_scheme_that_is_only_mentioned_is_none_of_the_files(read: Read) -> None:
    found = read(
        "<http://x/s> a skos:ConceptScheme . :a a skos:Concept ; skos:inScheme <http://x/s>, <http://y/other> ."
    )
    (scheme,) = found.schemes
    assert scheme.iri == "http://x/s"
    assert [relation.target for relation in scheme.concepts["a"].relations] == ["http://x/s", "http://y/other"]  # type: ignore[index]
    assert codes(found) == [ImportCode.DANGLING_REFERENCE]


def test_a_scheme_that_nobody_describes_is_one_where_concepts_have_no_other(read: Read) -> None:
    found = read(
        "<http://x/s> a skos:ConceptScheme . :a a skos:Concept ; skos:inScheme <http://x/s> . "
        ":b a skos:Concept ; skos:inScheme <http://y/other> ."
    )
    assert [(scheme.iri, list(scheme.concepts)) for scheme in found.schemes] == [
        ("http://x/s", ["a"]),
        ("http://y/other", ["b"]),
    ]


def test_an_export_of_a_shared_concept_brings_in_one_scheme_only(read: Read, canonical: Callable[..., str]) -> None:
    found = read(
        TWO + ":a a skos:Concept ; skos:inScheme <http://x/s>, <http://x/t> . :b skos:topConceptOf <http://x/t> ."
    )
    for scheme in found.schemes:
        (again,) = read(canonical(scheme).encode()).schemes
        assert (again.iri, again.concepts, again.statements) == (scheme.iri, scheme.concepts, scheme.statements)


def test_a_mapping_brings_no_concept_home(read: Read) -> None:
    found = read(TWO + ":a a skos:Concept ; skos:inScheme <http://x/t> . :b a skos:Concept ; skos:exactMatch :a .")
    assert [list(scheme.concepts) for scheme in found.schemes] == [["b"], ["a"]]
    assert codes(found) == [ImportCode.CONCEPT_WITHOUT_SCHEME]


def test_what_is_named_by_a_placed_neighbour_is_placed_too(read: Read) -> None:
    found = read(TWO + ":a skos:inScheme <http://x/t> ; skos:narrower :b . :b a skos:Concept . :g skos:member :a .")
    assert [list(scheme.concepts) for scheme in found.schemes] == [[], ["a", "b"]]
    assert list(found.schemes[1].collections) == ["g"]


def test_a_long_chain_of_concepts_without_scheme_is_placed_in_good_time(read: Read) -> None:
    chain = "".join(f":c{n} a skos:Concept ; skos:broader :c{n - 1} .\n" for n in range(20_000, 0, -1))
    start = time.process_time()
    found = read(TWO + ":c0 a skos:Concept ; skos:inScheme <http://x/t> . " + chain)
    assert time.process_time() - start < 10
    assert [len(scheme.concepts) for scheme in found.schemes] == [0, 20_001]


def test_thousands_of_schemes_are_divided_in_good_time(read: Read) -> None:
    start = time.process_time()
    found = read("".join(f"<http://x/{n}/s> skos:hasTopConcept :c{n} . :c{n} a skos:Concept .\n" for n in range(5_000)))
    assert time.process_time() - start < 10
    assert len(found.schemes) == len({scheme.id for scheme in found.schemes}) == 5_000


def test_a_blank_scheme_is_reported_and_its_concepts_are_kept(read: Read, canonical: Callable[..., str]) -> None:
    found = read(
        TWO + '[] a skos:ConceptScheme ; dct:title "без имени"@ru ; skos:hasTopConcept :a . :a a skos:Concept .'
    )
    assert [list(scheme.concepts) for scheme in found.schemes] == [["a"], []]
    assert "без имени" in canonical(found.schemes[0])
    assert set(codes(found)) == {ImportCode.INVALID_IRI, ImportCode.CONCEPT_WITHOUT_SCHEME}


@pytest.mark.parametrize(
    ("concepts", "expected"),
    [
        (["http://x/v/1", "http://x/v/2"], "http://x/v"),
        (["http://x/v#鞋", "http://x/v#靴"], "http://x/v"),
        (["http://x/v/1"], "http://x/v"),
        (["http://x/1", "https://y/1"], "urn:scheme:my-shoes.ttl"),
        (["urn:a", "urn:b"], "urn:scheme:my-shoes.ttl"),
        (["http://x/v", "http://x/v/1"], "http://x"),
        (["http://x/v/", "http://x/v/1", "http://x/v"], "http://x"),
    ],
)
def test_a_scheme_that_is_made_is_named_after_its_concepts_or_the_file(
    read: Read, concepts: list[str], expected: str
) -> None:
    found = read("".join(f"<{iri}> a skos:Concept ." for iri in concepts), name="dir/my shoes.ttl")
    assert found.schemes[0].iri == expected
    assert len(found.schemes[0].concepts) == len(concepts)


def test_a_scheme_that_is_made_takes_no_name_that_is_in_use(read: Read) -> None:
    found = read('<http://x/v/1> a skos:Concept . <http://x/v> dct:title "the page"@en .')
    assert found.schemes[0].iri == "http://x/v/scheme"


def test_a_scheme_that_was_made_is_read_again_as_it_is(read: Read, canonical: Callable[..., str]) -> None:
    (scheme,) = read('<http://y/v#a> skos:prefLabel "ก"@th . <http://y/v#b> skos:related <http://y/v#a> .').schemes
    found = read(canonical(scheme).encode())
    assert canonical(found.schemes[0]) == canonical(scheme)
    assert found.findings == ()


def test_literals_where_schemes_belong_make_none(read: Read) -> None:
    found = read('<http://x/s> a skos:ConceptScheme ; skos:hasTopConcept "a" . :a a skos:Concept ; skos:inScheme "s" .')
    assert [scheme.iri for scheme in found.schemes] == ["http://x/s"]
    assert codes(found) == [ImportCode.RELATION_TO_LITERAL, ImportCode.RELATION_TO_LITERAL]
