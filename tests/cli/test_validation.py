import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from taxonomy_service.services.compiled_files import write_compiled
from tests.cli.conftest import Run
from tests.compiled_footwear import footwear_index
from tests.parquet_files import parquet

HEARING = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where the tests run in the background
from taxonomy_service.__main__ import main
main()
"""


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


def test_what_could_not_be_checked_fails_a_pipeline_that_is_strict_and_alone_any(shoes: Run, tmp_path: Path) -> None:
    (tmp_path / "latin.csv").write_bytes("label,language\nKletterschläppchen,de\n".encode("latin-1"))
    (tmp_path / "mixed.csv").write_bytes("label,language\nLaufschuh,de\nKletterschläppchen,de\n".encode("latin-1"))
    codes = {
        (name, *options): shoes("validate", name, "--scheme", "shoes", *options).returncode
        for name in ("latin.csv", "mixed.csv")
        for options in ((), ("--strict",))
    }
    assert codes == {("latin.csv",): 1, ("latin.csv", "--strict"): 1, ("mixed.csv",): 0, ("mixed.csv", "--strict"): 1}


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


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("compiled") / "footwear.taxr"
    write_compiled(footwear_index(), path)
    return path


def test_compiled_release_judges_as_the_scheme_does_without_a_database(shoes: Run, labels: Path) -> None:
    own = labels.parent / "shoes.taxr"
    assert shoes("compile", "shoes", "--output", str(own)).returncode == 0
    by_scheme = shoes("validate", str(labels), "--scheme", "shoes", "--format", "json", "--processes", "2")
    nowhere = f"sqlite:///{labels.parent / 'nowhere' / 'none.db'}"
    by_file = shoes("validate", str(labels), "--release", str(own), "--format", "json", TAXONOMY_DATABASE_URL=nowhere)
    assert by_file.returncode == 1, by_file.stderr
    assert json.loads(by_file.stdout) == json.loads(by_scheme.stdout)


def test_processes_share_a_release_of_the_store(shoes: Run, tmp_path: Path) -> None:
    (tmp_path / "a.ndjson").write_text('{"label": "Schuh"}\n{"label": "靴"}\n{"label": "x"}\n', encoding="utf-8")
    arguments = ("validate", str(tmp_path / "a.ndjson"), "--scheme", "shoes", "--format", "json")
    one, two = shoes(*arguments), shoes(*arguments, "--processes", "2")
    assert (two.returncode, two.stdout) == (1, one.stdout), two.stderr


@pytest.mark.parametrize("form", ["ndjson", "parquet"])
def test_report_of_several_processes_is_that_of_one(run: Run, compiled: Path, tmp_path: Path, form: str) -> None:
    rows = [("Laufschuh", "de"), ("koşu ayakkabısı", "tr"), ("Laufshcuh", "de"), ("Laufschuh", "de")]
    path = tmp_path / f"labels.{form}"
    if form == "parquet":
        path.write_bytes(parquet({"label": [row[0] for row in rows], "language": [row[1] for row in rows]}))
    else:
        path.write_text(
            "".join(json.dumps({"label": form, "language": tag}) + "\n" for form, tag in rows), encoding="utf-8"
        )
    arguments = ("validate", str(path), "--release", str(compiled), "--format", "json", "--processes")
    one, two = (run(*arguments, number) for number in ("1", "2"))
    assert (two.returncode, two.stdout) == (one.returncode, one.stdout) == (1, one.stdout), two.stderr
    (report,) = json.loads(two.stdout)
    assert report["annotations"] == 4
    assert report["offenders"][0]["place"] in {"line 3", "row 3"}


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        ((), 2, "state --scheme ID, or with --release a file"),
        (("--release", "absent.taxr"), 3, "absent.taxr: No such file"),
        (("--release", "footwear.taxr", "--scheme", "boots"), 2, "is a release of 'footwear', not of 'boots'"),
        (("--release", "other.taxr"), 3, "other.taxr: this is not a compiled release"),
    ],
)
def test_what_labels_are_judged_by_must_be_clear(
    run: Run,
    compiled: Path,
    labels: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    code: int,
    told: str,
) -> None:
    monkeypatch.chdir(compiled.parent)
    Path("other.taxr").write_bytes(labels.read_bytes())
    done = run("validate", str(labels), *arguments)
    assert done.returncode == code
    assert told in done.stderr


@pytest.mark.parametrize("processes", ["1", "2"])
def test_parquet_that_cannot_be_judged_is_refused_with_its_place(
    run: Run, compiled: Path, tmp_path: Path, processes: str
) -> None:
    numbers, cut = tmp_path / "numbers.parquet", tmp_path / "cut.parquet"
    numbers.write_bytes(parquet({"label": [1, 2]}))
    cut.write_bytes(parquet({"label": ["a"]})[:-3])
    for path, told in ((numbers, "the column 'label' holds int64, not texts"), (cut, "one that is cut off")):
        done = run("validate", str(path), "--release", str(compiled), "--processes", processes)
        assert done.returncode == 3
        assert f"{path}: " in done.stderr
        assert told in done.stderr


def test_interrupted_it_ends_at_once_and_says_nothing(environment: dict[str, str], compiled: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", HEARING, "validate", "-", "--release", str(compiled), "--annotations", "ndjson"],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None
    process.stdin.write(b'{"label": "Schuh"}\n' * 100_000)  # more than a pipe holds: it reads
    process.send_signal(signal.SIGINT)
    shown, told = process.communicate(timeout=60)
    assert (process.returncode, shown) == (130, b"")
    assert b"Traceback" not in told
