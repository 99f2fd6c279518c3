from collections.abc import Callable

from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.exchange.skos_reader import SkosFile

Read = Callable[..., SkosFile]
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
