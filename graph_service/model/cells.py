"""What a cell may hold: one CellType for each kind of value, with its parser and what it expects in words.

A parser takes a trimmed cell that is not blank and returns the value to store, or raises ValueError whose message
completes "the cell …".
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from graph_service.model import identifiers
from graph_service.model.characters import escaped, hidden_in, stripped, without_spaces
from graph_service.model.clock import to_microseconds

LONGEST_CELL = 10_000
LONGEST_ID = 1_000
"""An index of the store takes keys of some 8,000 bytes; 1,000 characters of any script fit."""

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?", re.ASCII)
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)
_DECIMAL = re.compile(r"-?\d{1,12}(\.\d{1,15})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class CellType:
    """A kind of value. `parse` is None where the text itself is stored; `lines` allows line feeds; `id`: it names records."""

    expected: str
    parse: Callable[[str], Any] | None = None
    lines: bool = False
    id: bool = False


def _record_id(text: str) -> str:
    if len(text) > LONGEST_ID:
        raise ValueError(f"is an id of {len(text):,} characters")
    if not text.isascii() and (hidden := hidden_in(text)):
        raise ValueError(f"holds a character that cannot be seen ({escaped(hidden)})")
    return text


@lru_cache(maxsize=65_536)
def parse_day(text: str) -> str:
    """A day, checked and kept as its ISO text, which compares as days do."""
    if len(text) != 10 or text[4] != "-" or text[7] != "-":
        raise ValueError("is not a date")
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError("is not a date") from None


@lru_cache(maxsize=65_536)
def parse_instant(text: str) -> int:
    """An instant as microseconds since 1970, UTC; without a zone it is in UTC."""
    if not _INSTANT.fullmatch(text):
        raise ValueError("is not an instant")
    try:
        instant = datetime.fromisoformat(text)
        aware = instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("is not an instant") from None
    return to_microseconds(aware)


def _flag(text: str) -> bool:
    if text == "true":
        return True
    if text == "false":
        return False
    raise ValueError("is neither true nor false")


def _list(text: str) -> list[str]:
    return [part for part in map(stripped, text.split(";")) if part]


def _id_list(text: str) -> list[str]:
    parts = filter(None, map(without_spaces, text.split(";")))
    return list(dict.fromkeys(map(_record_id, parts)))


def whole(least: int, most: int) -> CellType:
    """A whole number from `least` to `most`."""
    expected = f"a whole number from {least} to {most:,}"

    def parse(text: str) -> int:
        if not _WHOLE.fullmatch(text):
            raise ValueError("is not a whole number")
        number = int(text)
        if not least <= number <= most:
            raise ValueError("is out of range")
        return number

    return CellType(expected, parse)


def decimal(least: float, most: float, what: str) -> CellType:
    """A decimal number from `least` to `most`."""

    def parse(text: str) -> float:
        if not _DECIMAL.fullmatch(text):
            raise ValueError("is not a decimal number")
        number = float(text)
        if not least <= number <= most:
            raise ValueError("is out of range")
        return number

    return CellType(what, parse)


def one_of(words: type[StrEnum] | tuple[str, ...]) -> CellType:
    """One of the given words, in exactly that case."""
    allowed = {str(word): str(word) for word in words}

    def parse(text: str) -> str:
        try:
            return allowed[text]
        except KeyError:
            raise ValueError("is not one of the words allowed here") from None

    return CellType("one of " + ", ".join(allowed), parse)


RECORD_ID = CellType(f"the id of a record, at most {LONGEST_ID:,} characters, all of them visible", _record_id, id=True)
ID_LIST = CellType("ids of records, separated by ';'", _id_list, id=True)
TEXT = CellType(f"text on one line, at most {LONGEST_CELL:,} characters")
LINES = CellType(f"text, at most {LONGEST_CELL:,} characters", lines=True)
TEXT_LIST = CellType("texts, separated by ';'", _list)
DAY = CellType("a date, such as 2026-06-01", parse_day)
INSTANT = CellType("an instant in UTC, such as 2026-06-01T09:30:00Z", parse_instant)
FLAG = CellType("true or false", _flag)
LATITUDE = decimal(-90, 90, "degrees north, from -90 to 90")
LONGITUDE = decimal(-180, 180, "degrees east, from -180 to 180")
PNC_ID = CellType("a PNC ID, such as 1981/0000034U", identifiers.pnc_id)
CRO_NUMBER = CellType("a CRO number, such as 065656/91H or SF83/50058Z", identifiers.cro_number)
NOMS_NUMBER = CellType("a NOMIS number, such as A1234BC", identifiers.noms_number)
CRN = CellType("a CRN, such as X123456", identifiers.crn)
UPRN = CellType("a UPRN: 1 to 12 digits", identifiers.uprn)
SCHOOL_URN = CellType("a school URN: 6 digits", identifiers.school_urn)
POSTCODE = CellType("a postcode, such as SW1A 1AA", identifiers.postcode)
HOURS = whole(0, 9_999)
