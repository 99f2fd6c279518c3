"""Rows of CSV (RFC 4180) that are safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable

from taxonomy_service.exchange.spreadsheet_cells import guarded


def csv_row(cells: Iterable[str]) -> str:
    r"""Return a line of CSV; a cell that a spreadsheet would run as a formula begins with an apostrophe.

    >>> csv_row(["Schuh", "=HYPERLINK(1)"])
    "Schuh,'=HYPERLINK(1)\r\n"
    """
    line = io.StringIO()
    csv.writer(line).writerow(map(guarded, cells))
    return line.getvalue()
