"""What a viewer sees of a world: a graph of live records and relationships, and the rows that hang on people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

import networkx as nx

from tests.oracle.clock import DAY, Interval
from tests.oracle.records import (
    EVENTS,
    Condition,
    Enquiry,
    Grade,
    Link,
    Management,
    Order,
    Person,
    Place,
    Profile,
    Record,
    Thing,
    coordinates,
    day,
    flag,
    interval,
    number,
    text,
    whole,
)
from tests.oracle.world import Row, World


class Seen:
    """The viewer's world at an instant of knowledge.

    `graph` holds a record under each node and a link under each edge, whose key is the link's id.
    """

    def __init__(self, world: World, known_at: datetime, *, cleared: bool) -> None:
        self._world = world
        self._known_at = known_at
        self._cleared = cleared
        self._grades, self._interests, self._closed = self._sources()
        self.graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        self._add_records()
        self._add_links()
        self.orders = self._orders()
        self.profiles = self._profiles()
        self.managements = self._managements()
        self.enquiries = self._enquiries()

    def record(self, id_: str) -> Record | None:
        """A record, where it is seen."""
        return self.graph.nodes[id_]["record"] if id_ in self.graph else None

    def place(self, id_: str | None) -> Place | None:
        """A place, where it is one and is seen."""
        record = self.record(id_) if id_ is not None else None
        return record if isinstance(record, Place) else None

    def person(self, id_: str) -> Person | None:
        """A person, where it is one and is seen."""
        record = self.record(id_)
        return record if isinstance(record, Person) else None

    def places(self) -> list[Place]:
        """Every place, by id."""
        return [place for id_ in sorted(self.graph) if (place := self.place(id_)) is not None]

    def links(self) -> list[Link]:
        """Every link, by id."""
        return sorted(_links(self.graph.edges(data=True)), key=lambda link: link.id)

    def out(self, id_: str) -> list[Link]:
        """The links that start at a record."""
        return _links(self.graph.out_edges(id_, data=True)) if id_ in self.graph else []

    def into(self, id_: str) -> list[Link]:
        """The links that end at a record."""
        return _links(self.graph.in_edges(id_, data=True)) if id_ in self.graph else []

    # Rows that may be seen ----------------------------------------------------------------------------------------

    def _sources(self) -> tuple[dict[str, Grade], dict[str, str], frozenset[str]]:
        """Grades and interests as known at the instant; closed are the sources whose latest handling is C."""
        grades: dict[str, Grade] = {}
        interests: dict[str, str] = {}
        closed = set()
        for versions in self._world.versions("sources"):
            id_ = str(versions[0]["id"])
            grades[id_], interests[id_] = _grade(versions[0]), _interest(versions[0])
            if versions[-1].get("handling") == "C":
                closed.add(id_)
        for row in self._world.live("sources", self._known_at):
            grades[str(row["id"])], interests[str(row["id"])] = _grade(row), _interest(row)
        return grades, interests, frozenset(closed)

    def _rows(self, file: str) -> list[Row]:
        return list(self._world.live(file, self._known_at, self._open))

    def _open(self, row: Row) -> bool:
        """Whether the viewer may see a row, once it is known."""
        return self._cleared or row.get("source_id") not in self._closed

    def _grade(self, row: Row) -> Grade:
        source = text(row, "source_id")
        return Grade() if source is None else self._grades[source]

    # Records and links --------------------------------------------------------------------------------------------

    def _add_records(self) -> None:
        for row in self._rows("people"):
            self._add(_person(row))
        for file in ("addresses", "schools", "organisations"):
            for row in self._rows(file):
                self._add(_place(file, row))
        for file in ("offences", "accounts"):
            for row in self._rows(file):
                self._add(Thing(str(row["id"]), text(row, "kind")))

    def _add(self, record: Record) -> None:
        self.graph.add_node(record.id, record=record)

    def _add_links(self) -> None:
        for row in self._rows("relationships"):
            link = self._link(row)
            if link.from_id in self.graph and link.to_id in self.graph:
                if link.unheeded_ending:
                    link = replace(link, unheeding=self._unheeding(row))
                self.graph.add_edge(link.from_id, link.to_id, key=link.id, link=link)

    def _unheeding(self, row: Row) -> Link | None:
        """The last version before this one that is no badly graded ending by his or the partner's word."""
        before: Link | None = None
        for version in self._world.rows["relationships"]:
            if version is row:
                break
            if version["id"] == row["id"] and version.get("status") != "REFUTED" and self._open(version):
                link = self._link(version)
                before = before if link.unheeded_ending else link
        return before

    def _link(self, row: Row) -> Link:
        type_, when = str(row["type"]), interval(row)
        event = type_ in EVENTS
        if event and when.end is None and when.start is not None:
            when = Interval(when.start, when.start + DAY)
        return Link(
            id=str(row["id"]),
            type=type_,
            from_id=str(row["from_id"]),
            to_id=str(row["to_id"]),
            role=text(row, "role"),
            when=when,
            undated=event and when == Interval(),
            grade=self._grade(row),
            opinion=row.get("assertion") == "OPINION",
            detail=text(row, "detail"),
            interest=self._interests.get(text(row, "source_id") or "", "AGENCY"),
        )

    # What hangs on people -----------------------------------------------------------------------------------------

    def _orders(self) -> dict[str, list[Order]]:
        conditions: dict[str, list[Condition]] = {}
        for row in self._rows("conditions"):
            condition = Condition(
                kind=str(row["kind"]),
                subject_id=text(row, "subject_id"),
                age_limit=whole(row, "age_limit"),
                sex=text(row, "sex"),
                at=coordinates(row),
                radius_m=number(row, "radius_m"),
            )
            conditions.setdefault(str(row["order_id"]), []).append(condition)
        orders: dict[str, list[Order]] = {}
        for row in self._rows("orders"):
            order = Order(str(row["kind"]), interval(row), tuple(conditions.get(str(row["id"]), ())))
            orders.setdefault(str(row["person_id"]), []).append(order)
        return orders

    def _profiles(self) -> dict[str, list[Profile]]:
        profiles: dict[str, list[Profile]] = {}
        for row in self._rows("profiles"):
            profile = Profile(
                kind=str(row["profile"]),
                sex=text(row, "preferred_sex"),
                age_from=whole(row, "preferred_age_from"),
                age_to=whole(row, "preferred_age_to"),
                targets_strangers=flag(row, "targets_strangers"),
                when=interval(row),
                grade=self._grade(row),
            )
            profiles.setdefault(str(row["person_id"]), []).append(profile)
        return profiles

    def _managements(self) -> dict[str, list[Management]]:
        managements: dict[str, list[Management]] = {}
        for row in self._rows("offenders"):
            management = Management(
                when=interval(row, "managed_from", "managed_to"),
                sentenced_on=day(row, "sentenced_on"),
                released_on=day(row, "released_on"),
                release_planned_on=day(row, "release_planned_on"),
            )
            managements.setdefault(str(row["person_id"]), []).append(management)
        return managements

    def _enquiries(self) -> dict[str, list[Enquiry]]:
        enquiries: dict[str, list[Enquiry]] = {}
        for row in self._rows("enquiries"):
            requested_on = day(row, "requested_on")
            assert requested_on is not None, "the column is required"
            enquiry = Enquiry(str(row["about_id"]), str(row["agency_role"]), requested_on, day(row, "answered_on"))
            enquiries.setdefault(str(row["offender_id"]), []).append(enquiry)
        return enquiries


