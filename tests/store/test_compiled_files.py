import os
from pathlib import Path

from taxonomy_service.store.compiled_files import find_compiled, keep_compiled


def test_what_was_kept_is_found(tmp_path: Path) -> None:
    keep_compiled(tmp_path / "new", "a1", b"data")
    assert find_compiled(tmp_path / "new", "a1") == b"data"
    assert find_compiled(tmp_path / "new", "b2") is None
    assert find_compiled(tmp_path / "none", "a1") is None


def test_those_unused_for_longest_go_first(tmp_path: Path) -> None:
    for age, key in enumerate(("c3", "b2", "a1")):
        keep_compiled(tmp_path, key, b"x" * 100)
        os.utime(tmp_path / f"{key}.compiled", (1000 + age, 1000 + age))
    assert find_compiled(tmp_path, "c3") is not None, "and now it is the newest"
    keep_compiled(tmp_path, "d4", b"x" * 100, most_bytes=250)
    assert sorted(path.stem for path in tmp_path.iterdir()) == ["c3", "d4"]


def test_a_folder_that_cannot_be_written_is_let_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    keep_compiled(tmp_path / "file", "a1", b"data")
    assert find_compiled(tmp_path / "file", "a1") is None
