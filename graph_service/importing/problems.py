"""What is wrong with a bundle: one Problem for each cell, row or file, and the refusal that carries them all."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from graph_service.errors import InputRefused
from graph_service.model.characters import visible

LONGEST_SHOWN = 200


class Problem(NamedTuple):
    """One thing that is wrong, or that an operator should know.

    `line` is the first line of the row in the file, counting from 1; 0 where no line is concerned. `value` is the cell
    as given, cut after 200 characters. It may be personal data: it goes to the operator's terminal and report only.
    """

    file: str
    line: int
    column: str
    value: str
    problem: str
    expected: str


def shown(value: str) -> str:
    """A cell's text as a problem shows it: cut when long, undecodable bytes and what cannot be seen spelled out."""
    text = visible(value.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace"))
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


class BundleRefused(InputRefused):
    """A bundle with errors: nothing was written. `problems` holds every one; the sentence itself holds no data."""

    def __init__(self, problems: Sequence[Problem], warnings: Sequence[Problem] = ()) -> None:
        self.problems = tuple(problems)
        self.warnings = tuple(warnings)
        count = len(self.problems)
        files = sorted({problem.file for problem in self.problems})
        super().__init__(
            f"The bundle has {count:,} error{'' if count == 1 else 's'} in {', '.join(files)}. Nothing was written."
        )


def write_report(path: Path, problems: Iterable[Problem]) -> None:
    """Write `problems` as CSV: `file,line,column,value,problem,expected`."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(Problem._fields)
        writer.writerows(problem._replace(line=problem.line or "") for problem in problems)  # type: ignore[arg-type]
