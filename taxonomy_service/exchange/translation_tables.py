"""Translation tables as CSV and XLSX: out for a translator, in when she has filled them.

A file that comes back is not trusted: a workbook is unpacked only within limits, and a formula is no text.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Any, BinaryIO

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils.exceptions import InvalidFileException

from taxonomy_service.domain.errors import NothingToImport, TaxonomyError, TooLarge, UnreadableFile
from taxonomy_service.domain.languages import parse_language_tag
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.translations import TranslationRow
from taxonomy_service.exchange.spreadsheet_cells import guarded, unguarded

LARGEST = 32 * 1024 * 1024  # bytes, a workbook's unpacked
MOST_ROWS = 100_000
COLUMNS = (
    "concept",
    "language",
    "broader",
    "source label",
    "source alternatives",
    "source definition",
    "present label",
    "label",
    "alternatives",
    "definition",
)
_NEEDED = ("concept", "language", "label")


class TableFormat(StrEnum):
    """How a table is written."""

    CSV = "csv"
    XLSX = "xlsx"


MEDIA_TYPES = {
    TableFormat.CSV: "text/csv; charset=utf-8; header=present",
    TableFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def write_table(rows: Iterable[TranslationRow], format: TableFormat) -> bytes:  # noqa: A002
    """Write a table with its header; alternatives are joined by ` | `, and no cell is a formula.

    CSV is RFC 4180 in UTF-8 with a byte order mark, without which spreadsheets take it for another encoding.
    """
    cells = (_cells(row) for row in rows)
    return _as_csv(cells) if format is TableFormat.CSV else _as_xlsx(cells)


def _cells(row: TranslationRow) -> tuple[str, ...]:
    return (
        row.concept,
        row.language,
        row.broader,
        row.source_label,
        " | ".join(row.source_alternatives),
        row.source_definition,
        row.present,
        row.label,
        " | ".join(row.alternatives),
        row.definition,
    )


def _as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _as_xlsx(rows: Iterable[Sequence[str]]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("translations")
    sheet.freeze_panes = "A2"
    sheet.append(COLUMNS)
    for row in rows:
        sheet.append([_text_cell(sheet, cell) for cell in row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _text_cell(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"  # a text that begins with = stays a text
    return cell


def read_table(stream: BinaryIO, name: str) -> list[TranslationRow]:
    """Read a filled table; which of the two formats it is the content tells. Empty rows are left out.

    Raises UnreadableFile with the row, NothingToImport, TooLarge.
    """
    content = stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise TooLarge(name, LARGEST, message("bytes"))
    table = _xlsx_rows(content, name) if content[:2] == b"PK" else _csv_rows(content, name)
    header = [cell.strip().lower() for cell in next(table, ())]
    missing = [column for column in _NEEDED if column not in header]
    if missing:
        raise NothingToImport(
            name, message("the first row must name the columns; there is no {missing}", missing=", ".join(missing))
        )
    rows = []
    for number, cells in enumerate(table, 2):
        if number > MOST_ROWS:
            raise TooLarge(name, MOST_ROWS, message("rows"))
        given = dict(zip(header, cells, strict=False))
        if any(given.values()):
            rows.append(_row(given, f"{name}, row {number}"))
    return rows


def _row(given: dict[str, str], place: str) -> TranslationRow:
    try:
        language = parse_language_tag(given["language"].strip())
    except TaxonomyError as error:
        raise UnreadableFile(place, error.said) from error
    return TranslationRow(
        given["concept"].strip(),
        language,
        present=given.get("present label", ""),
        label=given["label"].strip(),
        alternatives=tuple(filter(None, (part.strip() for part in given.get("alternatives", "").split("|")))),
        definition=given.get("definition", "").strip(),
        place=place,
    )


def _csv_rows(content: bytes, name: str) -> Iterator[list[str]]:
    try:
        text = content.decode("utf-8-sig")
        first = text.partition("\n")[0]
        delimiter = max(",;\t", key=first.count)  # spreadsheets write semicolons in half of Europe
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            yield [unguarded(cell) for cell in row]
    except (UnicodeDecodeError, csv.Error) as error:
        raise UnreadableFile(name, message("this is no CSV in UTF-8: {fault}", fault=str(error))) from error


def _xlsx_rows(content: bytes, name: str) -> Iterator[list[str]]:
    _refuse_bomb(content, name)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        for number, row in enumerate(book.worksheets[0].iter_rows(max_col=50), 1):
            yield [_text(cell, f"{name}, row {number}") for cell in row]
    except TaxonomyError:
        raise
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, IndexError, SyntaxError) as error:
        raise UnreadableFile(name, message("this workbook cannot be read: {fault}", fault=str(error))) from error


def _refuse_bomb(content: bytes, name: str) -> None:
    """Refuse a workbook that unpacks to more than is read; no part of it is unpacked further than it states."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
    except zipfile.BadZipFile as error:
        raise UnreadableFile(name, message("this workbook cannot be read: {fault}", fault=str(error))) from error
    if size > LARGEST:
        raise TooLarge(message("{name}, unpacked", name=name), LARGEST, message("bytes"))


def _text(cell: Any, place: str) -> str:
    if cell.data_type == "f":
        raise UnreadableFile(place, message("a cell holds a formula; write its result as text"))
    return "" if cell.value is None else str(cell.value)
