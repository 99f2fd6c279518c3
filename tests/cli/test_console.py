from pathlib import Path

import pytest
from rich.table import Table

from taxonomy_service.cli.console import errors, open_input, output, print_json
from taxonomy_service.domain.errors import UnreadableFile


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="No such file"), open_input(tmp_path / "missing.ttl"):
        pass
    with pytest.raises(UnreadableFile, match="directory"), open_input(tmp_path):
        pass


def test_names_between_colons_are_printed_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    table = Table("concept")
    table.add_row("urn:boot:1")
    output.print("<urn:x:1> 靴:shoe:")
    output.print(table)
    errors.print("<urn:x:1>")
    printed = capsys.readouterr()
    assert "<urn:x:1> 靴:shoe:" in printed.out
    assert "urn:boot:1" in printed.out
    assert "<urn:x:1>" in printed.err


def test_json_keeps_all_scripts(capsys: pytest.CaptureFixture[str]) -> None:
    print_json(["حذاء", "靴"])
    assert "حذاء" in capsys.readouterr().out
