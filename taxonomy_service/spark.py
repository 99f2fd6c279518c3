"""Annotations in Spark against a compiled release: each executor opens the file once and judges from it alone.

judged = validate(spark.read.parquet("annotations"), "footwear.taxr", concept="concept")
compliance(judged).annotations["de"]
"""

import hashlib
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any, TypeAlias

from pyspark import SparkFiles
from pyspark.sql import Column, DataFrame
from pyspark.sql.functions import array_distinct, col, lit
from pyspark.sql.types import ArrayType, NullType, StringType, StructField, StructType

from taxonomy_service.domain.annotations import AnnotatedLabel
from taxonomy_service.domain.errors import TaxonomyError, UnreadableFile
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import Given, message, tell
from taxonomy_service.domain.verdicts import ACCEPTED, NamedConcept, Verdict, VerdictCode
from taxonomy_service.matching.judging import judge
from taxonomy_service.offline import open_release
from taxonomy_service.services.catalogues import reader_language, translator
from taxonomy_service.services.compliance import question_of
from taxonomy_service.services.locales import locale_languages

_TEXT = StringType()
_TEXTS = ArrayType(StringType())
VERDICT_COLUMNS = StructType(
    [
        StructField("verdict", _TEXT),
        StructField("verdict_language", _TEXT),
        StructField("verdict_concept", _TEXT),
        StructField("verdict_claimed", _TEXT),
        StructField("verdict_relation", _TEXT),
        StructField("verdict_matched", _TEXT),
        StructField("verdict_kind", _TEXT),
        StructField("verdict_rung", _TEXT),
        StructField("verdict_successor", _TEXT),
        StructField("verdict_fault", _TEXT),
        StructField("verdict_candidates", _TEXTS),
        StructField("verdict_warnings", _TEXTS),
        StructField("verdict_release", _TEXT),
    ]
)
"""What `validate` adds: the code, the language asked ("" for any), ids of concepts, the label that matched with its
kind and rung, codes of warnings, and the release's content hash. All are null where a row has no label."""
_ASKED = ("_taxonomy_label", "_taxonomy_language", "_taxonomy_concept")
_REMEMBERED = 100_000

_Asked: TypeAlias = "tuple[str | None, str | None, str | None]"


@dataclass(frozen=True, slots=True)
class Compliance:
    """Annotations by language asked and verdict, and by warning, the frequent first; rows without label not checked."""

    annotations: dict[str, dict[VerdictCode, int]]
    warnings: dict[str, int]
    not_checked: int

    @property
    def total(self) -> int:
        """How many annotations were judged."""
        return sum(sum(row.values()) for row in self.annotations.values())

    @property
    def accepted(self) -> int:
        """How many annotations carry a label that names its concept."""
        return sum(count for row in self.annotations.values() for code, count in row.items() if code in ACCEPTED)


def validate(
    frame: DataFrame,
    release_file: str | Path,
    *,
    label: str | Column = "label",
    language: str | Column | None = "language",
    concept: str | Column | None = None,
) -> DataFrame:
    """Return the frame with `VERDICT_COLUMNS`; the file is one that `taxonomy-service compile` wrote.

    A text names a column; a language that all labels share is `lit("de")`, and None stands for any language. The file
    is shipped to the executors, on which this package must be installed. Verdicts are those of the service. Raises
    UnreadableFile for a file that is no whole release, and where a column is missing, holds no texts or would be added
    twice; errors, those of executors too, are told in the language of the locale here.
    """
    reader = reader_language(locale_languages(os.environ))
    with _telling(reader):
        questions = _questions(frame, label, language, concept)
        shipped = _ship(frame, Path(release_file))
    schema = StructType([*frame.schema.fields, *VERDICT_COLUMNS.fields])
    return questions.mapInArrow(partial(_judged_batches, shipped, reader), schema)


@contextmanager
def _telling(reader: LanguageTag) -> Iterator[None]:
    """Tell errors in a language: what a notebook, or Java, shows of an error is its `str()`."""
    try:
        yield
    except TaxonomyError as error:
        error.args = (tell(error.said, translator(reader)),)
        raise


def _questions(
    frame: DataFrame, label: str | Column, language: str | Column | None, concept: str | Column | None
) -> DataFrame:
    """Return the frame with what is asked of each row in columns of ours at its end."""
    asked = [_as_column(given).alias(own) for given, own in zip((label, language, concept), _ASKED, strict=True)]
    _check_names(frame, label, language, concept)
    questions = frame.select("*", *asked)
    for field, given in zip(questions.schema.fields[-3:], (label, language, concept), strict=True):
        if not isinstance(field.dataType, StringType | NullType):
            held = field.dataType.simpleString()
            told = message("the column {column} holds {type}, not texts", column=Given(given), type=held)
            raise UnreadableFile(message("the frame"), told)
    return questions


