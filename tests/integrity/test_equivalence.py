from hypothesis import given
from hypothesis import strategies as st

from taxonomy_service.domain.statements import Statement
from taxonomy_service.integrity.equivalence import Matching

NAMES = "abcdef"


def _both_ways(pairs: list[tuple[str, str]]) -> dict[str, dict[str, Statement]]:
    edges: dict[str, dict[str, Statement]] = {}
    for one, other in pairs:
        row = Statement(one, "exactMatch", other)
        edges.setdefault(one, {})[other] = row
        edges.setdefault(other, {}).setdefault(one, row)
    return edges


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=8))
def test_groups_are_what_pairs_make_together_and_a_path_proves_it(pairs: list[tuple[str, str]]) -> None:
    groups = {name: {name} for name in NAMES}
    for one, other in pairs:
        together = groups[one] | groups[other]
        groups |= dict.fromkeys(together, together)
    mentioned = {name for pair in pairs for name in pair}
    matching = Matching(_both_ways(pairs))
    assert {frozenset(group) for group in matching.groups.values()} == {frozenset(groups[name]) for name in mentioned}
    for one in mentioned:
        for other in mentioned - {one}:
            assert matching.connects(one, other) == (other in groups[one])
            if other in groups[one]:
                ends = [name for row in matching.path(one, other) for name in (row.subject, str(row.object))]
                odd = {name for name in ends if ends.count(name) % 2}
                assert odd == {one, other}, "a chain meets each concept between its ends twice"


def test_concepts_without_a_match_are_connected_with_nothing() -> None:
    matching = Matching(_both_ways([("a", "b")]))
    assert not matching.connects("x", "a")
    assert not matching.connects("x", "x")


def test_a_concept_named_by_the_empty_iri_is_connected_with_its_matches_alone() -> None:
    matching = Matching(_both_ways([("", "a")]))
    assert matching.connects("", "a")
    assert not matching.connects("", "elsewhere")
