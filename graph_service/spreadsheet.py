"""Cells of CSV files that people open in a spreadsheet."""

from typing import Final

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(cell: str) -> str:
    """A cell that a spreadsheet does not run: one that begins like a formula is marked as text."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
