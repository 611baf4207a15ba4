"""Which characters a cell may hold."""

import re
from typing import Final

from graph_service.model.cells import LONGEST_CELL
from graph_service.model.columns import Column

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_UNDECODED: Final = re.compile(r"[\udc80-\udcff]")


def text_problem(cell: str, column: Column | None) -> str | None:
    """What is wrong with the characters of a cell, if anything."""
    if _UNDECODED.search(cell):
        return "the cell holds bytes that are not UTF-8"
    if len(cell) > LONGEST_CELL:
        return f"the cell has {len(cell):,} characters"
    text = cell.replace("\n", "") if column is not None and column.cell.lines else cell
    if found := _CONTROL.search(text):
        if found.group() == "\n":
            return "the cell holds a line break"
        return f"the cell holds a control character (U+{ord(found.group()):04X})"
    return None
