"""Parquet: a table whose rows are read and counted column by column, never one by one.

Columns are named as in CSV. Texts stay numbers of a dictionary, as Parquet keeps them, until rows that are alike have
been counted, so that a million rows cost as many texts as there are distinct labels.
"""

import io
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from functools import cache
from importlib import import_module
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import Any, BinaryIO, NamedTuple, cast

import numpy as np

from taxonomy_service.domain.annotations import AnnotationItem
from taxonomy_service.domain.errors import NotInstalled, TooLarge, UnreadableFile
from taxonomy_service.domain.messages import Given, message
from taxonomy_service.exchange.annotations.repeats import Repeats
from taxonomy_service.exchange.annotations.streams import EMPTY, ByteSource
from taxonomy_service.exchange.annotations.table_columns import Columns, find_columns

MOST_GROUP_BYTES = 4 * 1024**3
"""What the columns of one row group may take unpacked, as the file itself states it."""
_ROWS = 1 << 19
_THRIFT_BYTES = 64 * 1024 * 1024

_Row = tuple[str | None, ...]
"""The texts of a row in the columns that are read; in all rows that are alike they are the same."""


class ParquetTable(NamedTuple):
    """An open file and the columns of it that are read."""

    name: str
    file: Any
    texts: tuple[str, ...]
    columns: Columns
    first_rows: tuple[int, ...]

    @property
    def groups(self) -> range:
        """The numbers of its row groups."""
        return range(len(self.first_rows))


def read_parquet(stream: ByteSource, name: str) -> Iterator[AnnotationItem]:
    """Yield each label of a table once a row group or some, with how many rows hold it, in the order of the rows.

    A stream that cannot be read from its end is copied to a temporary file. Raises NotInstalled without pyarrow,
    UnreadableFile where this is no Parquet, damaged or cut off, or where a column is missing or holds no texts.
    """
    with ExitStack() as stack:
        if not (isinstance(stream, io.IOBase) and stream.seekable()):
            copied = stack.enter_context(TemporaryFile())
            copyfileobj(stream, copied)
            stream = copied
        table = open_parquet(cast("BinaryIO", stream), name)
        yield from read_groups(table, table.groups)


def open_parquet(stream: BinaryIO, name: str) -> ParquetTable:
    """Open a table, looking at nothing but its end. Raises as `read_parquet`."""
    if not stream.seek(0, 2):
        raise UnreadableFile(name, EMPTY)
    arrow = _arrow(name)
    limits = {"thrift_string_size_limit": _THRIFT_BYTES, "thrift_container_size_limit": _THRIFT_BYTES}
    try:
        schema = arrow.parquet.ParquetFile(stream, **limits).schema_arrow
        columns = find_columns(schema.names, name)
        texts = tuple(schema.names[place] for place in columns.places)
        for text in texts:
            _check_type(schema.field(text), name)
        file = arrow.parquet.ParquetFile(stream, read_dictionary=list(texts), **limits)
    except (arrow.ArrowException, OSError) as error:
        raise UnreadableFile(
            name, message("no Parquet file, or one that is cut off ({fault})", fault=_short(error))
        ) from error
    rows, first_rows = 1, []
    for group in range(file.metadata.num_row_groups):
        first_rows.append(rows)
        rows += file.metadata.row_group(group).num_rows
    return ParquetTable(name, file, texts, columns.narrowed(), tuple(first_rows))


def read_groups(table: ParquetTable, groups: Sequence[int]) -> Iterator[AnnotationItem]:
    """Yield the labels of row groups that follow one another. Raises UnreadableFile, TooLarge, naming the group."""
    repeats: Repeats[_Row] = Repeats()
    if not groups:
        return
    number = table.first_rows[groups[0]]
    for rows in _windows(table, groups):
        for row, place, times in alike(rows):
            repeats.add_many(row, number + place, times)
        number += rows.num_rows
        if repeats.full:
            yield from _labels(repeats, table.columns)
    yield from _labels(repeats, table.columns)


def _windows(table: ParquetTable, groups: Sequence[int]) -> Iterator[Any]:
    """Yield the rows of row groups that follow one another, many small groups together, since counting is by window."""
    arrow = _arrow(table.name)
    batches: list[Any] = []
    for group in groups:
        for batch in _batches(table, group):
            if batch.num_rows:
                batches.append(batch)
            if sum(one.num_rows for one in batches) >= _ROWS:
                yield arrow.Table.from_batches(batches)
                batches = []
    if batches:
        yield arrow.Table.from_batches(batches)


def _batches(table: ParquetTable, group: int) -> Iterator[Any]:
    arrow, place = _arrow(table.name), f"row group {group + 1} of {len(table.first_rows)}"
    metadata = table.file.metadata.row_group(group)
    stated = (metadata.column(number) for number in range(metadata.num_columns))
    if (
        sum(column.total_uncompressed_size for column in stated if column.path_in_schema in table.texts)
        > MOST_GROUP_BYTES
    ):
        raise TooLarge(message("{file}, {place}", file=table.name, place=place), MOST_GROUP_BYTES, message("bytes"))
    try:
        for batch in table.file.iter_batches(_ROWS, row_groups=[group], columns=table.texts, use_threads=False):
            yield batch.select(table.texts)
    except (arrow.ArrowException, OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(
            table.name, message("{place} is damaged ({fault})", place=place, fault=_short(error))
        ) from error


def alike(rows: Any) -> Iterator[tuple[_Row, int, int]]:
    """Yield the texts of rows of a table that are alike, the place of the first, and how many, first come first."""
    arrow = _arrow("Parquet")
    encoded = [
        column if arrow.types.is_dictionary(column.type) else column.dictionary_encode() for column in rows.columns
    ]
    table = arrow.table(encoded, rows.column_names).unify_dictionaries().combine_chunks()
    texts = [column.chunk(0) for column in table.columns]
    keys = [f"{place}" for place in range(len(texts))]
    codes = arrow.table([*(text.indices for text in texts), arrow.array(np.arange(rows.num_rows))], [*keys, "row"])
    groups = codes.group_by(keys, use_threads=False).aggregate([("row", "min"), ([], "count_all")]).sort_by("row_min")
    found = [text.dictionary.take(groups[key]).to_pylist() for text, key in zip(texts, keys, strict=True)]
    yield from zip(
        zip(*found, strict=True), groups["row_min"].to_pylist(), groups["count_all"].to_pylist(), strict=True
    )


def _labels(repeats: Repeats[_Row], columns: Columns) -> Iterator[AnnotationItem]:
    for row, number, times in repeats.drain():
        yield columns.item([text or "" for text in row], f"row {number}", times)


def _check_type(field: Any, name: str) -> None:
    types = _arrow(name).types
    type_ = field.type.value_type if types.is_dictionary(field.type) else field.type
    if not (types.is_string(type_) or types.is_large_string(type_) or types.is_null(type_)):
        raise UnreadableFile(
            name,
            message(
                "the column {column} holds {type}, not texts", column=Given(field.name[:60]), type=str(field.type)[:60]
            ),
        )


@cache
def _arrow(name: str) -> Any:
    try:
        import_module("pyarrow.parquet")
    except ModuleNotFoundError as error:
        raise NotInstalled(message("reading {file}", file=name), "taxonomy-service[parquet]") from error
    return import_module("pyarrow")


def _short(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
