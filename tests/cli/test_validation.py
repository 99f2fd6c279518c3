import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    path = tmp_path / "labels.csv"
    path.write_text(
        "label,language,concept\nLaufschuh,de,running-shoe\nchaussure de sport,fr,running-shoe\nランニングシューズ,ja,\n"
        "حذاء,ar,shoe\nLaufshcuh,de,running-shoe\n",
        encoding="utf-8",
    )
    return path


def test_a_file_is_judged_label_by_label(shoes: Run, labels: Path) -> None:
    done = shoes("validate", str(labels), "--scheme", "shoes", "--format", "json")
    assert done.returncode == 1
    (report,) = json.loads(done.stdout)
    assert report["labels"] == {"preferred": 3, "mismatch": 1, "unknown": 1}
    assert (report["annotations"], report["accepted"], report["compliant"]) == (5, 3, False)
    offenders = {offender["verdict"]["label"]: offender for offender in report["offenders"]}
    assert offenders["chaussure de sport"]["verdict"]["relation"] == "broader"
    assert offenders["Laufshcuh"]["verdict"]["suggestions"][0]["label"] == "Laufschuh"
    assert report["by_language"]["ja"] == {"preferred": 1}


def test_a_table_names_the_worst_offenders_and_what_to_try(shoes: Run, labels: Path) -> None:
    shown = shoes("validate", str(labels), "--scheme", "shoes").stdout
    assert "3 of 5 annotations accepted (60.0%)" in shown
    assert "mismatch (broader)" in shown
    assert "Laufschuh (de)" in shown


def test_a_clean_file_ends_with_zero(shoes: Run, tmp_path: Path) -> None:
    (tmp_path / "good.ndjson").write_text('{"label": "靴", "language": "ja"}\n', encoding="utf-8")
    assert shoes("validate", "good.ndjson", "--scheme", "shoes").returncode == 0


def test_what_could_not_be_checked_is_counted(shoes: Run, tmp_path: Path) -> None:
    (tmp_path / "mixed.ndjson").write_text('{"label": "shoe"}\nnot json\n', encoding="utf-8")
    done = shoes("validate", "mixed.ndjson", "--scheme", "shoes", "--language", "en")
    assert "not checked: 1 ×" in done.stdout
    assert "line 2" in done.stdout


@pytest.mark.parametrize(
    "name",
    [
        "coco/instances_val2017.json",
        "coco/instances_train2017.json",
        "cvat/images-task.xml",
        "cvat/video.xml",
        "label-studio/test_export_yolo__data.json",
    ],
)
def test_real_annotation_files_are_judged(shoes: Run, shared_data: Path, name: str) -> None:
    path = shared_data / "annotations" / name
    done = shoes("validate", str(path), "--scheme", "shoes", "--language", "en", "--format", "json")
    assert done.returncode in {0, 1}, done.stderr
    (report,) = json.loads(done.stdout)
    assert report["annotations"] > 0


def test_a_file_of_no_known_format_is_refused(shoes: Run, tmp_path: Path) -> None:
    (tmp_path / "x.bin").write_bytes(b"\x00\x01\x02")
    done = shoes("validate", "x.bin", "--scheme", "shoes")
    assert done.returncode == 3
    assert "x.bin" in done.stderr
