"""Tables of labels: CSV and TSV with a header.

A line that cannot be read becomes NotChecked with its number and the reason; the lines after it are read all the same.
"""

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from taxonomy_service.domain.annotations import AnnotatedLabel, AnnotationItem, NotChecked
from taxonomy_service.domain.errors import UnreadableFile
from taxonomy_service.exchange.annotations.streams import EMPTY, NOT_UTF8, TOO_LONG, ByteSource, read_lines, text_source

LABEL_COLUMNS = ("label", "name", "category", "class")
_LANGUAGE_COLUMNS = ("language", "lang")
_ATTRIBUTE_PREFIX = "attribute:"


class _Columns(NamedTuple):
    """Where the header puts what, counted from 0."""

    width: int
    label: int
    language: int | None
    concept: int | None
    attributes: dict[str, int]


@dataclass(slots=True)
class _TextLines:
    """The readable lines of a file for the csv module, which wants text and counts what it is given, not the file's.

    `number` is the line read last, `start` the first one read since it was set to 0.
    """

    stream: ByteSource
    number: int = 0
    start: int = 0
    unreadable: deque[NotChecked] = field(default_factory=deque)

    def __iter__(self) -> Iterator[str]:
        """Yield each line with its end; lines that are too long or not UTF-8 go to `unreadable` instead."""
        for number, data in read_lines(self.stream):
            self.number = number
            try:
                text = None if data is None else data.decode("utf-8")
            except UnicodeDecodeError:
                self.unreadable.append(NotChecked(f"line {number}", NOT_UTF8))
                continue
            if text is None:
                self.unreadable.append(NotChecked(f"line {number}", TOO_LONG))
                continue
            self.start = self.start or number
            yield text + "\n"


def read_csv(stream: ByteSource, name: str) -> Iterator[AnnotationItem]:
    """Yield one item a row of a table whose cells are parted by comma, semicolon or tab, as its header shows.

    Columns: `label` (or `name`, `category`, `class`), `language` (or `lang`), `concept`; what begins with `attribute:`
    becomes an attribute unless the cell is empty; others are not looked at. Raises UnreadableFile where the header
    cannot be used.
    """
    lines = _TextLines(text_source(stream, name))
    texts = iter(lines)
    columns, delimiter = _header(texts, lines, name)
    rows = csv.reader(texts, delimiter=delimiter, strict=True)
    more = True
    while more:
        lines.start, item = 0, None
        try:
            row = next(rows, None)
            more = row is not None
            item = _row_item(row, columns, f"line {lines.start}") if row else None
        except csv.Error as error:
            item = _broken_rows(lines.start, lines.number, str(error))
        while lines.unreadable:
            yield lines.unreadable.popleft()
        if item is not None:
            yield item


def _header(texts: Iterator[str], lines: _TextLines, name: str) -> tuple[_Columns, str]:
    text = next((text for text in texts if text.strip() or lines.unreadable), "")
    if lines.unreadable:
        raise UnreadableFile(name, f"the header is {lines.unreadable[0].reason}", 1)
    if not text:
        raise UnreadableFile(name, EMPTY)
    delimiter = max("\t;,", key=text.count)
    try:
        cells = next(csv.reader([text], delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise UnreadableFile(name, f"the header cannot be read ({error})", lines.number) from error
    return _columns(cells, name, lines.number), delimiter


def _columns(cells: list[str], name: str, line: int) -> _Columns:
    titles = [cell.strip() for cell in cells]
    keys = [title.lower() for title in titles]
    twice = sorted({key for key in keys if key and keys.count(key) > 1})
    if twice:
        raise UnreadableFile(name, f"two columns are called {twice[0][:60]!r}", line)
    at = {key: number for number, key in enumerate(keys)}
    label = next((at[key] for key in LABEL_COLUMNS if key in at), None)
    if label is None:
        raise UnreadableFile(name, f"no column is called {', '.join(LABEL_COLUMNS)}", line)
    prefix = len(_ATTRIBUTE_PREFIX)
    attributes = {titles[i][prefix:].strip(): i for i, key in enumerate(keys) if key.startswith(_ATTRIBUTE_PREFIX)}
    language = next((at[key] for key in _LANGUAGE_COLUMNS if key in at), None)
    return _Columns(len(cells), label, language, at.get("concept"), attributes)


def _row_item(row: list[str], columns: _Columns, place: str) -> AnnotationItem:
    if len(row) != columns.width:
        return NotChecked(place, f"{len(row)} cells where the header has {columns.width}")
    if not row[columns.label].strip():
        return NotChecked(place, "no label")
    return AnnotatedLabel(
        row[columns.label],
        place,
        language=None if columns.language is None else row[columns.language].strip() or None,
        concept=None if columns.concept is None else row[columns.concept].strip() or None,
        attributes={key: row[i] for key, i in columns.attributes.items() if row[i].strip()},
    )


def _broken_rows(first: int, last: int, reason: str) -> NotChecked:
    if first >= last:
        return NotChecked(f"line {last}", reason)
    return NotChecked(
        f"lines {first}–{last}", f"{reason}; a quotation mark opened there was not closed", last - first + 1
    )
