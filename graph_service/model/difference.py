"""What differs between what two views show of an offender."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

from graph_service.model.findings import Alert, Candidate, Finding
from graph_service.model.records import Link, Record

T = TypeVar("T", bound="Finding | Candidate | Alert")


class ChangeCause(StrEnum):
    """Why an entry of a list is another than before: the world changed, or what is known of it."""

    WORLD = "WORLD"
    KNOWLEDGE = "KNOWLEDGE"


@dataclass(frozen=True, slots=True)
class Change(Generic[T]):
    """An entry that one view shows and the other does not, or shows otherwise; `records`: the relationships that made it so."""

    before: T | None
    after: T | None
    cause: ChangeCause
    records: tuple[Link, ...] = ()

    @property
    def entry(self) -> T:
        """The entry itself: as it is now, or as it last was."""
        found = self.before if self.after is None else self.after
        assert found is not None
        return found

    @property
    def nodes(self) -> Mapping[str, Record]:
        """The records on the paths of what changed, by id, as they are now where they still are."""
        sides = (entry for entry in (self.before, self.after) if entry is not None)
        return {node.id: node for entry in sides for path in entry.paths for node in path.nodes}


@dataclass(frozen=True, slots=True)
class Changes(Generic[T]):
    """What came, what went and what is other than before, each in the order of its list."""

    added: tuple[Change[T], ...] = ()
    removed: tuple[Change[T], ...] = ()
    changed: tuple[Change[T], ...] = ()

    @property
    def all(self) -> tuple[Change[T], ...]:
        """Every change, what came first."""
        return (*self.added, *self.changed, *self.removed)


@dataclass(frozen=True, slots=True)
class FindingsDiff:
    """What differs in findings, candidates and alerts."""

    findings: Changes[Finding] = field(default_factory=Changes)
    candidates: Changes[Candidate] = field(default_factory=Changes)
    alerts: Changes[Alert] = field(default_factory=Changes)

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not (self.findings.all or self.candidates.all or self.alerts.all)
