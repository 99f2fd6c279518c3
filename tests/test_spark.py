import io
import random
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from pyspark.errors import PythonException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.functions import lit

from taxonomy_service import spark as module
from taxonomy_service.domain.errors import UnreadableFile
from taxonomy_service.domain.verdicts import Question
from taxonomy_service.exchange.annotations import read_annotations
from taxonomy_service.matching.judging import judge
from taxonomy_service.matching.label_index import LabelIndex
from taxonomy_service.offline import open_release
from taxonomy_service.services.compiled_files import write_compiled
from taxonomy_service.services.compliance import check_annotations
from taxonomy_service.spark import VERDICT_COLUMNS, compliance, validate
from tests.compiled_footwear import footwear_index
from tests.local_spark import local_spark
from tests.parquet_files import parquet

ROWS = [
    ("Laufschuh", "de", "running-shoe"),
    ("chaussure de sport", "fr", "running-shoe"),
    ("ランニングシューズ", "JA", None),
    ("حذاء جري", "ar", "boot"),
    ("Laufshcuh", "de", None),
    ("Lauf\u200bschuh", "de", "no-such"),
    ("running shoe", None, None),
    ("running shoe", "pl", " "),
    ("shoe", "not a tag", None),
    ("a\u0007", "en", None),
    (None, "de", None),
    ("  ", "de", None),
]
HEAVY = "fastapi starlette uvicorn pydantic sqlalchemy sqlmodel alembic sqlite3 psycopg rdflib pyoxigraph babel"


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    with local_spark(tmp_path_factory.mktemp("spark")) as session:
        yield session


@pytest.fixture(scope="module")
def index() -> LabelIndex:
    return footwear_index()


