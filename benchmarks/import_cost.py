"""What an import costs: the whole command against only streaming the file through the parser."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyoxigraph

from benchmarks.figures import Figure, shared_vocabulary

RUNS = 5


def parse_only(path: Path) -> float:
    """CPU seconds to stream a file through pyoxigraph's parser."""
    start = time.process_time()
    for _ in pyoxigraph.parse(path=str(path)):
        pass
    return time.process_time() - start


def run_import(path: Path) -> tuple[float, float]:
    """CPU seconds and peak memory (MB) of the command, from an existing, empty database."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"TAXONOMY_DATABASE_URL": f"sqlite:///{folder}/bench.db"}
        command = [sys.executable, "-m", "taxonomy_service"]
        subprocess.run([*command, "upgrade"], env=environment, check=True, capture_output=True)
        process = subprocess.Popen([*command, "import", str(path)], env=environment, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(f"the import ended with {process.returncode}")
        return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def run() -> list[Figure]:
    path = shared_vocabulary("shopify-2024-07.ttl")
    floors, costs, memory = [], [], 0.0
    for _ in range(RUNS):  # by turns, so that both meet the same machine
        floors.append(parse_only(path))
        cost, peak = run_import(path)
        costs.append(cost)
        memory = max(memory, peak)
    floor, cost = sorted(floors)[RUNS // 2], sorted(costs)[RUNS // 2]
    detail = f"{cost:.2f} s against {floor:.3f} s of CPU, medians of {RUNS}"
    return [
        Figure("import of 185,000 statements / parsing them", cost / floor, "×", detail, at_most=20),
        Figure("peak memory of that import", memory, "MB", "the largest of the runs", at_most=500),
    ]
