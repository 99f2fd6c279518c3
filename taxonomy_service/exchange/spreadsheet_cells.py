"""Cells that are safe to open in a spreadsheet."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def guarded(cell: str) -> str:
    """Return the cell, behind an apostrophe where a spreadsheet would run it as a formula.

    >>> guarded("=HYPERLINK(1)"), guarded("靴")
    ("'=HYPERLINK(1)", '靴')
    """
    return "'" + cell if cell.startswith(_FORMULA_STARTS) else cell


def unguarded(cell: str) -> str:
    """Return what a guarded cell holds: the way back from `guarded`."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_FORMULA_STARTS) else cell
