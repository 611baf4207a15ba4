"""What every reading statement is given, and how the maps that come back become records and links."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from graph_service.model.clock import View, to_microseconds
from graph_service.model.records import Clearance, Link, Record
from graph_service.model.vocabulary import Kind
from graph_service.settings import Settings
from graph_service.store.catalogue import Statement, statement
from graph_service.store.graph import Reader

EARTH_RATIO = 6_371_008.8 / 6_378_140.0
"""The mean earth radius (m) that distances are counted on, over the equatorial one that the server's point.distance uses."""


def years_before(day: date, years: int) -> str:
    """The same day `years` earlier, as text to compare stored days with.

    29 February stays 29 February: as text it lies after the 28th and before 1 March, which is what ages need.
    """
    return f"{day.year - years:04d}{day.isoformat()[4:]}"


@dataclass(frozen=True, slots=True)
class ViewSession:
    """One viewer asking one store at one view. Cheap to make; safe to share within a request."""

    graph: Reader
    settings: Settings
    view: View
    clearance: Clearance

    @property
    def expected_until(self) -> date:
        """The last day of birth of whoever counts as expected."""
        return self.view.as_of + timedelta(days=self.settings.expected_days)

    def parameters(self, **own: Any) -> dict[str, Any]:
        """The parameters that the shared fragments use, and the statement's `own`."""
        as_of, settings = self.view.as_of, self.settings
        return {
            "as_of": as_of.isoformat(),
            "known_at": to_microseconds(self.view.known_at),
            # Clearance is the choice of the clock by which a version ends, and nothing else.
            "clock": "known_to" if self.clearance.cleared else "open_to",
            "until": "known_until" if self.clearance.cleared else "open_until",
            "seals_victims": self.clearance.seals_victims,
            "recent_after": (as_of - timedelta(days=settings.recent_days)).isoformat(),
            "forthcoming_until": (as_of + timedelta(days=settings.forthcoming_days)).isoformat(),
            "begun_after": (as_of - timedelta(days=settings.forthcoming_days)).isoformat(),
            "child_born_after": years_before(as_of, 18),
            "forthcoming_days": settings.forthcoming_days,
            "unanswered_since": (as_of - timedelta(days=settings.enquiry_days)).isoformat(),
            "expected_until": self.expected_until.isoformat(),
            "year_before": years_before(as_of, 1),
            "notification_due_from": (as_of - timedelta(days=settings.notification_days)).isoformat(),
            "near_site_m": settings.near_site_m,
            "near_victim_m": settings.near_victim_m,
            "seen_near_m": settings.seen_near_m,
            "small_building_dwellings": settings.small_building_dwellings,
            "long_stay_hours": settings.long_stay_hours,
            "earth_ratio": EARTH_RATIO,
            "supposed": {},
            "counting": "usable",
            "counting_rolls": "usable",
        } | own

    async def fetch(self, identifier: str, **own: Any) -> dict[str, Any] | None:
        """Run the named statement of the catalogue and return its one record."""
        return await self.ask(statement(identifier), **own)

    async def ask(self, question: Statement, *, timeout_s: float | None = None, **own: Any) -> dict[str, Any] | None:
        """Run a statement and return its one record; where an earlier version could be meant, in its fuller form."""
        parameters = self.parameters(**own)
        fetch = self.graph.fetch_planned if question.kept else self.graph.fetch
        answer = await fetch(question.present, parameters, timeout_s=timeout_s)
        if answer is None:
            answer = await fetch(question.text, parameters, timeout_s=timeout_s or self.settings.history_timeout_s)
        return answer


_CLOCKS = frozenset({"id", "known_from", "known_to", "open_to", "digest", "version", "location", "stated_from"})


def to_record(answer: Mapping[str, Any] | None) -> Record | None:
    """The record that a `record(n)` map stands for; None where the view or the viewer sees none."""
    if answer is None or answer["values"] is None:
        return None
    kind = Kind(answer["kind"])
    if answer["sealed"]:
        return Record(kind, answer["id"], {}, sealed=True)
    values = {name: value for name, value in answer["values"].items() if name not in _CLOCKS and value is not None}
    return Record(kind, answer["id"], values)


def to_records(answers: Iterable[Mapping[str, Any]]) -> dict[str, Record]:
    """The records that are seen, by id."""
    return {record.id: record for record in map(to_record, answers) if record is not None}


def to_link(answer: Mapping[str, Any]) -> Link:
    """The link that a `link(r)` map stands for."""
    values = answer["values"]
    return Link(
        id=values["id"],
        type=answer["type"],
        from_id=answer["from_id"],
        to_id=answer["to_id"],
        role=values.get("role"),
        valid_from=values["valid_from"],
        valid_to=values["valid_to"],
        end_blank=values.get("end_blank", False),
        recorded_at=values["recorded_at"],
        superseded_at=values.get("superseded_at"),
        source_id=values.get("source_id"),
        grade=values["grade"],
        assertion=values["assertion"],
        status=values["status"],
        detail=values.get("detail"),
    )


def derived_link(kind: str, from_id: str, to_id: str) -> Link:
    """A computed link between two places (`NEAR`, `IN_BUILDING`); its id says what it joins."""
    return Link(id=f"{kind}:{from_id}:{to_id}", type=kind, from_id=from_id, to_id=to_id, derived=True)
