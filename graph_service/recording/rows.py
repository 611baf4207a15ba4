"""What is to be recorded, before it is: its cells, what is wrong with one, and what the rules say of all."""

from collections.abc import Callable
from typing import Any, NamedTuple

Values = dict[str, Any]
"""The parsed cells of a row by column; blank ones are absent."""


class Fault(NamedTuple):
    """What is wrong with one cell, or should be looked at. `value` is the cell as given, and may be personal data."""

    column: str
    value: str
    problem: str
    expected: str


class Doubt(NamedTuple):
    """A fault that keeps nothing from being recorded. With `holds` it depends on what is still to be read: ask then."""

    fault: Fault
    holds: Callable[[], bool] | None = None


class Verdict:
    """What the rules say of one row: its `faults`, and whether it is `good`.

    A row may be bad without a fault: where a cell could not be read, or where it refers to a row whose fault is named already.
    """

    __slots__ = ("faults", "good")

    def __init__(self, *, good: bool = True) -> None:
        self.faults: list[Fault] = []
        self.good = good

    def fault(self, column: str, value: object, problem: str, expected: str) -> None:
        """Find a fault with a cell, which makes the row a bad one."""
        self.faults.append(Fault(column, str(value), problem, expected))
        self.good = False