@pytest.fixture(scope="module")
def compiled(index: LabelIndex, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("release") / "footwear.taxr"
    write_compiled(index, path)
    return path


@pytest.fixture
def frame(spark: SparkSession) -> DataFrame:
    rows = [(number, *row) for number, row in enumerate(ROWS)]
    return spark.createDataFrame(rows, "image int, label string, language string, concept string")


def test_every_row_gets_the_verdict_of_the_service(frame: DataFrame, compiled: Path) -> None:
    release = open_release(compiled)
    judged = validate(frame, compiled, concept="concept")
    assert judged.columns == ["image", "label", "language", "concept", *VERDICT_COLUMNS.names]
    rows = sorted(judged.collect(), key=lambda row: row.image)
    assert [row.label for row in rows] == [label for label, _, _ in ROWS]
    for row, (label, language, concept) in zip(rows[:-2], ROWS[:-2], strict=True):
        verdict = release.validate(label or "", language=language, concept=(concept or "").strip() or None)
        assert (row.verdict, row.verdict_language.casefold()) == (verdict.verdict, verdict.language.casefold())
        assert row.verdict_concept == (verdict.concept.id if verdict.concept else None)
        assert row.verdict_claimed == (verdict.claimed.id if verdict.claimed else None)
        assert (row.verdict_relation, row.verdict_fault) == (verdict.relation, verdict.fault)
        assert row.verdict_matched == (verdict.matched.form if verdict.matched else None)
        assert row.verdict_candidates == [candidate.concept.id for candidate in verdict.candidates]
        assert row.verdict_warnings == [warning.code for warning in verdict.warnings]
        assert row.verdict_release == release.name.content_hash
    assert {row.verdict for row in rows} >= {"preferred", "mismatch", "unknown", "other-language", "malformed", None}
    assert [tuple(row)[4:] for row in rows[-2:]] == [(None,) * 13] * 2


def test_counts_are_those_of_one_process(frame: DataFrame, compiled: Path, index: LabelIndex) -> None:
    counted = compliance(validate(frame, compiled, concept="concept"))
    columns = dict(zip(("label", "language", "concept"), zip(*ROWS, strict=True), strict=True))
    items = read_annotations(io.BytesIO(parquet(columns)), "rows.parquet")
    report = check_annotations(index, items, "rows.parquet")
    assert (counted.annotations, counted.warnings) == (report.annotations, report.warnings)
    assert counted.not_checked == sum(count for count, _ in report.not_checked.values()) == 2
    assert (counted.total, counted.accepted) == (report.total, report.accepted)


def test_one_language_for_all_labels_or_none_at_all(spark: SparkSession, compiled: Path) -> None:
    frame = spark.createDataFrame([("Laufschuh",), ("bottes",)], "label string")
    judged = validate(frame, compiled, language=lit("DE"))
    assert [(row.verdict, row.verdict_language) for row in judged.collect()] == [
        ("preferred", "de"),
        (judge(footwear_index(), Question("bottes", "de")).verdict, "de"),
    ]
    assert {row.verdict_language for row in validate(frame, compiled, language=None).collect()} == {""}


def test_label_may_stand_in_any_column_or_expression(spark: SparkSession, compiled: Path) -> None:
    frame = spark.createDataFrame([({"name": "Laufschuh"}, "de")], "region struct<name: string>, `my lang` string")
    (row,) = validate(frame, compiled, label=frame["region.name"], language="my lang").collect()
    assert (row.verdict, row.verdict_concept) == ("preferred", "running-shoe")
    assert row.region.name == "Laufschuh"


def test_a_release_compiled_anew_under_the_same_name_is_another_one(
    spark: SparkSession, frame: DataFrame, tmp_path: Path
) -> None:
    path = tmp_path / "newest.taxr"
    for number in (1, 2):
        write_compiled(footwear_index(number), path)
        judged = validate(frame.limit(1), path)
        path.unlink()
        assert [row.verdict_release for row in judged.collect()] == [f"{number:064x}"]


def test_executors_import_no_web_database_or_rdf_package(frame: DataFrame, compiled: Path) -> None:
    def loaded(batches: Iterable[object]) -> Iterator[object]:
        import sys  # noqa: PLC0415  there, not here

        import pyarrow as pa  # noqa: PLC0415

        for _ in batches:
            yield pa.RecordBatch.from_arrays(
                [pa.array(sorted({name.partition(".")[0] for name in sys.modules}))], ["m"]
            )

    judged = validate(frame, compiled).coalesce(1)
    modules = {row.m for row in judged.mapInArrow(loaded, "m string").collect()}
    assert "rapidfuzz" in modules or "msgspec" in modules
    assert modules.isdisjoint(HEAVY.split())


@pytest.mark.parametrize(
    ("columns", "arguments", "told"),
    [
        ("label int, language string", {}, "the column 'label' holds int, not texts"),
        ("label string, language array<string>", {}, "the column 'language' holds array<string>, not texts"),
        ("caption string, language string", {}, "no column is called 'label'; there are caption, language"),
        ("label string", {}, "no column is called 'language'"),
        ("label string, language string", {"concept": "id"}, "no column is called 'id'"),
        ("label string, language string, verdict string", {}, "it has a column 'verdict' already"),
    ],
)
def test_frame_that_cannot_be_judged_is_refused_before_a_job_starts(
    spark: SparkSession, compiled: Path, columns: str, arguments: dict[str, str], told: str
) -> None:
    with pytest.raises(UnreadableFile, match=told):
        validate(spark.createDataFrame([], columns), compiled, **arguments)


def test_file_that_is_no_release_is_refused(frame: DataFrame, tmp_path: Path, compiled: Path) -> None:
    (tmp_path / "cut.taxr").write_bytes(compiled.read_bytes()[:-1])
    with pytest.raises(UnreadableFile, match="damaged or cut off"):
        validate(frame, tmp_path / "cut.taxr")
    with pytest.raises(UnreadableFile, match="No such file"):
        validate(frame, tmp_path / "absent.taxr")


def test_errors_are_told_in_the_language_of_the_locale(
    spark: SparkSession, compiled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "de_AT.UTF-8")
    with pytest.raises(UnreadableFile, match="keine Spalte heißt „label“") as caught:
        validate(spark.createDataFrame([], "caption string, language string"), compiled)
    assert str(caught.value.data["reason"]).startswith("no column is called"), "programs read it as ever"


def test_executors_tell_errors_in_the_language_of_whoever_asked(
    spark: SparkSession, frame: DataFrame, compiled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "fr_CA.UTF-8")
    monkeypatch.setattr(module, "_ship", lambda _frame, path: path.name)
    (tmp_path / "cut.taxr").write_bytes(compiled.read_bytes()[:-1])
    spark.addArtifacts(str(tmp_path / "cut.taxr"), file=True)
    with pytest.raises(PythonException, match="endommagée ou tronquée"):
        validate(frame, tmp_path / "cut.taxr").collect()


def test_a_million_rows_are_counted_as_one_process_counts_them(
    spark: SparkSession, compiled: Path, index: LabelIndex, tmp_path: Path
) -> None:
    """Labels of every language, misspelt ones, wrong claims and empty cells, drawn as real labels repeat."""
    rng = random.Random(7)
    forms = [(str(form), str(tag)) for tag in sorted(index.languages) for form in sorted(index.by_form[tag])]
    rng.shuffle(forms)
    concepts = [*index.preferred, None, None, "no-such"]
    distinct = [(form[1:] if rng.random() < 0.05 else form, tag, rng.choice(concepts)) for form, tag in forms]
    weights = [1 / (place + 1) for place in range(len(distinct))]
    rows = rng.choices([*distinct, (None, "de", None)], [*weights, 0.2], k=1_000_000)
    columns = dict(zip(("label", "language", "concept"), zip(*rows, strict=True), strict=True))
    path = tmp_path / "annotations.parquet"
    path.write_bytes(parquet(columns, group=250_000))
    judged = validate(spark.read.parquet(str(path)), compiled, concept="concept")
    counted = compliance(judged)
    with path.open("rb") as file:
        report = check_annotations(index, read_annotations(file, path.name), path.name)
    assert counted.total + counted.not_checked == pq.read_metadata(path).num_rows == 1_000_000
    assert counted.annotations == report.annotations
    assert counted.warnings == report.warnings
    assert len(report.annotations) == 10
    assert {code for row in counted.annotations.values() for code in row} >= {
        "preferred",
        "alternative",
        "mismatch",
        "unknown",
    }
