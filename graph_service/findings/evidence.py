"""What the findings statement brings back, before any rule of strength or suppression."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph_service.domain import Link, Path, Record, Subject
from graph_service.findings.patterns import Pattern
from graph_service.vocabulary import ProfileKind


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile that is live and current at the view, from a reliable source. Ages are inclusive; blanks are open."""

    kind: ProfileKind
    preferred_sex: str | None = None
    preferred_age_from: int | None = None
    preferred_age_to: int | None = None
    targets_strangers: bool = False

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> "Profile":
        """A profile from the columns of its row."""
        return cls(
            ProfileKind(values["profile"]),
            values["preferred_sex"],
            values["preferred_age_from"],
            values["preferred_age_to"],
            bool(values["targets_strangers"]),
        )

    def admits(self, sex: str | None, age: int | None) -> bool:
        """Whether somebody of this sex and age is as recorded preferences have it; the unknown always is."""
        if self.preferred_sex is not None and sex is not None and sex != self.preferred_sex:
            return False
        if age is None:
            return True
        if self.preferred_age_from is not None and age < self.preferred_age_from:
            return False
        return self.preferred_age_to is None or age <= self.preferred_age_to


@dataclass(frozen=True, slots=True)
class Sighting:
    """One row of one pattern: a path to a subject, the strength it starts from and the steps down the pattern asks for."""

    pattern: Pattern
    subject: Subject
    path: Path
    base: str
    downs: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything one view shows of one offender.

    `managements` are his rows of management, latest first, as mappings of their columns. `possible_children` and
    `own_children` are ids. `memberships` lead from people at risk anyway to places whose class a pattern names.
    """

    person: Record
    as_of: date
    profiles: tuple[Profile, ...]
    managements: tuple[Mapping[str, Any], ...]
    sightings: tuple[Sighting, ...]
    memberships: tuple[Link, ...]
    possible_children: frozenset[str]
    own_children: frozenset[str]

    def is_child(self, record: Record) -> bool:
        """Whether a subject counts as a child at the view."""
        age = record.age(self.as_of)
        return record.id in self.possible_children or (age is not None and age < 18)
