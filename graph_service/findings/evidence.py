"""What the findings statement brings back, before any rule of strength or suppression."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from graph_service.findings.patterns import Pattern
from graph_service.model.findings import Condition, Subject
from graph_service.model.records import Link, Path, Record
from graph_service.model.vocabulary import ProfileKind


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


class StandsAs(StrEnum):
    """As what a subject is exposed. Recorded preferences are judged for a PERSON alone; TIED: whoever he has a tie to."""

    PERSON = "PERSON"
    TIED = "TIED"
    EXPECTED = "EXPECTED"
    VICTIM = "VICTIM"
    PRISONER = "PRISONER"
    STAFF = "STAFF"
    CLASS = "CLASS"


@dataclass(frozen=True, slots=True)
class PatternMatch:
    """One row of one pattern: a path to a subject, the strength it starts from and the steps down the pattern asks for.

    `supporting_links`: relationships off the path that count in the cap of strength. `opened_by`: the profiles that open the
    pattern for this subject. `long_ended`: the partnership on it counts although it ended long ago.
    `fulfilled_by`: what fulfils a condition of the pattern's row off the path.
    """

    pattern: Pattern
    subject: Subject
    stands_as: StandsAs
    path: Path
    base: str
    steps_down: int
    opened_by: tuple[ProfileKind, ...]
    supporting_links: tuple[Link, ...] = ()
    long_ended: bool = False
    fulfilled_by: tuple[Path, ...] = ()

    @property
    def key(self) -> tuple[str, str, tuple[str, ...]]:
        """What makes it one exposure: the pattern, the subject and the path."""
        return self.pattern.id, self.subject.record.id, self.path.link_ids


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything one view shows of one offender.

    `managements` are his rows of management, latest first, as mappings of their columns; `conditions` are in force against him.
    `expected_until` is the last day of birth of whoever counts as expected.
    `possible_children`, `own_children`, `partners` (with him, or about to be) and `former_partners` (who were, and are not) are
    ids. `memberships` lead from people at risk anyway to places whose class a
    pattern names.
    """

    person: Record
    as_of: date
    expected_until: date
    profiles: tuple[Profile, ...]
    managements: tuple[Mapping[str, Any], ...]
    conditions: tuple[Condition, ...]
    matches: tuple[PatternMatch, ...]
    memberships: tuple[Link, ...]
    possible_children: frozenset[str]
    own_children: frozenset[str]
    partners: frozenset[str] = frozenset()
    former_partners: frozenset[str] = frozenset()

    @property
    def alive(self) -> bool:
        """Whether the offender has not died by the day of the view."""
        died: str | None = self.person.values.get("deceased_on")
        return died is None or died > self.as_of.isoformat()

    def is_child(self, record: Record) -> bool:
        """Whether a subject counts as a child at the view."""
        age = record.age(self.as_of)
        return record.id in self.possible_children or (age is not None and age < 18)

    def is_expected(self, record: Record) -> bool:
        """Whether a subject is to be born soon, seen from the view."""
        born: str | None = record.values.get("date_of_birth")
        return born is not None and self.as_of.isoformat() < born <= self.expected_until.isoformat()

    def is_child_or_expected(self, record: Record) -> bool:
        """Whether a subject counts as a child at the view, or is to be born soon."""
        return self.is_child(record) or self.is_expected(record)

    def is_adult_at_risk(self, record: Record) -> bool:
        """Whether a subject is an adult at risk at the view; nobody is one before birth."""
        born: str | None = record.values.get("date_of_birth")
        unborn = born is not None and born > self.as_of.isoformat()
        return bool(record.values.get("adult_at_risk")) and not unborn and not self.is_child(record)
