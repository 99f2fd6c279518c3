from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_table_is_written_for_a_translator(shoes: Run, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"hi.{suffix}"
    done = shoes("translate", "shoes", "hi", str(path))
    assert done.returncode == 0, done.stderr
    assert "concepts to translate into hi" in done.stdout
    assert shoes("take-table", "shoes", str(path)).returncode == 3


def test_a_filled_table_is_taken_where_told_to(shoes: Run, tmp_path: Path) -> None:
    path = tmp_path / "filled.csv"
    path.write_text("concept,language,label\nshoe,bn,জুতো\n", encoding="utf-8")
    assert "nothing was written" in shoes("take-table", "shoes", str(path)).stdout
    assert "done as change set 2" in shoes("take-table", "shoes", str(path), "--yes").stdout


def test_another_ending_and_a_folder_that_is_not_there_are_refused(shoes: Run, tmp_path: Path) -> None:
    assert "written as .csv or .xlsx" in shoes("translate", "shoes", "hi", str(tmp_path / "t.ods")).stderr
    assert shoes("translate", "shoes", "hi", str(tmp_path / "no" / "t.csv")).returncode == 3
