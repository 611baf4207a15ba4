"""What a paper says, free of how it is written: blocks in order, in parts that each begin a page.

DOCX and PDF are written from one `Paper`, so neither can say what the other does not. Its digest stands for all that is
said, and not for who had it made or when: the same view gives the same digest.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, TypeVar

from graph_service.model.clock import View
from graph_service.wording import links as words

MARKING: Final = "OFFICIAL-SENSITIVE"
"""Stands on every page of every paper, at its top and at its foot."""

_T = TypeVar("_T")
_DRAWN: Final = "svg"
_NOT_SAID: Final = frozenset({"png"})


class Tone(StrEnum):
    """How loudly a callout speaks."""

    NOTE = "note"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` 1 is the paper's own title."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `lead` stands before it in bold, `quiet` in grey."""

    text: str
    lead: str = ""
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list of sentences, numbered where their order means something."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """What something is called, and the lines that say what it is."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts one below the other."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Callout:
    """What a reader must not miss."""

    title: str
    lines: tuple[str, ...]
    tone: Tone = Tone.NOTE


@dataclass(frozen=True, slots=True)
class Line:
    """A line within a cell."""

    text: str
    bold: bool = False


Cell = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table; `share` is its width relative to the others."""

    title: str
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a header row that is repeated on every page. `room_mm`: how high its rows are at least, to write in."""

    about: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    room_mm: float = 0.0


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture, as SVG and, for what cannot show SVG, as PNG; `alt` says in words what it shows."""

    svg: str
    png: bytes
    width: float
    height: float
    alt: str


@dataclass(frozen=True, slots=True)
class Whole:
    """Blocks that stay together on one page."""

    blocks: tuple["Block", ...]


Block = Whole | Heading | Paragraph | Items | Facts | Callout | Table | Drawing


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks that begin on a page of their own."""

    blocks: tuple[Block, ...]
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper about the case of one offender at one view. `title` names no person: it stands on every page and in the file."""

    title: str
    record_id: str
    view: View
    parts: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """Who had a paper made, and when. No part of what it says."""

    by: str
    at: datetime


def cleaned(value: _T) -> _T:
    """`value` with every text in it on one line and free of what cannot be seen; drawings are left alone."""
    if isinstance(value, str) and not isinstance(value, StrEnum):
        return words.clean(value)  # type: ignore[return-value]
    if isinstance(value, tuple):
        return tuple(cleaned(one) for one in value)  # type: ignore[return-value]
    if is_dataclass(value) and not isinstance(value, type | View):
        changed = {field.name: cleaned(getattr(value, field.name)) for field in fields(value) if field.name != _DRAWN}
        return replace(value, **changed)
    return value


_DIGESTED_AS: Final[Mapping[type, str]] = {Section: "Part", TableColumn: "Column"}
"""What a digest calls a block that the code has named anew since: a paper printed before then still has the digest of today's."""


def digest(paper: Paper) -> str:
    """The SHA-256 of all that a paper says, its drawings and its view included."""
    text = json.dumps(_plain(paper), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    """`value` as JSON holds it; every block says of which kind it is."""
    if isinstance(value, View):
        return {"asOf": value.as_of.isoformat(), "knownAt": value.known_at.isoformat()}
    if is_dataclass(value):
        said = {
            field.name: _plain(getattr(value, field.name)) for field in fields(value) if field.name not in _NOT_SAID
        }
        return {"is": _DIGESTED_AS.get(type(value), type(value).__name__)} | said
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value
