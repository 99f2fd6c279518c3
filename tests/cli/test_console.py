from pathlib import Path

import pytest
from rich.table import Table

from taxonomy_service.cli.console import errors, open_input, output, print_json, read_settings
from taxonomy_service.domain.errors import TaxonomyError, UnreadableFile


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


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("TAXONOMY_CORS_ORIGINS", "https://labels.example.org", "TAXONOMY_CORS_ORIGINS: JSON is wanted"),
        ("TAXONOMY_OIDC_GRANTS", "{", "TAXONOMY_OIDC_GRANTS: JSON is wanted"),
        ("TAXONOMY_MAX_BATCH", "many", "TAXONOMY_MAX_BATCH: Input should be a valid integer"),
    ],
)
def test_a_setting_that_cannot_be_read_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(TaxonomyError, match=f"^the settings cannot be used: {told}"):
        read_settings()
