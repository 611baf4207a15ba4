"""Reading one file of a bundle: strict CSV in, rows of parsed cells out, every problem named by line and column.

Streaming: nothing but one batch of rows is held.
"""

import csv
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from graph_service.importing.headers import encoding_problem, layout_problem, line_problem, nearly
from graph_service.importing.problems import Problem, shown
from graph_service.model.cells import LONGEST_CELL
from graph_service.model.characters import stripped, without_spaces
from graph_service.model.columns import COLUMN_NAMES, FileSpec
from graph_service.recording.rows import Values
from graph_service.recording.texts import text_problem

_CSV_PROBLEMS = (
    ("field larger than field limit", "a cell is far too long", f"at most {LONGEST_CELL:,} characters in a cell"),
    ("unexpected end of data", "a quoted cell is not closed", "a closing quotation mark"),
    ("expected after", "text follows a closing quotation mark", "quotation marks inside a quoted cell doubled"),
    ("new-line character seen", "a carriage return stands alone", "lines ended by LF or CR LF"),
)

_BEGINNING = 4
"""Bytes of a file that tell its encoding."""

_LONGEST_PARSED = 16 * 2**20
"""Characters of a cell that the CSV reader takes in, so that one far too long is still named by its column."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its first line in the file, its parsed cells (blank ones absent), and whether all of them are good."""

    line: int
    values: Values
    good: bool


@dataclass(slots=True)
class _DecodedLines:
    """The decoded lines of a file; `odd` says that one since it was last cleared needs a closer look. `last`: the latest."""

    stream: BinaryIO
    odd: bool = False
    last: str = ""

    def __iter__(self) -> Iterator[str]:
        first = True
        for raw in self.stream:
            # Bytes that are not UTF-8 become lone surrogates, which are not printable: they are found below.
            line = raw.decode("utf-8", "surrogateescape")
            if first:
                line, first = line.removeprefix("\ufeff"), False
            if not line.rstrip("\r\n").isprintable() or len(line) > LONGEST_CELL:
                self.odd = True
            self.last = line
            yield line


