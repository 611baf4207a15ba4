"""Draws the rows of a random world that is a good bundle: people, places, links, with dates near every limit."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from math import cos, degrees, radians
from random import Random
from typing import TypeVar

from graph_service.model.vocabulary import RELATIONSHIPS
from tests.oracle.clock import DAY, birthday
from tests.oracle.numbers import EARTH_RADIUS_M, NUMBERS
from tests.oracle.records import BIASED, EVENTS, KINSHIP, OFFENCE_LINKS
from tests.oracle.words import metres
from tests.oracle.world import Row, World
from tests.worlds import Cell

VIEW_DAY = date(2026, 6, 1)
KNOWN_AT = datetime(2025, 2, 1, tzinfo=UTC)
"""The instant around which things become known; the other instant to ask at is after the import."""
LATER = datetime(2025, 7, 1, tzinfo=UTC)

_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
_AROUND = (KNOWN_AT - timedelta(days=1), KNOWN_AT, KNOWN_AT + timedelta(microseconds=1), KNOWN_AT + timedelta(days=9))
_GOOD_MARKS = (("1", "A"), ("1", "B"), ("1", "C"), ("2", "B"), (None, "A"), ("1", None))
_BAD_MARKS = (("3", "A"), ("1", "D"), ("1", "E"))
_YEARS_LATER = datetime(2002, 1, 1, tzinfo=UTC)
_MOST_BAD = 4
"""Every set of badly graded links is tried by the oracle, so that a world has few of them."""

_ASKED = ("CHILDRENS_SERVICES", "POLICE")
_TOLD = ("CHILDRENS_SERVICES", "ADULT_SOCIAL_CARE", "HOUSING_AUTHORITY", "YOUTH_JUSTICE", "POLICE", "PROBATION")
_NORTHS = (0, 30, 49, 52, 90, 150, 197, 204, 260, 400, 490, 510, 650, 900)
_LIMITS_M = (NUMBERS.seen_near_m, NUMBERS.near_site_m, NUMBERS.near_victim_m)
_RADII = (10, 60, 120, 300, 700)
_GIVEN = ("Ann", "ann", "Bea", "Émile", "Zoe", "Straße", "STRASSE", None)
_PROFILE_KINDS = (
    "CHILD_SEXUAL",
    "CHILD_VIOLENCE",
    "DOMESTIC_ABUSE",
    "ADULT_SEXUAL",
    "EXPLOITATION",
    "GENERAL_VIOLENCE",
)

Days = tuple[int | None, int | None]
_T = TypeVar("_T")

_NICE_STATES: tuple[Days, ...] = ((None, None), (-400, None), (-30, None), (-200, 1), (-100, 400), (0, None))
_NICE_EVENTS: tuple[Days, ...] = ((-10, None), (-10, -9), (-200, -3), (-89, None), (-5, 5), (0, None))
_EDGE_STATES: tuple[Days, ...] = (
    *((-400, end) for end in (-400 + 1, -91, -90, -89, -1, 0, 1)),
    *((start, None) for start in (-366, -365, -364, -85, -84, -83, -3, -2, -1, 1, 83, 84, 85)),
    *((None, end) for end in (-91, -90, -89, 0, 1)),
    (-60, -30),
    (1, 2),
    (20, 60),
    (30, 200),
)
_EDGE_EVENTS: tuple[Days, ...] = (
    *((start, None) for start in (-92, -91, -90, -89, -1, 1, 84, 85)),
    *((-300, end) for end in (-91, -90, -89, 0, 1)),
    (None, None),
    (None, -5),
    (None, -90),
    (None, 2),
)


class Sketch:
    """A world in the making. Motifs ask it for people, places and links; most often they get what they ask for."""

    def __init__(self, prefix: str, latitude: float, day: date, random: Random) -> None:
        self.random = random
        self.day = day
        self.rows: dict[str, list[Row]] = {}
        self.offenders: list[str] = []
        self._prefix = prefix
        self._latitude = latitude
        self._count = 0
        self._bad = 0
        self._pools: dict[str, list[str]] = {}
        self._points: list[tuple[float, float]] = []
        self._circles: list[tuple[tuple[float, float], float]] = []
        self._taken: set[tuple[Cell, ...]] = set()

    def world(self) -> World:
        """What was drawn."""
        return World(self.rows)

    # Chance -------------------------------------------------------------------------------------------------------

    def chance(self, probability: float) -> bool:
        """True so often."""
        return self.random.random() < probability

    def one(self, *options: _T) -> _T:
        """One of them."""
        return self.random.choice(options)

    def on(self, days: int | None) -> date | None:
        """The day so many days after the day asked about."""
        return None if days is None else self.day + timedelta(days=days)

    def id(self, kind: str) -> str:
        """A new id."""
        self._count += 1
        return f"{self._prefix}-{kind}{self._count}"

    def add(self, file: str, row: Row) -> str:
        """A row, with clocks of its own now and then."""
        recorded = row.get("recorded_at")
        if recorded is None and file != "relationships" and self.chance(0.03):
            row["recorded_at"] = self.one(*_AROUND)
        elif recorded == (_LONG_AGO if file == "relationships" else None) and self.chance(0.02):
            row["superseded_at"] = self.one(*_AROUND)
        self.rows.setdefault(file, []).append(row)
        return str(row.get("id"))

    # People -------------------------------------------------------------------------------------------------------

    def person(self, sort: str = "any") -> str:
        """Somebody of a sort: child, expected, adult, at_risk, staff or any. Mostly somebody who is there already."""
        if sort == "any" or self.chance(0.08):
            everybody = [str(row["id"]) for row in self.rows.get("people", ())]
            if everybody:
                return self.random.choice(everybody)
        pool = self._pools.setdefault(sort, [])
        if len(pool) < 2 or self.chance(0.15):
            pool.append(self._new_person("adult" if sort == "any" else sort))
        return self.random.choice(pool)

    def other(self, sort: str, *than: str) -> str:
        """Somebody of a sort who is none of the others."""
        for _ in range(4):
            found = self.person(sort)
            if found not in than:
                return found
        pool = self._pools.setdefault(sort, [])
        pool.append(self._new_person("adult" if sort == "any" else sort))
        return pool[-1]

    def _new_person(self, sort: str) -> str:
        born = self._birth(sort)
        died = self.day + self.one(-1, 0, 1) * DAY if self.chance(0.05) else None
        row: Row = {
            "id": self.id("p"),
            "given_names": self.one(*_GIVEN),
            "family_name": self.one("Reed", "reed", None),
            "date_of_birth": born,
            "sex": self.one("F", "F", "M", "M", "X", None),
            "deceased_on": None if died is not None and born is not None and died < born else died,
            "adult_at_risk": sort == "at_risk" or self.chance(0.1),
            "staff": sort == "staff" or self.chance(0.03),
        }
        if self.chance(0.04):
            row["source_id"] = self.source(closed=self.chance(0.6))
        id_ = self.add("people", row)
        if born is None and self.chance(0.5):
            self.link("ATTENDS", id_, self.school(), nice=0.85)
        self._second_version("people", row, {"adult_at_risk": not row["adult_at_risk"]})
        return id_

    def _birth(self, sort: str) -> date | None:
        if sort == "expected":
            return self.on(self.one(0, 1, 100, 200, 279, 280, 281))
        turned_18 = birthday(self.day, -NUMBERS.come_of_age)
        if self.chance(0.08):
            return None
        if self.chance(0.25):
            edges = [turned_18 + DAY, turned_18, turned_18 - DAY, date(2008, 2, 29)]
            return self.one(*edges, self.day, self.day + DAY) if sort == "child" else self.one(*edges)
        if sort == "child":
            return date(self.random.randint(2010, 2024), self.random.randint(1, 12), self.random.randint(1, 28))
        return date(self.random.randint(1950, 2004), 3, self.random.randint(1, 28))

    def offender(self, *kinds: str) -> str:
        """An offender, most often with a profile of one of the kinds."""
        if not self.offenders or (len(self.offenders) < 3 and self.chance(0.08)):
            o = self._new_person("adult")
            self.offenders.append(o)
            self.manage(o)
        o = self.offenders[0] if self.chance(0.75) else self.random.choice(self.offenders)
        if self.chance(0.92):
            self.profile(o, self.random.choice(kinds or _PROFILE_KINDS))
        return o

    def manage(self, o: str) -> None:
        """A row of offenders.csv."""
        category = self.one("1", "2", "3", "4")
        if (o, category) not in self._taken:
            self._taken.add((o, category))
            start, end = self.one((-900, None), (None, None), (-900, None), (-900, 0), (-900, 1), (0, None), (1, None))
            row: Row = {
                "person_id": o,
                "category": category,
                "managed_from": self.on(start),
                "managed_to": self.on(end),
                "sentenced_on": self.on(self.one(-800, None, None, -20, -11, -10, -9, -8)),
                "released_on": self.on(self.one(None, None, None, None, -366, -365, -364, -9, 0, 1)),
                "release_planned_on": self.on(self.one(None, None, None, None, -9, -1, 0, 83, 84, 85)),
            }
            self.add("offenders", row)

    def profile(self, o: str, kind: str) -> None:
        """A profile, unless he has one of the kind."""
        if (o, kind) in self._taken and self.chance(0.8):
            return
        start, end = (
            self.one((None, None), (-500, None)) if self.chance(0.92) else self.one((0, None), (1, None), (-9, 0))
        )
        if (o, kind, start) in self._taken:
            return
        self._taken |= {(o, kind), (o, kind, start)}
        ages = self.one((None, None), (None, None), (None, 12), (18, None), (9, 30))
        row: Row = {
            "person_id": o,
            "profile": kind,
            "preferred_sex": self.one(None, None, "F", "M"),
            "preferred_age_from": ages[0],
            "preferred_age_to": ages[1],
            "targets_strangers": self.chance(0.25),
            "valid_from": self.on(start),
            "valid_to": self.on(end),
        }
        if self.chance(0.08):
            row["source_id"] = self.source(bad=self.chance(0.5))
        self.add("profiles", row)

    # Places -------------------------------------------------------------------------------------------------------

    def address(self, kind: str = "DWELLING", building_id: str | None = None) -> str:
        """A new address."""
        row: Row = {
            "id": self.id("a"),
            "kind": kind,
            "lines": self.one("1 High Street", None),
            "building_id": building_id,
        }
        return self.add("addresses", row | self._place())

    def home(self) -> str:
        """An address to live at: mostly a dwelling, mostly one that is there already."""
        pool = self._pools.setdefault("home", [])
        if len(pool) < 3 or self.chance(0.2):
            pool.append(self.flat() if self.chance(0.25) else self.address(self._home_kind()))
        return self.random.choice(pool)

    def _home_kind(self) -> str:
        if self.chance(0.85):
            return "DWELLING"
        return self.one("PRISON", "APPROVED_PREMISES", "SITE", "PLAY_AREA")

    def flat(self) -> str:
        """A flat or room in a building."""
        pool = self._pools.setdefault("building", [])
        if not pool or self.chance(0.2):
            kind = "BUILDING" if self.chance(0.85) else self.one("PRISON", "APPROVED_PREMISES")
            row: Row = {"id": self.id("b"), "kind": kind, "dwellings": self.one(None, 4, 20, 21, 60)}
            pool.append(self.add("addresses", row | self._place()))
        return self.address(self.one("ROOM", "DWELLING"), self.random.choice(pool))

    def school(self) -> str:
        """A school or, now and then, a nursery."""
        return self.nursery() if self.chance(0.25) else self._pooled("school", self._new_school)

    def _new_school(self) -> str:
        opened, closed = self.one((None, None), (None, None), (-9, None), (0, None), (1, None), (-9, 0), (-9, 1))
        row: Row = {"id": self.id("s"), "name": self.one("Hill School", "hill school")}
        return self.add("schools", row | {"opened_on": self.on(opened), "closed_on": self.on(closed)} | self._place())

    def nursery(self) -> str:
        """A nursery."""
        return self._pooled("nursery", lambda: self.organisation("NURSERY"))

    def organisation(self, kind: str | None = None, serves: str | None = None) -> str:
        """A new organisation."""
        sort = kind or self.one("EMPLOYER", "CARE_PROVIDER", "NURSERY", "CLUB", "FAITH", "CHARITY", "HOUSING_PROVIDER")
        whom = serves or self.one(None, "NONE", "CHILDREN", "ADULTS_AT_RISK", "BOTH")
        row: Row = {
            "id": self.id("g"),
            "name": self.one("Acorn", "acorn", "Bright"),
            "kind": sort,
            "agency_role": self.one(*_ASKED, *_TOLD) if sort == "AGENCY" else None,
            "serves": whom,
            "duty_to_cooperate": self.chance(0.4),
        }
        return self.add("organisations", row | self._place())

    def club(self) -> str:
        """Some organisation."""
        return self._pooled("club", self.organisation)

    def account(self) -> str:
        """A new account."""
        return self.add("accounts", {"id": self.id("c"), "kind": self.one("PHONE", "EMAIL", "SOCIAL", "DEVICE")})

    def offence(self) -> str:
        """An offence."""

        def new() -> str:
            return self.add(
                "offences",
                {
                    "id": self.id("f"),
                    "title": "Offence",
                    "kind": self.one(*_PROFILE_KINDS, *_PROFILE_KINDS[:1] * 3, "OTHER"),
                },
            )

        return self._pooled("offence", new)

    def _pooled(self, name: str, new: object) -> str:
        pool = self._pools.setdefault(name, [])
        if not pool or (len(pool) < 3 and self.chance(0.3)):
            assert callable(new)
            pool.append(new())
        return self.random.choice(pool)

    def _place(self) -> Row:
        if self.chance(0.1):
            return {}
        for _ in range(20):
            point = self._point(self.random.choice(_NORTHS), self.one(0, 0, 0, 40, 180))
            if all(map(self._clear, (metres(point, other) for other in self._points))) and all(
                abs(metres(point, centre) - radius) > radius / 100 for centre, radius in self._circles
            ):
                self._points.append(point)
                return {"latitude": point[0], "longitude": point[1]}
        return {}

    def _point(self, north: float, east: float) -> tuple[float, float]:
        latitude = self._latitude + degrees(north / EARTH_RADIUS_M)
        return round(latitude, 9), round(degrees(east / EARTH_RADIUS_M / cos(radians(self._latitude))), 9)

    def _clear(self, distance: float) -> bool:
        """Whether a distance is well off every limit."""
        return all(abs(distance - limit) > limit / 100 for limit in _LIMITS_M)

    def area(self) -> Row:
        """The cells of an excluded area, no place of which lies close to the edge."""
        centre = self.random.choice(self._points) if self._points else self._point(0, 0)
        radii = [
            radius
            for radius in _RADII
            if all(abs(metres(point, centre) - radius) > radius / 100 for point in self._points)
        ]
        if not radii or self.chance(0.05):
            return {}
        radius = self.random.choice(radii)
        self._circles.append((centre, radius))
        return {"latitude": centre[0], "longitude": centre[1], "radius_m": radius}

    # Orders -------------------------------------------------------------------------------------------------------

    def order(self, o: str, kind: str | None = None) -> str:
        """An order, mostly in force."""
        start, end = self.one((-500, None), (None, None), (-100, 300), (-2, None), (-3, None), (-4, None))
        if self.chance(0.2):
            start, end = self.one((1, None), (-90, 0), (-90, 1), (0, None), (10, 20), (None, -5))
        row: Row = {
            "id": self.id("o"),
            "person_id": o,
            "kind": kind or self.one("SHPO", "LICENCE", "RESTRAINING", "OTHER"),
            "valid_from": self.on(start),
            "valid_to": self.on(end),
        }
        return self.add("orders", row)

    def condition(self, order_id: str, kind: str, **cells: Cell) -> str:
        """A condition of an order."""
        return self.add("conditions", {"id": self.id("k"), "order_id": order_id, "kind": kind} | cells)

    def enquiry(self, o: str, about_id: str, begins: int) -> None:
        """What an agency was asked about a home that begins so many days from the day asked about."""
        requested = self.one(begins - 85, begins - 84, begins - 3, -11, -10, -9, 0, 1)
        answered = self.one(None, None, -1, 0, 1, requested)
        row: Row = {
            "id": self.id("e"),
            "offender_id": o if self.chance(0.95) else self.person("adult"),
            "about_id": about_id,
            "agency_role": self.one(*_ASKED, *_ASKED, "HEALTH"),
            "requested_on": self.on(requested),
            "answered_on": self.on(None if answered is None else max(answered, requested)),
            "result": self.one(None, "NOTHING_KNOWN", "INFORMATION_HELD", "CONCERNS"),
        }
        self.add("enquiries", row)

    # Links --------------------------------------------------------------------------------------------------------

    def partnership(self, o: str, p: str, start: int | None, end: int) -> None:
        """A partnership that ended, or is to end, mostly by somebody's word; a bad word mostly corrects an earlier version."""
        interest = self.one(None, "FAMILY", "OFFENDER", "OFFENDER", "PARTNER", "PARTNER")
        bad = interest in BIASED and self._bad < _MOST_BAD and self.chance(0.4)
        self._bad += bad
        row: Row = {
            "id": self.id("r"),
            "type": "PARTNER_OF",
            "from_id": o,
            "to_id": p,
            "valid_from": self.on(start),
            "valid_to": self.on(end),
            "recorded_at": _LONG_AGO,
            "source_id": self.source(bad=bad, interest=interest),
        }
        if self.chance(0.7 if bad else 0.2):
            earlier = self.one(None, None, None, end + 1, end - 1, end - 400)
            begins = None if start is not None and earlier is not None and earlier <= start else self.on(start)
            change: Row = {"valid_from": begins, "valid_to": self.on(earlier), "source_id": self._good_source()}
            self.rows.setdefault("relationships", []).append(row | change)
            row = row | {"recorded_at": self.one(_YEARS_LATER, _YEARS_LATER, *_AROUND)}
        self.rows.setdefault("relationships", []).append(row)

    def _good_source(self) -> str | None:
        return self.source(interest=self.one("OFFENDER", "AGENCY", None)) if self.chance(0.4) else None

    def link(
        self,
        type_: str,
        from_id: str,
        to_id: str,
        *roles: str | None,
        nice: float = 0.78,
        detail: str | None = None,
        days: Days | None = None,
    ) -> None:
        """A relationship, most often one that counts; now and then a second one beside it."""
        if from_id == to_id:
            return
        spec = RELATIONSHIPS[type_]
        if spec.symmetric and self.chance(0.5):
            from_id, to_id = to_id, from_id
        for _ in range(2 if self.chance(0.07) else 1):
            any_role = not roles or self.chance(0.06)
            role = self.random.choice([None, *spec.roles]) if any_role else self.random.choice(roles)
            start, end = days or self._days(type_, nice)
            row: Row = {
                "id": self.id("r"),
                "type": type_,
                "from_id": from_id,
                "to_id": to_id,
                "role": role,
                "valid_from": self.on(start),
                "valid_to": self.on(end),
                "recorded_at": _LONG_AGO,
                "source_id": self._link_source(),
                "assertion": self.one("OPINION", "FACT") if self.chance(0.14) else None,
                "status": self.one("CONFIRMED", "ASSERTED", None) if self.chance(0.97) else "REFUTED",
                "detail": detail if type_ == "STAYS_AT" else None,
            }
            if self.chance(0.03):
                row["recorded_at"] = self.one(None, *_AROUND)
            self.add("relationships", row)
            change: Row = self.one(
                {"status": "REFUTED"}, {"valid_to": self.on(end and end + 1)}, {"assertion": "OPINION"}
            )
            self._second_version("relationships", row, change)

    def _days(self, type_: str, nice: float) -> Days:
        if type_ in OFFENCE_LINKS:
            return None, None
        if type_ in KINSHIP:
            return (None, None) if self.chance(0.85) else self.one((-500, -90), (0, None), (1, None), (-9, 0))
        if type_ in EVENTS:
            return self.random.choice(_NICE_EVENTS if self.chance(nice) else _EDGE_EVENTS)
        return self.random.choice(_NICE_STATES if self.chance(nice) else _EDGE_STATES)

    def _link_source(self) -> str | None:
        if self.chance(0.6):
            return None
        if self._bad < _MOST_BAD and self.chance(0.2):
            self._bad += 1
            return self.source(bad=True)
        return self.source(closed=self.chance(0.12))

    def source(self, *, bad: bool = False, closed: bool = False, interest: str | None = None) -> str:
        """A source; now and then one that is graded or handled anew."""
        mark = self.random.choice(_BAD_MARKS if bad else _GOOD_MARKS)
        row: Row = {
            "id": self.id("q"),
            "source_evaluation": mark[0],
            "intelligence_assessment": mark[1],
            "handling": "C" if closed else self.one("P", None),
            "interest": interest,
        }
        self.rows.setdefault("sources", []).append(row)
        if not bad:
            self._second_version(
                "sources",
                row,
                self.one(
                    {"handling": "C"}, {"source_evaluation": "2"}, {"source_evaluation": "3"}, {"interest": "OFFENDER"}
                ),
            )
        return str(row["id"])

    def _second_version(self, file: str, row: Row, change: Row) -> None:
        """The same record given again later, with other cells."""
        first = row.get("recorded_at")
        if self.chance(0.05) and row.get("superseded_at") is None and (first is None or first == _LONG_AGO):
            if file == "relationships" and first is None:
                return
            changed = row | change | {"recorded_at": self.one(*_AROUND)}
            start, end = changed.get("valid_from"), changed.get("valid_to")
            if not (isinstance(start, date) and isinstance(end, date) and start >= end):
                self.rows[file].append(changed)
