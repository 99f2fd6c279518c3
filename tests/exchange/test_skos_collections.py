from collections.abc import Callable

import pytest
import rdflib
from rdflib.compare import isomorphic

from taxonomy_service.domain.findings import ImportCode
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.exchange.rdf import RdfFormat
from taxonomy_service.exchange.skos_reader import SkosFile

Read = Callable[..., SkosFile]
PREFIXES = """
@prefix : <http://x/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
"""
SCHEME = "<http://x/s> a skos:ConceptScheme ; skos:hasTopConcept :a . :a a skos:Concept . "


def test_members_are_sorted_and_lists_keep_their_order_and_repetitions(rich: ConceptScheme) -> None:
    group, ordered = rich.collections["group"], rich.collections["list"]  # type: ignore[index]
    assert group.members == ("http://example.org/v/a", "http://example.org/v/list")
    assert group.member_list is None
    assert ordered.member_list is not None
    assert [iri[-1] for iri in ordered.member_list] == ["c", "a", "b", "a"]


def test_an_empty_list_is_a_list(read: Read) -> None:
    (scheme,) = read(SCHEME + ":l skos:memberList () .").schemes
    assert scheme.collections["l"].member_list == ()  # type: ignore[index]


def test_a_list_that_is_broken_is_kept_as_statements(read: Read, canonical: Callable[..., str]) -> None:
    for broken in (
        ":l skos:memberList _:x . _:x rdf:first :a ; rdf:rest _:x .",
        ":l skos:memberList _:x . _:x rdf:first :a .",
        ":l skos:memberList ( :a ), ( :a ) .",
        ":l skos:memberList _:x . _:x rdf:first :a, :l ; rdf:rest () .",
        ':l skos:memberList ( "text" ) .',
        ":l skos:member [ ] ; skos:memberList 5 .",
    ):
        (scheme,) = read(SCHEME + broken).schemes
        assert scheme.collections["l"].member_list is None  # type: ignore[index]
        (again,) = read(canonical(scheme).encode()).schemes
        assert canonical(again) == canonical(scheme)


def test_a_collection_may_hold_itself(read: Read) -> None:
    (scheme,) = read(SCHEME + ":l a skos:Collection ; skos:member :l, :a .").schemes
    assert scheme.collections["l"].members == ("http://x/a", "http://x/l")  # type: ignore[index]


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (":l skos:memberList _:x . _:x rdf:first :a ; rdf:rest _:x .", "memberList"),
        (":l skos:memberList _:x . _:x rdf:first :a .", "memberList"),
        (':l skos:memberList ( :a "靴" ) .', "memberList"),
        (":l skos:memberList ( :a [] ) .", "memberList"),
        (":l skos:memberList <http://x/list> . <http://x/list> rdf:first :a ; rdf:rest () .", "<http://x/list>"),
        (":l skos:memberList 5 .", '"5"'),
        (":l skos:memberList ( :a ), ( :a ) .", "memberList"),
        (":l skos:memberList _:x . :k skos:memberList _:x . _:x rdf:first :a ; rdf:rest () .", "memberList"),
        (":l skos:memberList _:x . _:y dct:relation _:x . _:x rdf:first :a ; rdf:rest () .", "memberList"),
    ],
)
def test_a_broken_list_is_reported_and_nothing_of_it_is_lost(
    read: Read, canonical: Callable[..., str], broken: str, said: str
) -> None:
    found = read(SCHEME + broken)
    (scheme,) = found.schemes
    finding = found.findings[0]
    assert (finding.code, finding.severity) == (ImportCode.BROKEN_LIST, "warning")
    assert said in str(finding.statement)
    assert finding.subject in {"http://x/k", "http://x/l"}
    whole = rdflib.Graph().parse(data=PREFIXES + SCHEME + broken, format="turtle")
    written = rdflib.Graph().parse(data=canonical(scheme), format="nt")
    for group in scheme.collections.values():
        whole.add((rdflib.URIRef(group.iri), rdflib.RDF.type, rdflib.SKOS.Collection))
    assert isomorphic(whole, written)
    assert canonical(read(canonical(scheme).encode()).schemes[0]) == canonical(scheme)


def test_a_list_of_two_graphs_and_with_types_is_a_list(read: Read) -> None:
    body = "<http://x/l> skos:memberList _:x . _:x a rdf:List ; rdf:first :b ; rdf:rest _:y . _:y rdf:first :a ; rdf:rest () ."
    text = PREFIXES + "<urn:g> { " + SCHEME + body + " } <urn:h> { " + body + " }"
    found = read(text.encode(), RdfFormat.TRIG)
    assert found.schemes[0].collections["l"].member_list == ("http://x/b", "http://x/a")  # type: ignore[index]
    assert ImportCode.BROKEN_LIST not in {finding.code for finding in found.findings}


def test_members_that_are_no_resources_are_reported_and_kept(read: Read, canonical: Callable[..., str]) -> None:
    found = read(SCHEME + ':l a skos:Collection ; skos:member :a, "قميص"@ar, [] .')
    (group,) = found.schemes[0].collections.values()
    assert group.members == ("http://x/a",)
    assert [finding.code for finding in found.findings] == [ImportCode.RELATION_TO_LITERAL] * 2
    assert "قميص" in canonical(found.schemes[0])


def test_members_that_nobody_describes_are_reported(read: Read) -> None:
    found = read(SCHEME + ":l skos:member :gone ; skos:memberList ( :a :lost ) .")
    assert sorted(finding.statement or "" for finding in found.findings) == [
        "<http://x/l> <http://www.w3.org/2004/02/skos/core#member> <http://x/gone> .",
        "<http://x/l> <http://www.w3.org/2004/02/skos/core#member> <http://x/lost> .",
    ]


def test_a_list_of_tens_of_thousands_is_read(read: Read, canonical: Callable[..., str]) -> None:
    (scheme,) = read(SCHEME + f":l skos:memberList ( {':a ' * 20_000} ) .").schemes
    assert len(scheme.collections["l"].member_list or ()) == 20_000  # type: ignore[index]
    assert canonical(scheme).count("rest") == 20_000
