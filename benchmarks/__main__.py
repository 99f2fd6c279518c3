"""Run the benchmarks, print each figure as a ratio in this run, and with `--write` keep them in RESULTS.md."""

import argparse
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import (
    big_files,
    boundaries,
    boundary_borrowing,
    boundary_classes,
    boundary_suggestions,
    compiled_release,
    editing,
    export_cost,
    faults,
    finding_lists,
    http_rate,
    import_cost,
    integrity_cost,
    integrity_rivals,
    near_duplicates,
    references,
    served_workers,
    slow_clients,
    spark_rate,
    suggestion_cost,
    validation_rate,
)
from benchmarks.figures import Figure, Unavailable, table
from benchmarks.peers import look_ups

BENCHMARKS = {
    "import": import_cost.run,
    "export": export_cost.run,
    "validation": validation_rate.run,
    "http": http_rate.run,
    "references": references.run,
    "editing": editing.run,
    "findings": finding_lists.run,
    "integrity": integrity_cost.run,
    "integrity-rivals": integrity_rivals.run,
    "near-duplicates": near_duplicates.run,
    "boundaries": boundaries.run,
    "boundary-borrowing": boundary_borrowing.run,
    "boundary-classes": boundary_classes.run,
    "boundary-suggestions": boundary_suggestions.run,
    "compiled": compiled_release.run,
    "suggestions": suggestion_cost.run,
    "big-files": big_files.run,
    "spark": spark_rate.run,
    "workers": served_workers.run,
    "faults": faults.run,
    "slow-clients": slow_clients.run,
    "peers": look_ups.run,
}
RESULTS = Path(__file__).parent / "RESULTS.md"


def machine() -> str:
    model = "unknown processor"
    if Path("/proc/cpuinfo").exists():
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), model)
    return f"{model}, {platform.system()} {platform.machine()}, Python {platform.python_version()}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"which to run: {', '.join(BENCHMARKS)} (default: all)"
    )
    parser.add_argument("--write", action="store_true", help="append the figures to RESULTS.md")
    arguments = parser.parse_args()
    unknown = set(arguments.names) - set(BENCHMARKS)
    if unknown:
        parser.error(f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(BENCHMARKS)}")
    figures: list[Figure] = []
    for name in arguments.names or BENCHMARKS:
        try:
            figures += BENCHMARKS[name]()
        except Unavailable as reason:
            print(f"{name}: not run: {reason}", file=sys.stderr)
    text = f"## {datetime.now(UTC):%Y-%m-%d}, {machine()}\n\n{table(figures)}\n"
    print(text)
    if arguments.write and figures:
        with RESULTS.open("a", encoding="utf-8") as file:
            file.write(f"\n{text}")
    return 0 if all(figure.reached for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
