from pathlib import Path

import pytest

from taxonomy_service.domain.errors import UnreadableFile
from taxonomy_service.exchange.mapped_files import map_file


def test_mapped_file_is_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes("犬".encode())
    with map_file(tmp_path / "a") as mapped:
        assert bytes(mapped) == "犬".encode()


def test_file_that_is_absent_or_empty_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    with pytest.raises(UnreadableFile, match="empty: the file is empty"):
        map_file(tmp_path / "empty")
    with pytest.raises(UnreadableFile, match="absent: No such file"):
        map_file(tmp_path / "absent")
