"""Parquet files for tests."""

import io
from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.parquet as pq


def parquet(
    columns: Mapping[str, object], *, types: Mapping[str, object] | None = None, group: int | None = None
) -> bytes:
    """Return a file with these columns, in row groups of so many rows."""
    stated = types or {}
    arrays = {name: pa.array(values, stated.get(name)) for name, values in columns.items()}
    written = io.BytesIO()
    pq.write_table(pa.table(arrays), written, row_group_size=group)
    return written.getvalue()


def repeated(values: Sequence[str | None], times: int) -> list[str | None]:
    """Return the values again and again."""
    return [*values] * times
