"""Small worlds written by hand: a cast that every test knows, and the links that it is about."""

from datetime import date, datetime
from itertools import product

from tests.oracle.alerts import alerts
from tests.oracle.answer import findings
from tests.oracle.sketch import LATER, VIEW_DAY
from tests.oracle.telling.candidates import Candidate, Told, told
from tests.oracle.values import Alert, Finding
from tests.oracle.world import Row, World
from tests.worlds import Cell

_M = 360 / 40_030_228.884
"""Degrees of latitude for a metre."""

PEOPLE: dict[str, Row] = {
    "o": {"date_of_birth": "1980-01-01", "sex": "M"},
    "o2": {"date_of_birth": "1982-01-01", "sex": "M"},
    "k": {"date_of_birth": "2016-05-01", "sex": "F"},
    "k2": {"date_of_birth": "2012-05-01", "sex": "M"},
    "p": {"date_of_birth": "1985-01-01", "sex": "F"},
    "g": {"date_of_birth": "1955-01-01", "sex": "F"},
    "v": {"date_of_birth": "1990-01-01", "sex": "F"},
    "q": {"date_of_birth": "1940-01-01", "sex": "F", "adult_at_risk": True},
    "q2": {"date_of_birth": "1942-01-01", "sex": "M", "adult_at_risk": True},
    "s": {"date_of_birth": "1975-01-01", "sex": "F", "staff": True},
    "u": {"sex": "F"},
    "e": {"date_of_birth": "2026-09-01"},
}
PLACES: dict[str, tuple[str, Row]] = {
    "a": ("addresses", {"kind": "DWELLING", "latitude": 51.0, "longitude": 0.0}),
    "a2": ("addresses", {"kind": "DWELLING", "latitude": 51 + 490 * _M, "longitude": 0.0}),
    "a3": ("addresses", {"kind": "DWELLING", "latitude": 51 + 510 * _M, "longitude": 0.0}),
    "jail": ("addresses", {"kind": "PRISON"}),
    "cell": ("addresses", {"kind": "ROOM", "building_id": "jail"}),
    "hostel": ("addresses", {"kind": "APPROVED_PREMISES", "latitude": 51.0, "longitude": 0.0}),
    "b": ("addresses", {"kind": "BUILDING"}),
    "b1": ("addresses", {"kind": "ROOM", "building_id": "b"}),
    "b2": ("addresses", {"kind": "ROOM", "building_id": "b"}),
    "tower": ("addresses", {"kind": "BUILDING", "dwellings": 21}),
    "t1": ("addresses", {"kind": "ROOM", "building_id": "tower"}),
    "t2": ("addresses", {"kind": "ROOM", "building_id": "tower"}),
    "school": ("schools", {"name": "School", "latitude": 51 + 190 * _M, "longitude": 0.0}),
    "far": ("schools", {"name": "Far", "latitude": 51 + 210 * _M, "longitude": 0.0}),
    "street": ("addresses", {"kind": "SITE", "latitude": 51 + 145 * _M, "longitude": 0.0}),
    "club": ("organisations", {"name": "Club", "kind": "CLUB", "serves": "NONE"}),
    "both": ("organisations", {"name": "Both", "kind": "CHARITY", "serves": "BOTH"}),
    "nursery": ("organisations", {"name": "Nursery", "kind": "NURSERY"}),
    "care": ("organisations", {"name": "Care", "kind": "CARE_PROVIDER"}),
    "firm": ("organisations", {"name": "Firm", "kind": "EMPLOYER"}),
    "mine": ("accounts", {"kind": "PHONE"}),
    "theirs": ("accounts", {"kind": "PHONE"}),
    "crime": ("offences", {"title": "Offence", "kind": "DOMESTIC_ABUSE"}),
    "crime2": ("offences", {"title": "Offence", "kind": "OTHER"}),
}
SOURCES = ("1A", "1B", "1C", "2A", "3A", "1D", "1E")

CS, CV, DA = "CHILD_SEXUAL", "CHILD_VIOLENCE", "DOMESTIC_ABUSE"
AS, VX, GV = "ADULT_SEXUAL", "EXPLOITATION", "GENERAL_VIOLENCE"

Hits = set[tuple[str, str, str, str]]


