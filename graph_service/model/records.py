"""Records and relationships as a view sees them, the paths they make, and what a viewer may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from graph_service.model.grades import WEAK_GRADES
from graph_service.model.vocabulary import (
    FIRST_DAY,
    LAST_DAY,
    Kind,
)


@dataclass(frozen=True, slots=True)
class Clearance:
    """What a viewer may see of the store.

    `cleared`: sources with handling `C`. `seals_victims`: the addresses of victims are sealed from this viewer.
    """

    cleared: bool = False
    seals_victims: bool = True


@dataclass(frozen=True)
class Record:
    """One version of a record, as a view sees it.

    `values` holds the columns of the bundle (snake_case, blank cells absent). A sealed record says nothing but its
    kind; its id is for the service alone and is never shown.
    """

    kind: Kind
    id: str
    values: Mapping[str, Any] = field(default_factory=dict, repr=False)
    sealed: bool = False

    @cached_property
    def name(self) -> str:
        """What a reader calls it; never empty."""
        if self.sealed:
            return "Sealed address"
        values = self.values
        parts: tuple[str | None, ...]
        match self.kind:
            case Kind.PERSON:
                parts = (values.get("given_names"), values.get("family_name"))
                name = " ".join(part for part in parts if part)
            case Kind.ADDRESS:
                lines = str(values.get("lines") or "").splitlines()
                parts = (*lines, values.get("town"), values.get("postcode"))
                name = ", ".join(part.strip() for part in parts if part and part.strip())
            case Kind.OFFENCE:
                name = str(values.get("title") or "")
            case Kind.ACCOUNT:
                name = str(values.get("label") or "")
            case Kind.SOURCE:
                name = str(values.get("reference") or "")
            case _:
                name = str(values.get("name") or "")
        return name or f"Unnamed {self.kind.value.lower()}"

    def age(self, as_of: date) -> int | None:
        """Completed years of a person at `as_of`; None when the birth is unknown or still to come."""
        born: str | None = self.values.get("date_of_birth")
        if born is None or born > as_of.isoformat():
            return None
        year, rest = int(born[:4]), born[5:]
        return as_of.year - year - (as_of.isoformat()[5:] < rest)


def people_among(records: Iterable[Record]) -> tuple[str, ...]:
    """The ids of the people among records, each once, in their order."""
    return tuple(dict.fromkeys(record.id for record in records if record.kind is Kind.PERSON))


def too_weak(grade: str) -> bool:
    """Whether what is graded so, such as `3D`, carries no finding and opens no pattern: 3, D or E."""
    return grade in WEAK_GRADES


@dataclass(frozen=True, slots=True)
class Link:
    """One version of a relationship, or a derived link between two places.

    `valid_from` and `valid_to` are ISO days as stored (open ends included); `end_blank` says that an event's end was
    not given. `grade` is the source's mark, such as `2B`.
    """

    id: str
    type: str
    from_id: str
    to_id: str
    role: str | None = None
    valid_from: str = FIRST_DAY
    valid_to: str = LAST_DAY
    end_blank: bool = False
    recorded_at: int | None = None
    superseded_at: int | None = None
    source_id: str | None = None
    grade: str = "1A"
    assertion: str = "FACT"
    status: str = "ASSERTED"
    detail: str | None = None
    derived: bool = False

    @property
    def weak(self) -> bool:
        """It can carry no finding."""
        return too_weak(self.grade)

    def other_end(self, record_id: str) -> str:
        """The id at the other end."""
        return self.to_id if record_id == self.from_id else self.from_id


@dataclass(frozen=True, slots=True)
class Path:
    """n links that join n + 1 nodes, in walking order."""

    nodes: tuple[Record, ...]
    links: tuple[Link, ...]

    @property
    def link_ids(self) -> tuple[str, ...]:
        """The identity of a path: its links in walking order."""
        return tuple(link.id for link in self.links)


@dataclass(frozen=True, slots=True)
class Network:
    """Records and the relationships among them; `truncated` when there is more than is shown."""

    nodes: tuple[Record, ...]
    links: tuple[Link, ...]
    truncated: bool = False


RelationKey = tuple[str, str, bool]


"""A record, a type of relationship, and whether it starts there."""


@dataclass(frozen=True, slots=True)
class Relation:
    """What lies around a record by one type of relationship, seen from it: how many records, before any is shown.

    `outgoing`: the relationships start at the record; true also where they have no direction. `now`: those of the day
    of the view. `beyond`: those that are not shown, and `beyond_now` those of them that are of the day.
    """

    record_id: str
    type: str
    outgoing: bool
    total: int
    now: int
    beyond: int
    beyond_now: int

    @property
    def key(self) -> RelationKey:
        """Which relation it is."""
        return self.record_id, self.type, self.outgoing


@dataclass(frozen=True, slots=True)
class PathSearch:
    """Paths between two records; `truncated` when more exist or time ran out."""

    paths: tuple[Path, ...]
    truncated: bool
