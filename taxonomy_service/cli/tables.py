"""Tables on a terminal that read the same whatever scripts stand in them."""

import re
from collections.abc import Iterable, Iterator

from rich.console import Console, ConsoleOptions
from rich.segment import Segment
from rich.table import Table

from taxonomy_service.cli.console import output

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")
_ISOLATE, _END = "\u2068", "\u2069"  # first strong isolate, pop directional isolate: UAX #9, neither has a width


class IsolatedTable:
    """A table in which the text of every cell keeps its own direction.

    Without that, a terminal that orders text by direction takes two Arabic cells beside one another, and the border
    between them, for one text, and shows the second before the first.
    """

    def __init__(self, table: Table) -> None:
        self._table = table

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        """Yield the lines of the table, right-to-left parts isolated line by line, as a cell may have several."""
        for row in console.render_lines(self._table, options, pad=False):
            yield from (_isolated(part) for part in row)
            yield Segment.line()


def print_table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """Print rows under their heads; long cells are folded, never cut."""
    table = Table(*heads)
    for column in table.columns:
        column.overflow = "fold"
    for row in rows:
        table.add_row(*row)
    output.print(IsolatedTable(table))


def _isolated(part: Segment) -> Segment:
    if part.control or not _RIGHT_TO_LEFT.search(part.text):
        return part
    return Segment(f"{_ISOLATE}{part.text}{_END}", part.style)
