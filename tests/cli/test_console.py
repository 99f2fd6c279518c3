from pathlib import Path

import pytest

from taxonomy_service.cli.console import open_input, print_json
from taxonomy_service.domain.errors import UnreadableFile


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="No such file"), open_input(tmp_path / "missing.ttl"):
        pass
    with pytest.raises(UnreadableFile, match="directory"), open_input(tmp_path):
        pass


def test_json_keeps_all_scripts(capsys: pytest.CaptureFixture[str]) -> None:
    print_json(["حذاء", "靴"])
    assert "حذاء" in capsys.readouterr().out
