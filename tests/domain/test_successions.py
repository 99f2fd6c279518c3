from hypothesis import given
from hypothesis import strategies as st

from taxonomy_service.domain import terms
from taxonomy_service.domain.concepts import Concept, ConceptId, is_retired
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId
from taxonomy_service.domain.statements import Iri, Literal, Property
from taxonomy_service.domain.successions import Fate, Succession, final_successors, id_map

RETIRED = Property(terms.DEPRECATED, Literal("true"))


def concept(own: str, *successors: str, retired: bool = False) -> Concept:
    stated = [Property(terms.REPLACED_BY, f"urn:{following}") for following in successors]
    return Concept(ConceptId(own), Iri(f"urn:{own}"), properties=tuple([RETIRED] * retired + stated))


def scheme(*concepts: Concept) -> ConceptScheme:
    return ConceptScheme(SchemeId("s"), Iri("urn:s"), concepts={own.id: own for own in concepts})


def test_chains_are_resolved_and_a_circle_leads_nowhere() -> None:
    found = final_successors(
        scheme(concept("a", "b"), concept("b", "c", "d"), concept("c"), concept("d"), concept("e", "e"))
    )
    assert found == {"a": ("c", "d"), "b": ("c", "d"), "e": ()}


def test_every_fate_is_told() -> None:
    before = scheme(*map(concept, ["a", "b", "c", "d", "e", "f"]))
    moved = Concept(ConceptId("new-f"), Iri("urn:f"))
    after = scheme(
        concept("a", "x"), concept("b", "e"), concept("c", "e", "x"), concept("d", retired=True), concept("e"), moved,
        concept("x"),
    )  # fmt: skip
    assert id_map(before, after) == (
        Succession(ConceptId("a"), Fate.REPLACED, (ConceptId("x"),)),
        Succession(ConceptId("b"), Fate.MERGED, (ConceptId("e"),)),
        Succession(ConceptId("c"), Fate.SPLIT, (ConceptId("e"), ConceptId("x"))),
        Succession(ConceptId("d"), Fate.RETIRED),
        Succession(ConceptId("f"), Fate.RENAMED, (ConceptId("new-f"),)),
    )
    assert id_map(before, scheme()) == tuple(Succession(own, Fate.REMOVED) for own in before.concepts)


NAMES = st.sampled_from("abcdef")


@given(st.dictionaries(NAMES, st.lists(NAMES, unique=True, max_size=3)))
def test_successors_are_always_in_use(replaced: dict[str, list[str]]) -> None:
    after = scheme(*(concept(own, *following) for own, following in replaced.items()))
    for own, _, following in id_map(scheme(*map(concept, "abcdef")), after):
        assert own not in following
        assert all(not is_retired(after.concepts[end]) for end in following)
