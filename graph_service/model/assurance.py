"""How far an answer about an offender can be relied on: what hangs on one report."""

from __future__ import annotations

from dataclasses import dataclass

from graph_service.model.findings import Finding
from graph_service.model.grades import USABLE_GRADES
from graph_service.model.records import Link, Record


@dataclass(frozen=True, slots=True)
class Verification:
    """A relationship that findings hang on: without it they fall. `reported_on`: the day of its source, where that is recorded."""

    link: Link
    ends: tuple[Record, ...]
    hangs_on_it: tuple[Finding, ...]
    reported_on: str | None

    @property
    def order(self) -> tuple[int, str, int, str]:
        """What is worth verifying first: what most hangs on, then what was reported longest ago, then the weakest."""
        return -len(self.hangs_on_it), self.reported_on or "", -USABLE_GRADES.index(self.link.grade), self.link.id
