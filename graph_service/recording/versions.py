"""What the store is to hold of a good row: its version, on both clocks, graded as its source is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final, NamedTuple

from graph_service.model.columns import FileSpec
from graph_service.model.grades import USABLE_GRADES
from graph_service.model.vocabulary import (
    EVENT_TYPES,
    FIRST_DAY,
    FIRST_INSTANT,
    LAST_DAY,
    LAST_INSTANT,
    NODE_KINDS,
    Assertion,
    Handling,
    Kind,
    Status,
)
from graph_service.recording.rows import Values
from graph_service.spelling.stored import spellings

_ASSERTED: Final = Status.ASSERTED.value
_REFUTED: Final = Status.REFUTED.value
_FACT: Final = Assertion.FACT.value


class Grading(NamedTuple):
    """How a source is graded, such as `2B`, and whether what it says is for those cleared alone."""

    grade: str
    confidential: bool

    @classmethod
    def of(cls, source: Mapping[str, Any]) -> "Grading":
        """That of a row of sources; a missing part of the grade counts as 2, or C."""
        grade = f"{source.get('source_evaluation', '2')}{source.get('intelligence_assessment', 'C')}"
        return cls(grade, source.get("handling") == Handling.C)


WITHOUT_SOURCE: Final = Grading("1A", False)
"""How a record counts that names no source."""


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """What the store holds of a record (its latest version) before a row is recorded. `first_known`: of its first version.
    `stated_from`: from when its row is known; `known_from` is later where its source was graded anew since.
    """

    kind: Kind
    digest: int
    version: int
    known_from: int
    superseded_at: int | None
    first_known: int
    grade: str
    handling: str
    stated_from: int
    date_of_birth: str | None = None


@dataclass(frozen=True, slots=True)
class StoredLink:
    """What the store holds of a relationship (its latest version) before a row is recorded; `stated_from` as for records."""

    type: str
    from_id: str
    to_id: str
    digest: int
    version: int
    known_from: int
    superseded_at: int | None
    stated_from: int


class LinkVersion(NamedTuple):
    """A version of a relationship as the store takes it: over the wire and into the store by position, because lists take two
    thirds of the time that maps do. The statements that write it number these fields.
    """

    from_id: str
    to_id: str
    id: str
    role: str | None
    valid_from: str
    valid_to: str
    end_blank: bool | None
    recorded_at: int
    superseded_at: int | None
    source_id: str | None
    assertion: str
    status: str
    detail: str | None
    known_from: int
    known_to: int
    open_to: int
    grade: str
    usable: bool
    digest: int


def known_from(
    values: Values, digest: int, earlier: StoredRecord | StoredLink | None, *, blank: int, instant: int
) -> int:
    """From when a row's version is known; a later version never begins before the one it supersedes.

    `blank` holds where the row does not say when it was recorded, `instant` is when this is done; microseconds since 1970.
    """
    recorded_at: int | None = values.get("recorded_at")
    if earlier is None:
        return blank if recorded_at is None else recorded_at
    if "superseded_at" in values and digest == earlier.digest:
        return earlier.stated_from
    # Not its `known_from`: grading a source anew makes versions of what rests on it, and corrects no row.
    if recorded_at is not None and recorded_at > earlier.stated_from:
        return recorded_at
    return instant


def record_version(
    spec: FileSpec, kind: Kind, values: Values, id_: str, known: int, grading: Grading, digest: int
) -> Values:
    """The properties that the store is to hold of a record; made of its cells, which are no longer needed."""
    superseded_at: int | None = values.get("superseded_at")
    known_to = LAST_INSTANT if superseded_at is None else superseded_at
    values["id"] = id_
    if spec.open_days is not None:
        start, end = spec.open_days
        values.setdefault(start, FIRST_DAY)
        values.setdefault(end, LAST_DAY)
    if kind in NODE_KINDS:
        values |= spellings(values, closed=grading.confidential)
    values["known_from"] = known
    values["known_to"] = known_to
    values["open_to"] = FIRST_INSTANT if grading.confidential else known_to
    values["grade"] = grading.grade
    values["digest"] = digest
    values["version"] = 1
    return values


def link_version(values: Values, id_: str, known: int, grading: Grading, digest: int) -> LinkVersion:
    """The version that the store is to hold of a relationship. An event whose end is blank lasted for its first day."""
    get = values.get
    start: str | None = get("valid_from")
    end: str | None = get("valid_to")
    end_blank = None
    if end is None:
        end = LAST_DAY
        if values["type"] in EVENT_TYPES:
            end_blank = True
            end = FIRST_DAY if start is None else _day_after(start)
    superseded_at: int | None = get("superseded_at")
    known_to = LAST_INSTANT if superseded_at is None else superseded_at
    status: str = get("status", _ASSERTED)
    return LinkVersion(
        from_id=values["from_id"],
        to_id=values["to_id"],
        id=id_,
        role=get("role"),
        valid_from=start or FIRST_DAY,
        valid_to=end,
        end_blank=end_blank,
        recorded_at=get("recorded_at", known),
        superseded_at=superseded_at,
        source_id=get("source_id"),
        assertion=get("assertion", _FACT),
        status=status,
        detail=get("detail"),
        known_from=known,
        known_to=known_to,
        open_to=FIRST_INSTANT if grading.confidential else known_to,
        grade=grading.grade,
        usable=status != _REFUTED and grading.grade in USABLE_GRADES,
        digest=digest,
    )


@lru_cache(maxsize=65_536)
def _day_after(day: str) -> str:
    return day if day >= LAST_DAY else (date.fromisoformat(day) + timedelta(days=1)).isoformat()
