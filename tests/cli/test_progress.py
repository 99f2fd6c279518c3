import io
from pathlib import Path

import pytest
from rich.console import Console

from taxonomy_service.cli import progress as module
from taxonomy_service.cli.progress import WatchedFile, file_progress


def test_watched_file_is_the_file_and_tells_what_was_read() -> None:
    told: list[int] = []
    watched = WatchedFile(io.BytesIO("ランニングシューズ".encode()), told.append)
    assert watched.read(5) + watched.read() == "ランニングシューズ".encode()
    assert watched.seekable()
    assert (watched.seek(3), watched.tell(), watched.read(3)) == (3, 3, "ン".encode())
    assert told == [5, 22, 3]


def test_bar_is_shown_on_a_terminal_for_a_big_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = io.StringIO()
    monkeypatch.setattr(module, "errors", Console(file=shown, force_terminal=True, width=100))
    monkeypatch.setattr(module, "SHOWN_FROM_BYTES", 1_000)
    (tmp_path / "big.ndjson").write_bytes(b"x" * 2_000)
    with file_progress(tmp_path / "big.ndjson") as done:
        done(2_000)
    assert "big.ndjson" in shown.getvalue()
    assert "2.0/2.0 kB" in shown.getvalue()


@pytest.mark.parametrize(("size", "terminal"), [(500, True), (2_000, False)])
def test_no_bar_for_a_small_file_or_where_nobody_looks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, terminal: bool
) -> None:
    shown = io.StringIO()
    monkeypatch.setattr(module, "errors", Console(file=shown, force_terminal=terminal))
    monkeypatch.setattr(module, "SHOWN_FROM_BYTES", 1_000)
    (tmp_path / "a.ndjson").write_bytes(b"x" * size)
    with file_progress(tmp_path / "a.ndjson") as done:
        done(size)
    assert shown.getvalue() == ""
