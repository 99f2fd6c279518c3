import unicodedata

import pytest

from taxonomy_service.cli.tables import print_table

FORMS = ["حِذَاء جَرْي", "נַעַל רִיצָה", "ランニングシューズ", "跑步鞋", "koşu ayakkabısı", "but do biegania", "ａｂ"]


def _width(line: str) -> int:
    """The columns of a line by the Unicode data, not by what drew the table."""
    unseen = {"Mn", "Me", "Cf"}
    seen = [character for character in line if unicodedata.category(character) not in unseen]
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in seen)


def test_columns_stand_below_one_another_in_every_script(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(["form", "other"], [(form, form[::-1] if form.isascii() else form) for form in FORMS])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(FORMS) + 4
    assert len({_width(line) for line in lines}) == 1


def test_each_right_to_left_cell_is_isolated_from_its_neighbours(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(["a", "b", "c"], [("حذاء", "נעל", "shoe")])
    row = capsys.readouterr().out.splitlines()[3]
    cells = [cell for cell in row.split("│") if cell.strip()]
    assert [("\u2068" in cell, "\u2069" in cell) for cell in cells] == [(True, True), (True, True), (False, False)]


def test_a_cell_of_several_lines_is_isolated_in_each(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(["a", "b"], [("שלום " * 60, "x")])
    lines = [line for line in capsys.readouterr().out.splitlines() if "שלום" in line]
    assert len(lines) > 1
    assert all(line.count("\u2068") == line.count("\u2069") == 1 for line in lines)
