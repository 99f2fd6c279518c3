import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from taxonomy_service.services.leading import Lead

OTHER = """
import sys
from pathlib import Path
from taxonomy_service.services.leading import Lead
lead = Lead(Path(sys.argv[1]))
print(lead.is_ours(), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def other(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process, which has taken the lead."""
    command = [sys.executable, "-c", OTHER, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "True\n"
        yield process
        process.kill()


def test_a_process_that_is_alone_leads() -> None:
    assert Lead(None).is_ours()


def test_only_one_leads_until_it_gives_up(tmp_path: Path) -> None:
    first, second = Lead(tmp_path), Lead(tmp_path)
    assert [first.is_ours(), second.is_ours(), first.is_ours()] == [True, False, True]
    first.give_up()
    assert [second.is_ours(), first.is_ours()] == [True, False]
    second.give_up()


def test_another_leads_at_once_when_the_one_that_led_is_killed(tmp_path: Path, other: subprocess.Popen[str]) -> None:
    lead = Lead(tmp_path)
    assert not lead.is_ours()
    other.kill()
    other.wait()
    assert lead.is_ours()
    lead.give_up()


def test_those_who_do_not_lead_keep_no_file_open(tmp_path: Path, other: subprocess.Popen[str]) -> None:
    lead = Lead(tmp_path)
    before = len(list(Path("/proc/self/fd").iterdir()))
    assert not any(lead.is_ours() for _ in range(20))
    assert len(list(Path("/proc/self/fd").iterdir())) == before