@dataclass(slots=True)
class FileReader:
    """Reads one file. `problems` and `warnings` grow while it is read; `rows` and `position` (bytes) count."""

    path: Path
    spec: FileSpec
    problems: list[Problem]
    warnings: list[Problem]
    position: int = 0
    rows: int = 0
    _header: list[str] = field(default_factory=list)
    _columns: list[tuple[int, str, Callable[[str], Any] | None]] = field(default_factory=list)
    _required: frozenset[str] = frozenset()
    _whole: bool = True

    def batches(self, size: int) -> Iterator[list[Row]]:
        """The rows of the file in lists of at most `size`; blank lines are passed over."""
        try:
            with self.path.open("rb") as stream:
                yield from self._batches(stream, size)
        except OSError as error:
            self._report(0, "", "", f"cannot be read: {error.strerror}", "a readable file")

    def _batches(self, stream: BinaryIO, size: int) -> Iterator[list[Row]]:
        if found := encoding_problem(stream.read(_BEGINNING)):
            self._report(1, "", "", *found)
            return
        stream.seek(0)
        lines = _DecodedLines(stream)
        csv.field_size_limit(_LONGEST_PARSED)
        reader = csv.reader(iter(lines), strict=True)
        batch: list[Row] = []
        last = 0
        while True:
            line = last + 1
            lines.odd = False
            try:
                cells = next(reader)
            except StopIteration:
                break
            except csv.Error as error:
                last = reader.line_num
                if not self._columns:
                    self._report_first(line, lines.last, str(error))
                    return
                self._report_csv(line, str(error))
                self.rows += 1
                continue
            last = reader.line_num
            if not cells:
                continue
            if not self._columns:
                if not self._read_header(cells, line):
                    return
                continue
            self.rows += 1
            batch.append(self._row(cells, line, lines.odd or last > line))
            if len(batch) == size:
                self.position = stream.tell()
                yield batch
                batch = []
        if not self._columns:
            self._report(1, "", "", "the file has no header", "a header row with the names of the columns")
        self.position = stream.tell()
        yield batch

    def _read_header(self, cells: list[str], line: int) -> bool:
        """Take the header; False where no row can be read under it."""
        names = [stripped(cell) for cell in cells]
        known = {column.name: column for column in self.spec.columns}
        if found := layout_problem(names, known):
            self._report(line, "", ",".join(names), *found)
            return False
        names = self._as_meant(names, known, line)
        if not any(name in known for name in names):
            self._report(line, "", ",".join(names), "the file has no header", "a header row: " + ", ".join(known))
            return False
        seen: set[str] = set()
        for name in names:
            if name in seen and name in known:
                self._report(line, name, name, "the column stands there twice", "each column once")
                self._whole = False
            elif name not in known:
                self._warn_of_column(line, name, known)
            seen.add(name)
        self._header = names
        for column in self.spec.columns:
            if column.name in seen:
                self._columns.append((names.index(column.name), column.name, column.cell.parse))
            elif column.required:
                self._report(line, column.name, "", "the column is missing", f"a column {column.name}")
                self._whole = False
        self._required = frozenset(column.name for column in self.spec.columns if column.required) & seen
        return True

    def _as_meant(self, names: list[str], known: Collection[str], line: int) -> list[str]:
        """The header with names that are nearly right reported, and then taken to be right: rows that refer to those below it
        are not to be blamed."""
        meant = []
        for name in names:
            near = None if name in COLUMN_NAMES else nearly(name, known, names)
            if near is not None:
                self._report(line, name, name, "the column is nearly one that is known", f"the column {near}")
                self._whole = False
            meant.append(near or name)
        return meant

    def _warn_of_column(self, line: int, name: str, known: Iterable[str]) -> None:
        expected = "one of " + ", ".join(known)
        problem = "the column is unknown and is left out"
        self.warnings.append(Problem(self.spec.name, line, shown(name), shown(name), problem, expected))

    def _row(self, cells: list[str], line: int, odd: bool) -> Row:
        if odd or len(cells) != len(self._header):
            return self._odd_row(cells, line)
        cells = [cell.strip() for cell in cells]
        try:
            values = {
                name: (cells[index] if parse is None else parse(cells[index]))
                for index, name, parse in self._columns
                if cells[index]
            }
        except ValueError:
            return self._bad_row(cells, line, set())
        return Row(line, values, self._complete(values, line, set()))

    def _odd_row(self, cells: list[str], line: int) -> Row:
        """A row of the wrong length, or with text that may not stand where it does."""
        if len(cells) != len(self._header):
            self._report(
                line,
                "",
                "",
                f"the row has {len(cells)} cell{'' if len(cells) == 1 else 's'}",
                f"{len(self._header)} cells, as in the header",
            )
            return Row(line, {}, good=False)
        allowed = {column.name: column for column in self.spec.columns}
        bad: set[str] = set()
        columns = [allowed.get(name) for name in self._header]
        # In an id even an invisible character at an end counts: another row may name it without.
        trims = [without_spaces if column and column.cell.id else stripped for column in columns]
        cells = [trim(cell.replace("\r\n", "\n")) for cell, trim in zip(cells, trims, strict=True)]
        for name, cell, column in zip(self._header, cells, columns, strict=True):
            expected = column.cell.expected if column else f"text of at most {LONGEST_CELL:,} characters"
            if problem := text_problem(cell, column):
                bad.add(name)
                self._report(line, name, cell, problem, expected)
        return self._bad_row(cells, line, bad)

    def _bad_row(self, cells: list[str], line: int, bad: set[str]) -> Row:
        """Parse cell by cell, reporting each that is bad; those in `bad` are already."""
        expected = {column.name: column.cell.expected for column in self.spec.columns}
        values: Values = {}
        for index, name, parse in self._columns:
            cell = cells[index]
            if not cell or name in bad:
                continue
            try:
                values[name] = cell if parse is None else parse(cell)
            except ValueError as error:
                bad.add(name)
                self._report(line, name, cell, f"the value {error}", expected[name])
        return Row(line, values, self._complete(values, line, bad) and not bad)

    def _complete(self, values: Values, line: int, bad: set[str]) -> bool:
        """Whether every required cell is there; those in `bad` are there but wrong."""
        missing = self._required - values.keys() - bad
        if missing:
            for column in self.spec.columns:
                if column.name in missing:
                    self._report(line, column.name, "", "the cell is blank", column.cell.expected)
            return False
        return self._whole

    def _report(self, line: int, column: str, value: str, problem: str, expected: str) -> None:
        self.problems.append(Problem(self.spec.name, line, shown(column), shown(value), problem, expected))

    def _report_first(self, line: int, text: str, message: str) -> None:
        """A first line that is no CSV: quotation marks are in its way where other marks than commas separate the columns."""
        if found := line_problem(text, [column.name for column in self.spec.columns]):
            self._report(line, "", text.rstrip("\r\n"), *found)
        else:
            self._report_csv(line, message)

    def _report_csv(self, line: int, message: str) -> None:
        for part, problem, expected in _CSV_PROBLEMS:
            if part in message:
                self._report(line, "", "", problem, expected)
                return
        self._report(line, "", "", "the row is not CSV", "CSV as RFC 4180 has it")
