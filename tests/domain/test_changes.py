from hypothesis import given
from hypothesis import strategies as st

from taxonomy_service.domain.changes import (
    StatementDifference,
    applied,
    in_order,
    inverted,
    statement_difference,
)
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.statements import Literal, Statement

NODES = st.sampled_from(["http://x/a", "_:b", Literal("靴", LanguageTag("ja")), Literal("حذاء", LanguageTag("ar"))])
STATEMENTS = st.builds(Statement, st.sampled_from(["http://x/a", "http://x/c"]), st.just("http://x/p"), NODES)
SETS = st.frozensets(STATEMENTS, max_size=6)
DIFFERENCES = st.builds(statement_difference, SETS, SETS)


@given(SETS, DIFFERENCES)
def test_applying_twice_is_applying_once(rows: frozenset[Statement], change: StatementDifference) -> None:
    once = set(applied(rows, change))
    assert once == (rows - change.removed) | change.added
    assert set(applied(once, change)) == once


@given(SETS, SETS)
def test_the_inverse_undoes_what_was_really_done(before: frozenset[Statement], after: frozenset[Statement]) -> None:
    change = statement_difference(before - after, after - before)
    assert set(applied(applied(before, change), inverted(change))) == before


def test_what_would_be_removed_and_added_changes_nothing() -> None:
    row = Statement("http://x/a", "http://x/p", Literal("but", LanguageTag("pl")))
    assert not statement_difference([row], [row])
    assert statement_difference([row], [])


def test_the_order_of_a_file_stays_and_what_is_added_comes_last() -> None:
    rows = [Statement("http://x/z", "http://x/p", "http://x/1"), Statement("http://x/a", "http://x/p", "http://x/2")]
    new = [Statement("http://x/m", "http://x/p", Literal("ø")), Statement("http://x/m", "http://x/p", "http://x/3")]
    assert list(applied([*rows, rows[0]], statement_difference([], new))) == [*rows, new[1], new[0]]
    assert in_order([*rows, *new]) == [rows[1], new[1], new[0], rows[0]]
