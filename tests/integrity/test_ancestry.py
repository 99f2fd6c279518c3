from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from taxonomy_service.domain.statements import Statement
from taxonomy_service.integrity.ancestry import Ancestry

NAMES = "abcdefgh"


def _edges(pairs: list[tuple[str, str]]) -> dict[str, dict[str, Statement]]:
    edges: dict[str, dict[str, Statement]] = {}
    for one, other in pairs:
        edges.setdefault(one, {})[other] = Statement(one, "broader", other)
    return edges


def _closure(pairs: list[tuple[str, str]]) -> set[tuple[str, str]]:
    found = set(pairs)
    while True:
        more = {(a, d) for a, b in found for c, d in found if b == c} - found
        if not more:
            return found
        found |= more


pairs_strategy = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=16)


@given(pairs_strategy)
def test_it_answers_as_the_closure_written_out_does(pairs: list[tuple[str, str]]) -> None:
    ancestry, written_out = Ancestry(_edges(pairs)), _closure(pairs)
    for one in NAMES:
        for other in NAMES:
            if one != other:
                assert ancestry.leads(one, other) == ((one, other) in written_out)
    groups = {name: {other for other in NAMES if {(name, other), (other, name)} <= written_out} for name in NAMES}
    assert set(ancestry.cycles) == {tuple(sorted(group)) for group in groups.values() if len(group) > 1}


@given(pairs_strategy)
def test_a_path_is_a_shortest_chain_of_stated_steps(pairs: list[tuple[str, str]]) -> None:
    ancestry, written_out = Ancestry(_edges(pairs)), _closure(pairs)
    for one in NAMES:
        for other in NAMES:
            path = ancestry.path(one, other)
            assert bool(path) == ((one, other) in written_out)
            if path:
                assert (path[0].subject, path[-1].object) == (one, other)
                assert all(step.object == following.subject for step, following in pairwise(path))
                assert {(step.subject, step.object) for step in path} <= set(pairs)
                assert len({step.subject for step in path}) == len(path)


def test_a_chain_of_thirty_thousand_levels_is_walked() -> None:
    size = 30_000
    ancestry = Ancestry(_edges([(f"c{n}", f"c{n + 1}") for n in range(size)]))
    assert ancestry.cycles == ()
    assert all(ancestry.leads(f"c{n}", f"c{size}") for n in range(0, size, 100))
    assert not any(ancestry.leads(f"c{size}", f"c{n}") for n in range(0, size, 100))


def test_a_cycle_is_proved_by_one_way_round() -> None:
    ancestry = Ancestry(_edges([("a", "b"), ("b", "c"), ("c", "a"), ("x", "a"), ("y", "y")]))
    assert ancestry.cycles == (("a", "b", "c"),)
    assert [step.object for step in ancestry.path("a", "a")] == ["b", "c", "a"]
