import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from taxonomy_service.exchange.csv_rows import csv_row

cells = st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=1, max_size=4)


@given(cells)
def test_a_row_is_read_back_by_a_strict_reader_and_runs_nothing(row: list[str]) -> None:
    (read,) = csv.reader(io.StringIO(csv_row(row), newline=""), strict=True)
    for given_cell, cell in zip(row, read, strict=True):
        assert cell in {given_cell, "'" + given_cell}
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))


def test_other_cells_stay_as_they_are() -> None:
    assert csv_row(["حذاء", "a,b", "靴"]) == 'حذاء,"a,b",靴\r\n'
