import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy_service.exchange.spreadsheet_cells import guarded, unguarded


@given(st.text())
def test_a_guarded_cell_starts_no_formula_and_comes_back(cell: str) -> None:
    assert guarded(cell)[:1] not in {"=", "+", "-", "@"}
    if not cell.startswith("'"):
        assert unguarded(guarded(cell)) == cell


@pytest.mark.parametrize("cell", ["=1+1", "+49", "-", "@x", "\t=1", "＝1"])
def test_what_a_spreadsheet_runs_is_guarded(cell: str) -> None:
    assert guarded(cell) == "'" + cell


def test_an_apostrophe_of_a_word_stays() -> None:
    assert unguarded("'s Gravenhage") == "'s Gravenhage"