def _links(edges: Iterable[tuple[str, str, dict[str, Link]]]) -> list[Link]:
    return [data["link"] for _, _, data in edges]


def _grade(row: Row) -> Grade:
    return Grade(text(row, "source_evaluation") or "2", text(row, "intelligence_assessment") or "C")


def _interest(row: Row) -> str:
    return text(row, "interest") or "AGENCY"


def _person(row: Row) -> Person:
    names = (text(row, "given_names"), text(row, "family_name"))
    return Person(
        id=str(row["id"]),
        name=" ".join(name for name in names if name) or "Unnamed person",
        born=day(row, "date_of_birth"),
        died=day(row, "deceased_on"),
        sex=text(row, "sex"),
        at_risk=flag(row, "adult_at_risk"),
        staff=flag(row, "staff"),
    )


def _place(file: str, row: Row) -> Place:
    name = text(row, "name")
    if file == "addresses":
        lines = [line.strip() for line in (text(row, "lines") or "").splitlines()]
        parts = (*lines, text(row, "town"), text(row, "postcode"))
        name = ", ".join(part for part in parts if part) or "Unnamed address"
    return Place(
        id=str(row["id"]),
        file=file,
        name=name or "",
        sort=text(row, "kind"),
        at=coordinates(row),
        building_id=text(row, "building_id"),
        dwellings=whole(row, "dwellings"),
        serves=text(row, "serves"),
        agency_role=text(row, "agency_role"),
        duty_to_cooperate=flag(row, "duty_to_cooperate"),
        open=interval(row, "opened_on", "closed_on"),
    )