def compliance(judged: DataFrame) -> Compliance:
    """Count a frame that `validate` returned, in one pass, as `taxonomy-service validate` counts a file."""
    groups = judged.groupBy("verdict_language", "verdict", array_distinct("verdict_warnings").alias("warned")).count()
    annotations: dict[str, Counter[VerdictCode]] = {}
    warnings: Counter[str] = Counter()
    not_checked = 0
    for language, code, warned, count in groups.collect():
        if code is None:
            not_checked += count
            continue
        annotations.setdefault(language, Counter())[VerdictCode(code)] += count
        for warning in warned:
            warnings[warning] += count
    rows = {language: dict(row.most_common()) for language, row in sorted(annotations.items())}
    return Compliance(rows, dict(warnings.most_common()), not_checked)


def _as_column(given: str | Column | None) -> Column:
    if given is None:
        return lit(None).cast("string")
    return col(f"`{given}`") if isinstance(given, str) else given


def _check_names(frame: DataFrame, *given: str | Column | None) -> None:
    missing = [name for name in given if isinstance(name, str) and name not in frame.columns]
    if missing:
        raise UnreadableFile(
            message("the frame"),
            message(
                "no column is called {missing}; there are {columns}",
                missing=Given(missing[0]),
                columns=", ".join(frame.columns),
            ),
        )
    twice = sorted(set(frame.columns) & {*VERDICT_COLUMNS.names, *_ASKED})
    if twice:
        raise UnreadableFile(
            message("the frame"),
            message("it has a column {column} already, which holds verdicts", column=Given(twice[0])),
        )


def _ship(frame: DataFrame, path: Path) -> str:
    """Send a release to all executors and return the name it has there: another content is another file."""
    release = open_release(path).name
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()[:16]
    copy = _copied(path, f"{release.scheme}-{release.number}-{digest}.taxr")
    frame.sparkSession.addArtifacts(str(copy), file=True)
    return copy.name


@cache
def _copied(path: Path, name: str) -> Path:
    """Copy a release to a folder of this process, so that its file may be written anew while a job goes on."""
    copy = Path(_folder().name) / name
    if not copy.exists():
        shutil.copyfile(path, copy)
    return copy


@cache
def _folder() -> "tempfile.TemporaryDirectory[str]":
    return tempfile.TemporaryDirectory(prefix="taxonomy-spark-")


def _judged_batches(shipped: str, reader: LanguageTag, batches: Iterable[Any]) -> Iterator[Any]:
    """Yield record batches with the verdict columns in place of what was asked; runs on the executors."""
    import pyarrow as pa  # noqa: PLC0415  the driver needs it only through Spark

    with _telling(reader):
        answer = _answers(SparkFiles.get(shipped))
    fields = _arrow_fields(pa)
    for batch in batches:
        slots: dict[_Asked, int] = {}
        rows = zip(*(batch.column(name).to_pylist() for name in _ASKED), strict=True)
        places = pa.array([slots.setdefault(row, len(slots)) for row in rows], pa.int32())
        answers = zip(*(answer(*asked) for asked in slots), strict=True) if slots else [()] * len(fields)
        verdicts = [pa.array(values, field.type).take(places) for values, field in zip(answers, fields, strict=True)]
        own = batch.columns[: -len(_ASKED)]
        names = [*batch.schema.names[: -len(_ASKED)], *VERDICT_COLUMNS.names]
        yield pa.RecordBatch.from_arrays([*own, *verdicts], names=names)


def _arrow_fields(pa: Any) -> list[Any]:
    return [
        pa.field(field.name, pa.list_(pa.string()) if field.dataType == _TEXTS else pa.string())
        for field in VERDICT_COLUMNS.fields
    ]


@cache
def _answers(path: str) -> Callable[[str | None, str | None, str | None], tuple[object, ...]]:
    """Open a release once a process, and remember its answers."""
    index = open_release(path).index

    @lru_cache(_REMEMBERED)
    def answer(label: str | None, language: str | None, concept: str | None) -> tuple[object, ...]:
        if label is None or not label.strip():
            return (None,) * len(VERDICT_COLUMNS.fields)
        item = AnnotatedLabel(
            label, "", language=(language or "").strip() or None, concept=(concept or "").strip() or None
        )
        return _row(judge(index, question_of(item, None), suggestions=0))

    return answer


def _row(verdict: Verdict) -> tuple[object, ...]:
    """Return a verdict in the order of `VERDICT_COLUMNS`."""
    matched = verdict.matched
    return (
        verdict.verdict,
        verdict.language,
        _id(verdict.concept),
        _id(verdict.claimed),
        verdict.relation,
        matched.form if matched else None,
        matched.kind if matched else None,
        matched.rung if matched else None,
        _id(verdict.successor),
        verdict.fault,
        [candidate.concept.id for candidate in verdict.candidates],
        [warning.code for warning in verdict.warnings],
        verdict.release.content_hash,
    )


def _id(concept: NamedConcept | None) -> str | None:
    return None if concept is None else concept.id