def link(text: str, days: str = "", **cells: Cell) -> Row:
    """`link("o LIVES_AT a", "2020-01-01 2026-06-01", role="MAIN")`; a dash stands for a blank day."""
    from_id, type_, to_id = text.split()
    dates = [None if day == "-" else date.fromisoformat(day) for day in days.split()] + [None, None]
    row: Row = {"type": type_, "from_id": from_id, "to_id": to_id, "valid_from": dates[0], "valid_to": dates[1]}
    return row | {"recorded_at": "2000-01-01T00:00:00Z"} | cells


class Town:
    """The cast with some links. `profiles`: of o, as kinds or whole rows. `people`: cells to add to the cast's. `files`: more
    rows."""

    def __init__(
        self,
        *links: Row,
        profiles: tuple[str | Row, ...] = (CS,),
        people: dict[str, Row] | None = None,
        files: dict[str, list[Row]] | None = None,
    ) -> None:
        rows: dict[str, list[Row]] = {
            "sources": [
                {"id": mark, "source_evaluation": mark[0], "intelligence_assessment": mark[1]} for mark in SOURCES
            ],
            "people": [{"id": id_} | cells | (people or {}).get(id_, {}) for id_, cells in PEOPLE.items()],
            "profiles": [
                {"person_id": "o"} | ({"profile": profile} if isinstance(profile, str) else profile)
                for profile in profiles
            ],
            "relationships": [{"id": f"r{number}"} | row for number, row in enumerate(links, 1)],
        }
        rows["sources"].append(
            {"id": "closed", "source_evaluation": "1", "intelligence_assessment": "A", "handling": "C"}
        )
        for whose, mark in product(("OFFENDER", "PARTNER", "FAMILY"), ("1A", "3A")):
            rows["sources"].append(
                {
                    "id": f"{whose}-{mark}",
                    "interest": whose,
                    "source_evaluation": mark[0],
                    "intelligence_assessment": "A",
                }
            )
        for id_, (file, cells) in PLACES.items():
            rows.setdefault(file, []).append({"id": id_} | cells)
        for file, extra in (files or {}).items():
            rows[file] = rows.get(file, []) + extra
        self.world = World(rows)

    def findings(
        self, day: date = VIEW_DAY, known_at: datetime = LATER, *, cleared: bool = False
    ) -> tuple[Finding, ...]:
        """The findings about o."""
        return findings(self.world, "o", day, known_at, cleared)

    def hits(self, day: date = VIEW_DAY, known_at: datetime = LATER, *, cleared: bool = False) -> Hits:
        """Every exposure in short: pattern, links joined by blanks, strength, timing; suppressed ones in brackets."""
        return {
            (
                f"({exposure.pattern})" if exposure.suppressed_by else exposure.pattern,
                " ".join(exposure.links),
                exposure.strength,
                exposure.timing,
            )
            for finding in self.findings(day, known_at, cleared=cleared)
            for exposure in finding.exposures
        }

    def of(self, pattern: str, day: date = VIEW_DAY) -> set[tuple[str, str, str]]:
        """The hits of one pattern that nothing suppresses."""
        return {(links, strength, timing) for each, links, strength, timing in self.hits(day) if each == pattern}

    def alerts(self, day: date = VIEW_DAY, known_at: datetime = LATER, *, cleared: bool = False) -> frozenset[Alert]:
        """The alerts about o."""
        return alerts(self.world, "o", day, known_at, cleared)

    def told(self, kind: str, day: date = VIEW_DAY) -> set[tuple[str | None, str]]:
        """Subjects and links of the alerts of a kind."""
        return {(alert.subject, " ".join(alert.links)) for alert in self.alerts(day) if alert.kind == kind}

    def telling(self, day: date = VIEW_DAY) -> Told:
        """Whom to consider telling about o."""
        return told(self.world, "o", day, LATER, False)

    def candidates(self, day: date = VIEW_DAY) -> dict[tuple[str, str], Candidate]:
        """The candidates, by recipient and role."""
        return {(each.recipient, each.role): each for each in self.telling(day).candidates}

    def disclosed(self, day: date = VIEW_DAY) -> dict[str, tuple[str, ...]]:
        """Who would be told, agencies apart: the standing, then the roles."""
        return {
            each.recipient: (each.standing, each.role, *each.also_as)
            for each in self.telling(day).candidates
            if each.channel == "DISCLOSURE"
        }

    def shared(self, day: date = VIEW_DAY) -> set[str]:
        """The roles in which agencies would be told."""
        return {each.role for each in self.telling(day).candidates if each.channel == "SHARING"}
