"""Tables of labels: CSV and TSV with a header.

A line that cannot be read becomes NotChecked with its number and the reason; the lines after it are read all the same.
"""

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from taxonomy_service.domain.annotations import AnnotationItem, NotChecked
from taxonomy_service.domain.errors import UnreadableFile
from taxonomy_service.domain.messages import message
from taxonomy_service.exchange.annotations.streams import EMPTY, NOT_UTF8, TOO_LONG, ByteSource, read_lines, text_source
from taxonomy_service.exchange.annotations.table_columns import Columns, find_columns


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
            item = columns.item(row, f"line {lines.start}") if row else None
        except csv.Error as error:
            item = _broken_rows(lines.start, lines.number, str(error))
        while lines.unreadable:
            yield lines.unreadable.popleft()
        if item is not None:
            yield item


def _header(texts: Iterator[str], lines: _TextLines, name: str) -> tuple[Columns, str]:
    text = next((text for text in texts if text.strip() or lines.unreadable), "")
    if lines.unreadable:
        raise UnreadableFile(name, message("the header: {reason}", reason=lines.unreadable[0].reason), 1)
    if not text:
        raise UnreadableFile(name, EMPTY)
    delimiter = max("\t;,", key=text.count)
    try:
        cells = next(csv.reader([text], delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise UnreadableFile(
            name, message("the header cannot be read ({fault})", fault=str(error)), lines.number
        ) from error
    return find_columns(cells, name, lines.number), delimiter


def _broken_rows(first: int, last: int, reason: str) -> NotChecked:
    if first >= last:
        return NotChecked(f"line {last}", reason)
    return NotChecked(
        f"lines {first}–{last}", f"{reason}; a quotation mark opened there was not closed", last - first + 1
    )
