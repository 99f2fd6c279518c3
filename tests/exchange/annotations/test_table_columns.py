import pytest

from taxonomy_service.domain.annotations import AnnotatedLabel, NotChecked
from taxonomy_service.domain.errors import UnreadableFile
from taxonomy_service.exchange.annotations.table_columns import Columns, find_columns


def test_titles_say_which_column_is_which_in_any_case_and_order() -> None:
    columns = find_columns([" x", "Lang", "attribute:Renk ", "CONCEPT", "name"], "a.csv")
    assert columns == Columns(5, 4, 1, 3, {"Renk": 2})
    assert columns.places == [4, 1, 3, 2]
    assert columns.narrowed() == Columns(4, 0, 1, 2, {"Renk": 3})


def test_row_says_what_it_says() -> None:
    columns = find_columns(["label", "lang", "attribute:renk"], "a.csv")
    assert columns.item(["koşu ayakkabısı", " tr ", "sarı"], "row 2", 3) == AnnotatedLabel(
        "koşu ayakkabısı", "row 2", 3, "tr", attributes={"renk": "sarı"}
    )
    assert columns.item([" ", "tr", ""], "row 3") == NotChecked("row 3", "no label")
    assert columns.item(["a"], "row 4", 2) == NotChecked("row 4", "1 cells where the header has 3", 2)


@pytest.mark.parametrize(("titles", "told"), [(["x"], "no column"), (["name", "lang", "LANG"], "two columns")])
def test_titles_that_cannot_be_used_are_refused(titles: list[str], told: str) -> None:
    with pytest.raises(UnreadableFile, match=f"line 1: {told}"):
        find_columns(titles, "a.csv", 1)
