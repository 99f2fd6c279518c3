import hashlib
import json
from pathlib import Path

import pytest

from taxonomy_service.services.exports import ExportFormat
from tests.cli.conftest import Run


@pytest.mark.parametrize("format_", list(ExportFormat))
def test_a_scheme_is_written_to_standard_output_or_a_file(shoes: Run, tmp_path: Path, format_: ExportFormat) -> None:
    printed = shoes("export", "shoes", "--format", format_.value)
    assert printed.returncode == 0
    assert "حذاء جري" in printed.stdout
    shoes("export", "shoes", "--format", format_.value, "--output", "out")
    assert (tmp_path / "out").read_bytes() == printed.stdout.encode()
    assert printed.stdout.endswith("\r\n") == (format_ is ExportFormat.CSV)


def test_the_hash_of_the_ntriples_is_that_of_the_release(shoes: Run, tmp_path: Path) -> None:
    shoes("export", "shoes", "--format", "ntriples", "--output", "out.nt")
    (scheme,) = json.loads(shoes("schemes", "--format", "json").stdout)
    assert hashlib.sha256((tmp_path / "out.nt").read_bytes()).hexdigest() == scheme["content_hash"]


def test_a_file_that_cannot_be_written_is_named_and_nothing_is_left(shoes: Run, tmp_path: Path) -> None:
    done = shoes("export", "shoes", "--output", "no/such/folder/out.ttl")
    assert done.returncode == 3
    assert "no/such/folder/out.ttl" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir() if not path.name.startswith("cli.db")) == []
