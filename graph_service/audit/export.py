"""Writing the log out for an auditor: JSON lines that keep the hashes, or CSV for a spreadsheet."""

import csv
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TextIO

import orjson

from graph_service.audit.store import AuditFiles, read_entries
from graph_service.spreadsheet import safe_cell


class ExportFormat(StrEnum):
    """How the log is written out."""

    JSONL = "jsonl"
    CSV = "csv"


_COLUMNS: Final = (
    "number",
    "at",
    "user",
    "role",
    "cleared",
    "channel",
    "action",
    "outcome",
    "purpose",
    "operation",
    "fields",
    "asked",
    "askedCount",
    "askedDigest",
    "views",
    "disclosed",
    "disclosedCount",
    "details",
    "correlationId",
    "clock",
    "previous",
    "hash",
)


def select(home: Path, *, begin: date | None, end: date | None, up_to: int | None = None) -> Iterator[dict[str, Any]]:
    """The entries of the UTC days from `begin` up to, but not including, `end`; each with number and hashes."""
    first = "" if begin is None else begin.isoformat()
    last = "~" if end is None else end.isoformat()
    for entry in read_entries(AuditFiles(home), up_to=up_to):
        body: dict[str, Any] = orjson.loads(entry.body)
        if first <= body["at"] < last:
            yield {"number": entry.number, **body, "previous": entry.previous, "hash": entry.hash}


def write(entries: Iterator[dict[str, Any]], file: TextIO, form: ExportFormat) -> int:
    """Write entries to an open text file and return how many there were."""
    count = 0
    if form is ExportFormat.JSONL:
        for entry in entries:
            file.write(orjson.dumps(entry).decode() + "\n")
            count += 1
        return count
    writer = csv.writer(file)
    writer.writerow(_COLUMNS)
    for entry in entries:
        writer.writerow(_cell(entry.get(name)) for name in _COLUMNS)
        count += 1
    return count


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else orjson.dumps(value).decode()
    return safe_cell(text)
