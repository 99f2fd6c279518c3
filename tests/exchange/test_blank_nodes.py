import random

from hypothesis import given
from hypothesis import strategies as st

from taxonomy_service.domain.statements import Literal, Statement
from taxonomy_service.exchange.blank_nodes import blank_node_names, renamed
from taxonomy_service.exchange.ntriples import canonical_text


def text(statements: list[Statement]) -> str:
    names = blank_node_names(statements)
    return canonical_text(renamed(statement, names) for statement in statements)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=25), st.randoms(use_true_random=False))
def test_a_forest_has_one_text_however_it_is_named_and_ordered(parents: list[int], chance: random.Random) -> None:
    statements = [
        Statement(f"_:n{parent % (child + 1)}" if parent % 3 else "urn:root", f"urn:p{parent % 2}", f"_:n{child + 1}")
        for child, parent in enumerate(parents)
    ]
    others = {f"_:n{number}": f"_:x{chance.random()}" for number in range(len(parents) + 2)}
    shuffled = [renamed(statement, others) for statement in statements]
    chance.shuffle(shuffled)
    assert text(shuffled) == text(statements)


def test_nodes_that_are_alike_stay_apart() -> None:
    twins = [Statement("urn:a", "urn:p", f"_:{name}") for name in "xy"] + [
        Statement(f"_:{name}", "urn:q", Literal("EEA")) for name in "xy"
    ]
    assert text(twins).count("\n") == 4


def test_hostile_graphs_end() -> None:
    clique = [Statement(f"_:{one}", "urn:p", f"_:{other}") for one in range(40) for other in range(40) if one != other]
    chain = [Statement(f"_:{number}", "urn:p", f"_:{number + 1}") for number in range(20_000)]
    crowd = [Statement(f"_:{number}", "urn:p", Literal("x")) for number in range(20_000)]
    for graph in (clique, chain, crowd):
        assert len(set(blank_node_names(graph).values())) == len(
            {s.subject for s in graph} | {str(s.object) for s in graph if isinstance(s.object, str)}
        )


def test_without_blank_nodes_there_is_nothing_to_name() -> None:
    assert blank_node_names([Statement("urn:a", "urn:p", "urn:b")]) == {}
