import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from taxonomy_service.http.meters import Meters
from taxonomy_service.services.queues import QueueLengths

WORKER = """
import json, sys
from taxonomy_service.http.meters import Meters
meters = Meters()
for line in sys.stdin:
    release, count = json.loads(line)
    for _ in range(count):
        meters.count_request("/healthz", "GET", 200, 0.002)
    meters.note_releases({"shoes": release}, behind=release - 1)
    print(meters.text(None).decode().replace("\\n", "|"), flush=True)
"""


class Worker:
    """A process that counts, with others, in a folder."""

    def __init__(self, folder: Path) -> None:
        environment = os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(folder)}
        self.process = subprocess.Popen(
            [sys.executable, "-c", WORKER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )

    def count(self, release: int, requests: int) -> dict[str, float]:
        """Count requests, and return what all workers counted."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps([release, requests]) + "\n")
        self.process.stdin.flush()
        return samples(self.process.stdout.readline().replace("|", "\n"))

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


def samples(text: str) -> dict[str, float]:
    families = text_string_to_metric_families(text)
    return {sample.name: sample.value for family in families for sample in family.samples}


def test_workers_that_share_a_folder_tell_of_all_and_of_the_dead_only_what_they_counted(tmp_path: Path) -> None:
    first, second = Worker(tmp_path), Worker(tmp_path)
    assert first.count(1, 3)["taxonomy_releases_behind"] == 0
    both = second.count(2, 4)
    first.kill()
    left = second.count(2, 1)
    second.kill()
    assert (both["taxonomy_requests_total"], both["taxonomy_release_in_use"]) == (7, 1)
    assert (left["taxonomy_requests_total"], left["taxonomy_release_in_use"]) == (8, 2)
    assert (both["taxonomy_releases_behind"], left["taxonomy_releases_behind"]) == (1, 1)
    assert left["taxonomy_request_seconds_count"] == 8


def test_methods_that_nobody_knows_are_one() -> None:
    meters = Meters()
    for number in range(50):
        meters.count_request("/healthz", f"BREW{number}", 405, 0.001)
    text = meters.text(QueueLengths(2, 1)).decode()
    assert 'taxonomy_requests_total{method="other",route="/healthz",status="405"} 50.0' in text
    assert "BREW" not in text
    assert len(meters._of_request) == 0
    assert samples(text)["taxonomy_webhooks_waiting"] == 2
    assert samples(text)["taxonomy_jobs_running"] == 1


@pytest.mark.parametrize(("seconds", "bucket"), [(0.0004, "0.0005"), (0.002, "0.0025"), (60.0, "+Inf")])
def test_seconds_are_counted_in_the_bucket_they_fit_in(seconds: float, bucket: str) -> None:
    meters = Meters()
    meters.count_request("/healthz", "GET", 200, seconds)
    (first, *_) = [
        line for line in meters.text(None).decode().splitlines() if "_bucket" in line and line.endswith(" 1.0")
    ]
    assert f'le="{bucket}"' in first
