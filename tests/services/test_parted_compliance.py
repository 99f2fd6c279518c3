import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from taxonomy_service.domain.errors import TaxonomyError, UnreadableFile
from taxonomy_service.exchange.annotations import AnnotationFormat, parts, read_annotations
from taxonomy_service.exchange.mapped_files import map_file
from taxonomy_service.matching.mapped_index import MappedIndex
from taxonomy_service.services.compiled_files import write_compiled
from taxonomy_service.services.compliance import check_annotations
from taxonomy_service.services.parted_compliance import check_parts
from tests.compiled_footwear import footwear_index
from tests.parquet_files import parquet

ROWS = [
    {"label": "Laufschuh", "language": "de", "concept": "running-shoe"},
    {"label": "chaussure de sport", "language": "fr", "concept": "running-shoe"},
    {"label": "ランニングシューズ", "language": "JA"},
    {"label": "حذاء", "language": "ar"},
    {"label": "Laufshcuh", "language": "de"},
    {"label": "Lauf\u200bschuh", "language": "de"},
    {"label": "shoe", "language": None, "concept": "no-such"},
    {"label": " "},
]
KEYS = ("label", "language", "concept")


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("compiled") / "footwear.taxr"
    write_compiled(footwear_index(), path)
    return path


@pytest.fixture
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "PART_BYTES", 4_000)
    monkeypatch.setattr(parts, "_SCANNED_BYTES", 1_000)
    monkeypatch.setattr(parts, "PART_ROWS", 60)


def ndjson(folder: Path, rows: int = 400) -> Path:
    path = folder / "a.ndjson"
    lines = [json.dumps(ROWS[number * 7 % 11 % len(ROWS)], ensure_ascii=False) for number in range(rows)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.mark.usefixtures("_small_parts")
@pytest.mark.parametrize("form", [AnnotationFormat.NDJSON, AnnotationFormat.PARQUET])
def test_report_of_several_processes_is_that_of_one(compiled: Path, tmp_path: Path, form: AnnotationFormat) -> None:
    path = ndjson(tmp_path)
    if form is AnnotationFormat.PARQUET:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        path = tmp_path / "a.parquet"
        path.write_bytes(parquet({key: [row.get(key) for row in rows] for key in KEYS}, group=50))
    done: list[int] = []
    report = check_parts(compiled, path, form, language="en", processes=2, progress=done.append)
    with path.open("rb") as file:
        index = MappedIndex(map_file(compiled), "footwear")
        assert report == check_annotations(index, read_annotations(file, str(path)), str(path), language="en")
    assert len(done) > 3
    assert report.offenders[0].place in {"line 2", "row 2"} or report.offenders[0].count > 1


@pytest.mark.usefixtures("_small_parts")
def test_what_is_wrong_with_a_part_is_told_as_it_is(compiled: Path, tmp_path: Path) -> None:
    data = bytearray(parquet({"label": [f"label {number}" for number in range(3_000)]}, group=1_000))
    data[len(data) // 2 : len(data) // 2 + 3_000] = b"\xff" * 3_000
    (tmp_path / "a.parquet").write_bytes(data)
    with pytest.raises(UnreadableFile, match=r"row group [23] of 3 is damaged") as caught:
        check_parts(compiled, tmp_path / "a.parquet", AnnotationFormat.PARQUET, processes=2)
    assert caught.value.data["file"] == str(tmp_path / "a.parquet")


def test_blank_file_is_refused(compiled: Path, tmp_path: Path) -> None:
    (tmp_path / "a.ndjson").write_bytes(b"\n \n")
    with pytest.raises(UnreadableFile, match="empty"):
        check_parts(compiled, tmp_path / "a.ndjson", AnnotationFormat.NDJSON, processes=2)


@pytest.fixture
def killer() -> Iterator[None]:
    """Kill the first child that this process starts, once it works."""
    children = Path(f"/proc/self/task/{threading.get_native_id()}/children")
    if not children.exists():
        pytest.skip("no /proc here that names the children of a process")
    before = set(children.read_text().split())
    ended = threading.Event()

    def kill() -> None:
        while not ended.is_set():
            for child in sorted(set(children.read_text().split()) - before, key=int):
                command = Path(f"/proc/{child}/cmdline")
                if command.exists() and b"spawn_main" in command.read_bytes():
                    os.kill(int(child), signal.SIGKILL)
                    return
            time.sleep(0.01)

    thread = threading.Thread(target=kill)
    thread.start()
    yield
    ended.set()
    thread.join()


@pytest.mark.usefixtures("killer")
def test_process_that_is_killed_is_told_with_what_it_judged(compiled: Path, tmp_path: Path) -> None:
    with pytest.raises(TaxonomyError, match=r"a\.ndjson: a process was killed while bytes 1 to [\d,]+, from line 1 on"):
        check_parts(compiled, ndjson(tmp_path), AnnotationFormat.NDJSON, processes=2)
