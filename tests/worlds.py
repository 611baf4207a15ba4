"""Small worlds for tests: bundles of CSV files, written from plain dictionaries.

A test says only the cells that matter to it::

    write_bundle(
        tmp_path,
        people=[person("p1", given_names="Ann"), person("p2")],
        relationships=[link("FRIEND_OF", "p1", "p2", valid_from="2020-01-01")],
    )
"""

import csv
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from graph_service.model.columns import FILES as FILE_SPECS

Cell = str | bool | int | float | date | datetime | Sequence[str] | None
Row = Mapping[str, Cell]

FILES = tuple(spec.name.removesuffix(".csv") for spec in FILE_SPECS)


def write_bundle(folder: Path, **files: Sequence[Row]) -> Path:
    """Write one CSV file for each keyword (`people=[…]` → `people.csv`) and return the folder.

    The columns are the keys of all the rows. None is a blank cell; lists are joined with `;`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in files.items():
        if name not in FILES:
            raise ValueError(f"A bundle has no file {name}.csv.")
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            writer.writerows({column: _cell(value) for column, value in row.items()} for row in rows)
    return folder


def person(id_: str, **cells: Cell) -> Row:
    """A row of people.csv."""
    return {"id": id_} | cells


def link(type_: str, from_id: str, to_id: str, **cells: Cell) -> Row:
    """A row of relationships.csv, known since 2000 unless `recorded_at` says otherwise."""
    return {"type": type_, "from_id": from_id, "to_id": to_id, "recorded_at": "2000-01-01T00:00:00Z"} | cells


def _cell(value: Cell) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case date():
            return value.isoformat()
        case int() | float():
            return repr(value)
        case _:
            return ";".join(value)
