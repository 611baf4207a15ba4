"""Records and links as a viewer sees them: typed, blank cells as None."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from tests.oracle.clock import Interval
from tests.oracle.world import Row

BIASED = frozenset({"OFFENDER", "PARTNER"})
"""Whose word the ending of a partnership may rest on."""
EVENTS = frozenset({"CONTACTED", "VISITS", "SEEN_AT", "MESSAGED", "THREATENED"})
KINSHIP = frozenset({"RELATED_TO", "SIBLING_OF", "PARENT_OF"})
OFFENCE_LINKS = frozenset({"INVOLVED_IN", "VICTIM_OF", "WITNESS_TO"})


@dataclass(frozen=True, slots=True)
class Grade:
    """A source's mark for itself and for its intelligence."""

    source: str = "1"
    intelligence: str = "A"

    @property
    def bad(self) -> bool:
        """Whether nothing may rest on it."""
        return self.source == "3" or self.intelligence in ("D", "E")

    @property
    def best(self) -> bool:
        """Whether it caps nothing."""
        return self.source == "1" and self.intelligence in ("A", "B")


@dataclass(frozen=True, slots=True)
class Person:
    """A row of people."""

    id: str
    name: str
    born: date | None
    died: date | None
    sex: str | None
    at_risk: bool
    staff: bool


@dataclass(frozen=True, slots=True)
class Place:
    """An address, a school or an organisation. `sort` is what kind of address or organisation it is."""

    id: str
    file: str
    name: str
    sort: str | None
    at: tuple[float, float] | None
    building_id: str | None = None
    dwellings: int | None = None
    serves: str | None = None
    agency_role: str | None = None
    duty_to_cooperate: bool = False
    open: Interval = field(default_factory=Interval)

    @property
    def school(self) -> bool:
        """Whether it is a school."""
        return self.file == "schools"

    @property
    def nursery(self) -> bool:
        """Whether it is a nursery."""
        return self.file == "organisations" and self.sort == "NURSERY"


@dataclass(frozen=True, slots=True)
class Thing:
    """An offence or an account; `sort` is its kind."""

    id: str
    sort: str | None


Record = Person | Place | Thing


@dataclass(frozen=True, slots=True)
class Condition:
    """A row of conditions."""

    kind: str
    subject_id: str | None
    age_limit: int | None
    sex: str | None
    at: tuple[float, float] | None
    radius_m: float | None


@dataclass(frozen=True, slots=True)
class Order:
    """A row of orders with its conditions."""

    kind: str
    when: Interval
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """A row of profiles."""

    kind: str
    sex: str | None
    age_from: int | None
    age_to: int | None
    targets_strangers: bool
    when: Interval
    grade: Grade


@dataclass(frozen=True, slots=True)
class Management:
    """A row of offenders."""

    when: Interval
    sentenced_on: date | None
    released_on: date | None
    release_planned_on: date | None


@dataclass(frozen=True, slots=True)
class Enquiry:
    """A row of enquiries: what an agency was asked about an address or a person, for an offender."""

    about_id: str
    agency_role: str
    requested_on: date
    answered_on: date | None


@dataclass(frozen=True, slots=True)
class Link:
    """A relationship. `when` has the end of an event filled in; `undated`: an event of which no day is known.

    `interest`: whose word the version rests on. `unheeding`: the last version before it that is no ending told by him or the
    partner and graded badly; of partnerships alone.
    """

    id: str
    type: str
    from_id: str
    to_id: str
    role: str | None
    when: Interval
    undated: bool
    grade: Grade
    opinion: bool
    detail: str | None
    interest: str = "AGENCY"
    unheeding: Link | None = None

    @property
    def unheeded_ending(self) -> bool:
        """Whether it tells of the ending of a partnership, come or to come, by a word that is not heeded."""
        return self.type == "PARTNER_OF" and self.when.end is not None and self.interest in BIASED and self.grade.bad

    def other(self, id_: str) -> str:
        """The other end."""
        return self.to_id if id_ == self.from_id else self.from_id

    @property
    def timed(self) -> bool:
        """Whether it has a timing."""
        return self.type not in KINSHIP and self.type not in OFFENCE_LINKS


def text(row: Row, column: str) -> str | None:
    """A cell as text."""
    value = row.get(column)
    return None if value is None or value == "" else str(value)


def day(row: Row, column: str) -> date | None:
    """A cell as a day."""
    value = row.get(column)
    if value is None or value == "":
        return None
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    return date.fromisoformat(str(value))


def number(row: Row, column: str) -> float | None:
    """A cell as a number."""
    value = text(row, column)
    return None if value is None else float(value)


def whole(row: Row, column: str) -> int | None:
    """A cell as a whole number."""
    value = text(row, column)
    return None if value is None else int(value)


def flag(row: Row, column: str) -> bool:
    """A cell as yes or no; blank is no."""
    return str(row.get(column)).lower() == "true"


def interval(row: Row, start: str = "valid_from", end: str = "valid_to") -> Interval:
    """Two cells as an interval."""
    return Interval(day(row, start), day(row, end))


def coordinates(row: Row) -> tuple[float, float] | None:
    """Latitude and longitude, where both are recorded."""
    latitude, longitude = number(row, "latitude"), number(row, "longitude")
    return None if latitude is None or longitude is None else (latitude, longitude)
