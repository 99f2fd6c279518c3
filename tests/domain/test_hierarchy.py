from collections.abc import Callable

import pytest

from taxonomy_service.domain.concepts import ConceptId, RelationKind
from taxonomy_service.domain.hierarchy import (
    ConceptRelation,
    build_hierarchy,
    closure,
    hierarchy_cycles,
    reached_from,
    relation_between,
)
from taxonomy_service.domain.schemes import ConceptScheme

MakeScheme = Callable[..., ConceptScheme]
UP, DOWN, BESIDE, TOP = RelationKind.BROADER, RelationKind.NARROWER, RelationKind.RELATED, RelationKind.TOP_CONCEPT_OF


def own(name: str) -> ConceptId:
    return ConceptId(name)


def test_relations_count_whichever_side_asserts_them(make_scheme: MakeScheme) -> None:
    hierarchy = build_hierarchy(make_scheme("a b c d", (UP, "b", "a"), (DOWN, "a", "c"), (BESIDE, "c", "d")))
    assert hierarchy.narrower == {"a": ("b", "c")}
    assert hierarchy.broader == {"b": ("a",), "c": ("a",)}
    assert hierarchy.related == {"c": ("d",), "d": ("c",)}


def test_top_concepts_are_those_declared_or_else_those_without_a_broader_one(make_scheme: MakeScheme) -> None:
    assert build_hierarchy(make_scheme("a b c", (UP, "b", "a"))).top == ("a", "c")
    assert build_hierarchy(make_scheme("a b c", (UP, "b", "a"), (TOP, "a", "s"))).top == ("a",)


def test_relations_out_of_the_scheme_do_not_count(make_scheme: MakeScheme) -> None:
    assert build_hierarchy(make_scheme("a", (UP, "a", "elsewhere"))).broader == {}


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ("top", ConceptRelation.BROADER),
        ("middle", ConceptRelation.BROADER),
        ("leaf", ConceptRelation.NARROWER),
        ("sister", ConceptRelation.SIBLING),
        ("other", ConceptRelation.UNRELATED),
    ],
)
def test_the_relation_is_that_of_the_named_seen_from_the_claimed(
    make_scheme: MakeScheme, named: str, expected: ConceptRelation
) -> None:
    scheme = make_scheme(
        "top middle claimed sister leaf other",
        (UP, "middle", "top"),
        (UP, "claimed", "middle"),
        (UP, "sister", "middle"),
        (UP, "leaf", "claimed"),
    )
    assert relation_between(build_hierarchy(scheme).broader, own(named), own("claimed")) is expected


def test_the_closure_counts_the_shortest_way_and_survives_cycles(make_scheme: MakeScheme) -> None:
    hierarchy = build_hierarchy(make_scheme("a b c", (UP, "a", "b"), (UP, "b", "c"), (UP, "c", "a"), (UP, "a", "c")))
    assert closure(hierarchy.broader, own("a")) == {"b": 1, "c": 1}


def test_what_is_reached_comes_nearest_first_once_and_not_beyond_the_bound(make_scheme: MakeScheme) -> None:
    scheme = make_scheme("a b c d e", (UP, "a", "b"), (UP, "a", "c"), (UP, "b", "d"), (UP, "c", "d"), (UP, "d", "b"))
    broader = build_hierarchy(scheme).broader
    assert reached_from(broader, broader[own("a")], most=3) == ("b", "c", "d")
    assert reached_from(broader, (own("d"),), most=2) == ("d", "b"), "a circle ends where it began"
    assert reached_from(broader, broader[own("a")], most=2) is None
    assert reached_from(broader, (), most=0) == ()


def test_cycles_are_found_and_chains_are_not(make_scheme: MakeScheme) -> None:
    scheme = make_scheme(
        "a b c d e f",
        *[(UP, "a", "b"), (UP, "b", "c"), (UP, "c", "a"), (UP, "d", "a"), (UP, "e", "e"), (UP, "f", "d")],
    )
    assert hierarchy_cycles(build_hierarchy(scheme)) == [("a", "b", "c"), ("e",)]


def test_a_chain_deeper_than_the_stack_breaks_nothing(make_scheme: MakeScheme) -> None:
    names = " ".join(f"n{number}" for number in range(2_000))
    links = [(UP, f"n{number}", f"n{number + 1}") for number in range(1_999)]
    hierarchy = build_hierarchy(make_scheme(names, *links))
    assert hierarchy_cycles(hierarchy) == []
    assert len(closure(hierarchy.broader, own("n0"))) == 1_999


def test_a_concept_both_broader_and_narrower_counts_as_broader(make_scheme: MakeScheme) -> None:
    hierarchy = build_hierarchy(make_scheme("a b", (UP, "a", "b"), (UP, "b", "a")))
    assert relation_between(hierarchy.broader, own("a"), own("b")) is ConceptRelation.BROADER
    assert hierarchy.top == ()


def test_two_circles_that_touch_are_one_and_those_in_line_are_two(make_scheme: MakeScheme) -> None:
    touching = make_scheme("a b c", (UP, "a", "b"), (UP, "b", "a"), (UP, "b", "c"), (UP, "c", "b"))
    assert hierarchy_cycles(build_hierarchy(touching)) == [("a", "b", "c")]
    line = make_scheme("a b c d", (UP, "a", "b"), (UP, "b", "a"), (UP, "b", "c"), (UP, "c", "d"), (UP, "d", "c"))
    assert hierarchy_cycles(build_hierarchy(line)) == [("a", "b"), ("c", "d")]


def test_only_broader_and_narrower_make_a_hierarchy(make_scheme: MakeScheme) -> None:
    kinds = set(RelationKind) - {UP, DOWN}
    assert build_hierarchy(make_scheme("a b", *[(kind, "a", "b") for kind in sorted(kinds)])).broader == {}
