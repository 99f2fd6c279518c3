import random
import time
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taxonomy_service.domain.statements import Literal, Statement
from taxonomy_service.exchange.blank_nodes import blank_node_names, renamed
from taxonomy_service.exchange.ntriples import canonical_text

P, Q, ROOT = "https://example.org/p", "https://example.org/q", "https://example.org/root"


def text_of(statements: Iterable[Statement]) -> str:
    rows = list(statements)
    names = blank_node_names(rows)
    return canonical_text(renamed(row, names) for row in rows)


def shuffled(statements: Iterable[Statement], seed: int) -> list[Statement]:
    """The same graph: other names, another order."""
    rng = random.Random(seed)
    rows = list(statements)
    nodes = sorted({node for row in rows for node in (row.subject, row.object) if str(node).startswith("_:")}, key=str)
    numbers = rng.sample(range(len(nodes)), len(nodes))
    names = {str(node): f"_:x{number}" for node, number in zip(nodes, numbers, strict=True)}
    rows = [renamed(row, names) for row in rows]
    rng.shuffle(rows)
    return rows


def chain(length: int) -> list[Statement]:
    return [Statement(f"_:{number}", P, f"_:{number + 1}") for number in range(length)]


def clique(size: int) -> list[Statement]:
    return [Statement(f"_:{a}", P, f"_:{b}") for a in range(size) for b in range(size) if a != b]


def rdf_list(length: int) -> list[Statement]:
    """A list of one member again and again."""
    return [
        row
        for number in range(length)
        for row in (
            Statement(f"_:{number}", Q, ROOT),
            Statement(f"_:{number}", P, f"_:{number + 1}" if number + 1 < length else ROOT),
        )
    ]


def twins(count: int) -> list[Statement]:
    """Nodes that only their own child tells apart, which nothing tells apart."""
    return [
        row
        for number in range(count)
        for row in (
            Statement(ROOT, P, f"_:{number}"),
            Statement(f"_:{number}", P, f"_:child{number}"),
            Statement(f"_:child{number}", Q, Literal("הנעלה")),
        )
    ]


def rings(count: int, size: int) -> list[Statement]:
    return [Statement(f"_:{c}x{i}", P, f"_:{c}x{(i + 1) % size}") for c in range(count) for i in range(size)]


HOSTILE = {
    "a chain of 50,000": chain(50_000),
    "a chain of 50,000 with a beginning": [Statement(ROOT, P, "_:0"), *chain(50_000)],
    "20,000 identical nodes": [Statement(f"_:{number}", P, Literal("同")) for number in range(20_000)],
    "a clique of 250": clique(250),
    "a list of 20,000 times the same": rdf_list(20_000),
    "10,000 twins": twins(10_000),
    "2,000 rings": rings(2_000, 5),
    "a tree of 16,000": [Statement(f"_:{n}", P, f"_:{2 * n + side}") for n in range(1, 8_192) for side in (0, 1)],
    "a star with 20,000 arms": [Statement("_:hub", P, f"_:{number}") for number in range(20_000)],
}


def test_no_blank_nodes_no_names() -> None:
    assert blank_node_names([Statement(ROOT, P, Literal("_:not a node")), Statement(ROOT, P, ROOT)]) == {}
    assert blank_node_names([]) == {}


def test_names_are_numbered_without_gaps() -> None:
    names = blank_node_names([*chain(3), Statement(ROOT, Q, "_:alone")])
    assert sorted(names) == ["_:0", "_:1", "_:2", "_:3", "_:alone"]
    assert set(names.values()) == {"_:c0", "_:c1", "_:c2", "_:c3", "_:c4"}


def test_a_statement_is_renamed_at_both_ends() -> None:
    names = {"_:a": "_:c0", "_:b": "_:c1"}
    assert renamed(Statement("_:a", P, "_:b"), names) == Statement("_:c0", P, "_:c1")
    assert renamed(Statement(ROOT, P, Literal("_:a")), names) == Statement(ROOT, P, Literal("_:a"))


def test_a_repeated_statement_changes_nothing() -> None:
    assert text_of([*chain(5), *chain(5)]) == text_of(chain(5))


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_graphs_end_within_seconds_and_are_named_alike(name: str) -> None:
    start = time.process_time()
    text = text_of(HOSTILE[name])
    assert time.process_time() - start < 10
    assert text_of(shuffled(HOSTILE[name], 7)) == text


def test_graphs_that_differ_far_from_the_root_are_told_apart() -> None:
    one, other = [Statement(ROOT, P, "_:0"), *chain(300)], [Statement(ROOT, P, "_:0"), *chain(300)]
    one.append(Statement("_:300", Q, Literal("конец")))
    other.append(Statement("_:299", Q, Literal("конец")))
    assert text_of(one) != text_of(other)


def test_six_in_a_ring_are_not_two_rings_of_three() -> None:
    assert text_of(rings(1, 6)) != text_of(rings(2, 3))


@st.composite
def forests(draw: st.DrawFn) -> list[Statement]:
    size = draw(st.integers(1, 14))
    ends = st.sampled_from([Literal("ก"), Literal("ข"), ROOT])
    rows = [
        Statement(f"_:{draw(st.integers(0, number))}", draw(st.sampled_from([P, Q])), f"_:{number + 1}")
        for number in range(size)
        if draw(st.booleans())
    ]
    said = draw(st.lists(st.tuples(st.integers(0, size), ends), min_size=1, max_size=8))
    return rows + [Statement(f"_:{number}", Q, end) for number, end in said]  # type: ignore[arg-type]


@settings(max_examples=200)
@given(forests(), st.integers(0, 1_000))
def test_any_forest_gives_the_same_text_however_it_is_written(graph: list[Statement], seed: int) -> None:
    assert text_of(shuffled(graph, seed)) == text_of(graph)


@settings(max_examples=100)
@given(forests(), st.integers(0, 1_000))
def test_renaming_loses_and_adds_nothing(graph: list[Statement], seed: int) -> None:
    names = blank_node_names(shuffled(graph, seed))
    assert len(set(names.values())) == len(names)
    assert text_of(graph).count("\n") == len(set(graph))
