"""From what a user gives to the cells of a row: as text, parsed as a bundle's are, beside what stands already."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from graph_service.model.characters import stripped, without_spaces
from graph_service.model.columns import CLOCK_COLUMNS, Column, FileSpec
from graph_service.model.vocabulary import FIRST_DAY, LAST_DAY
from graph_service.recording.rows import Fault, Values
from graph_service.recording.texts import text_problem


def cells_of(spec: FileSpec, given: Mapping[str, Any], standing: Values) -> tuple[Values, tuple[Fault, ...]]:
    """The cells of a row, and what is wrong with any. What is not given stays as it stands; what is given as None becomes blank.

    Nobody who records a fact sets its clocks: it is known from now on.
    """
    values: Values = {}
    faults: list[Fault] = []
    for column in spec.columns:
        if column.name in CLOCK_COLUMNS:
            continue
        if column.name not in given:
            if column.name in standing:
                values[column.name] = standing[column.name]
        elif (text := _text(column, given[column.name])) != "":
            try:
                values[column.name] = _parsed(column, text)
            except ValueError as error:
                faults.append(Fault(column.name, text, str(error), column.cell.expected))
                continue
        if column.required and column.name not in values:
            faults.append(Fault(column.name, "", "the cell is blank", column.cell.expected))
    return values, tuple(faults)


def _text(column: Column, value: Any) -> str:
    """A value as the cell of a bundle has it, trimmed."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case date():
            return value.isoformat()
        case list() | tuple():
            return ";".join(map(str, value))
    trim = without_spaces if column.cell.id else stripped
    return trim(str(value).replace("\r\n", "\n"))


def _parsed(column: Column, text: str) -> Any:
    if problem := text_problem(text, column):
        raise ValueError(problem)
    try:
        return text if column.cell.parse is None else column.cell.parse(text)
    except ValueError as error:
        raise ValueError(f"the value {error}") from None


def standing_cells(spec: FileSpec, stored: Mapping[str, Any]) -> Values:
    """The cells of a row that the store's version of it was made from."""
    return dict(_standing(spec, stored))


def _standing(spec: FileSpec, stored: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    open_days = spec.open_days or ()
    for column in spec.columns:
        value = stored.get(column.name)
        if value is None or column.name in CLOCK_COLUMNS:
            continue
        if column.name in open_days and value in (FIRST_DAY, LAST_DAY):
            continue
        if column.name == "valid_to" and stored.get("end_blank"):
            continue
        yield column.name, value
