"""The sample town: the fifteen vignettes among some three hundred ordinary townspeople.

The vignettes are written by hand (`vignettes/`); this builder adds the people around them, so that findings must be
found rather than be all there is. The ordinary people keep out of the vignettes: none is kin, partner, friend,
associate or housemate of anybody in them, and none holds an office that a vignette turns on. They are pupils, colleagues,
fellow members and neighbours. The same code always writes the same files; `town/` holds what it wrote.
"""

import csv
import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from graph_service.samples.identifiers import crn, cro_number, noms_number, pnc_id
from graph_service.samples.names import FAMILY, GIVEN_F, GIVEN_M
from graph_service.samples.writing import COLUMNS, BundleWriter

VIGNETTES: Final = Path(__file__).with_name("vignettes")
TOWN: Final = Path(__file__).with_name("town")

TODAY: Final = date(2026, 6, 1)
"""The day on which its people live."""
_CASE_FILES_LOADED: Final = date(2026, 1, 5)
_TOWER_CHILDREN: Final = 59
"""With the two of vignette 9 sixty-one children live in Tower Point."""
_HOUSEHOLDS: Final = 56
_STREETS: Final = (
    ("Larkspur Way", 54.3775, -0.8790, "ZZ1 5LW"),
    ("Corn Mill Lane", 54.3742, -0.9045, "ZZ1 2CL"),
    ("Abbot Street", 54.3655, -0.8835, "ZZ1 1AT"),
    ("Linden Rise", 54.3802, -0.8700, "ZZ1 5LR"),
    ("Weavers Fold", 54.3622, -0.8965, "ZZ1 3WF"),
)

_TITLES: Final = {
    "CHILD_SEXUAL": "Sexual assault of a child",
    "CHILD_VIOLENCE": "Cruelty to a child",
    "DOMESTIC_ABUSE": "Assault of a partner",
    "EXPLOITATION": "Fraud against an adult at risk",
    "GENERAL_VIOLENCE": "Wounding with intent",
}


class _Builder:
    """Collects the rows of the ordinary town; all chance comes from one seeded source."""

    def __init__(self) -> None:
        self._rng = random.Random("Kelderwick")  # noqa: S311 - invented data, not secrets
        self.rows: dict[str, list[dict[str, Any]]] = {name: [] for name in COLUMNS}
        self._names: set[str] = set()
        self._links = self._offenders = self._uprn = 0
        self.adults: list[str] = []
        self.children: list[tuple[str, date]] = []

    def _add(self, name: str, /, **cells: Any) -> None:
        self.rows[name].append(cells)

    def _person(self, born: date, sex: str, family: str, **cells: Any) -> str:
        given = self._rng.choice(GIVEN_F if sex == "F" else GIVEN_M)
        while (identity := f"{given}-{family}".lower()) in self._names:
            given = self._rng.choice(GIVEN_F if sex == "F" else GIVEN_M)
        self._names.add(identity)
        self._add("people", id=identity, given_names=given, family_name=family, date_of_birth=born, sex=sex, **cells)
        return identity

    def _link(
        self,
        type_: str,
        start: str,
        end: str,
        role: str | None = None,
        since: date | None = None,
        until: date | None = None,
        **cells: Any,
    ) -> None:
        """One relationship, recorded the day after it began or when the case files were loaded."""
        self._links += 1
        known = _CASE_FILES_LOADED if since is None or since < _CASE_FILES_LOADED else since + timedelta(days=1)
        row: dict[str, Any] = {
            "id": f"town-{self._links:04d}",
            "type": type_,
            "from_id": start,
            "to_id": end,
            "role": role,
        }
        row |= {"valid_from": since, "valid_to": until, "recorded_at": f"{min(known, TODAY)}T09:00:00Z"}
        self._add("relationships", **(row | cells))

    def _address(self, identity: str, lines: str, latitude: float, longitude: float, **cells: Any) -> str:
        self._uprn += 1
        cells = {"town": "Kelderwick", "kind": "DWELLING", "uprn": 999_900_010_000 + self._uprn} | cells
        at = {"latitude": f"{latitude:.6f}", "longitude": f"{longitude:.6f}"}
        self._add("addresses", id=identity, lines=lines, **at, **cells)
        return identity

    def _years_ago(self, least: float, most: float) -> date:
        return TODAY - timedelta(days=int(self._rng.uniform(least, most) * 365.25))

    # -- people and homes ----------------------------------------------------------------------------------------

    def _family(self, address: str, children: int) -> None:
        """Parents, children and, for some, a parent who lives elsewhere in the town."""
        rng = self._rng
        family = rng.choice(FAMILY)
        moved = self._years_ago(0.5, 12)
        mother_born = self._years_ago(27, 46) if children else self._years_ago(22, 84)
        first = self._adult(mother_born, rng.choice("FFM"), family, address, moved)
        second = None
        if rng.random() < 0.55:
            sex = "M" if first[1] == "F" else "F"
            second = self._adult(mother_born - timedelta(days=rng.randrange(1500)), sex, family, address, moved)[0]
            self._link("PARTNER_OF", first[0], second, "SPOUSE", moved - timedelta(days=400))
        young: list[str] = []
        for _ in range(children):
            born = self._years_ago(0.3, min(17.6, (TODAY - mother_born).days / 365.25 - 20))
            child = self._person(born, rng.choice("FM"), family)
            self.children.append((child, born))
            self._link("LIVES_AT", child, address, "MAIN", max(born, moved), source_id="src-education")
            for parent in (first[0], second):
                if parent:
                    self._link("PARENT_OF", parent, child, "BIRTH", born, source_id="src-education")
            for sibling in young:
                self._link("SIBLING_OF", sibling, child)
            young.append(child)
        if children and second is None and rng.random() < 0.5:
            self._separated(first, young, family)

    def _adult(self, born: date, sex: str, family: str, address: str, moved: date) -> tuple[str, str]:
        person = self._person(born, sex, family)
        self.adults.append(person)
        self._link("LIVES_AT", person, address, "MAIN", moved, source_id="src-housing")
        return person, sex

    def _separated(self, parent: tuple[str, str], children: list[str], family: str) -> None:
        """An ended partnership, and weekends with the other parent."""
        sex = "M" if parent[1] == "F" else "F"
        street, latitude, longitude, postcode = _STREETS[self._rng.randrange(len(_STREETS))]
        home = self._address(
            f"flat-{len(self.adults)}-{street.lower().replace(' ', '-')}",
            f"Flat {len(self.adults)}, {street}",
            latitude - 0.0006,
            longitude + 0.0007,
            postcode=postcode,
        )
        began = self._years_ago(9, 14)
        other = self._adult(self._years_ago(28, 48), sex, self._rng.choice(FAMILY), home, self._years_ago(1, 5))[0]
        self._link("PARTNER_OF", parent[0], other, "COHABITING", began, self._years_ago(1, 6))
        for child in children:
            self._link("PARENT_OF", other, child, "BIRTH", source_id="src-education")
            self._link("STAYS_AT", child, home, None, self._years_ago(0.2, 0.9), detail="40")

    def _tower(self) -> None:
        """The rest of Tower Point: families until sixty-one children live there, and some flats without any."""
        flat, children = 1, 0
        while children < _TOWER_CHILDREN:
            count = min(self._rng.choice((0, 1, 1, 2, 2, 3)), _TOWER_CHILDREN - children)
            address = self._address(
                f"tower-point-flat-{flat}",
                f"Flat {flat}, Tower Point\nLock Road",
                54.3712,
                -0.8718,
                postcode="ZZ1 5TP",
                building_id="tower-point",
            )
            self._family(address, count)
            children += count
            flat += 1

    def _streets(self) -> None:
        for number in range(_HOUSEHOLDS):
            street, latitude, longitude, postcode = _STREETS[number % len(_STREETS)]
            house = 1 + 2 * (number // len(_STREETS))
            address = self._address(
                f"{house}-{street.lower().replace(' ', '-')}",
                f"{house} {street}",
                latitude + 0.00011 * house,
                longitude + 0.00009 * house,
                postcode=postcode,
            )
            self._family(address, self._rng.choice((0, 0, 0, 1, 1, 2, 2, 3)))

    # -- places and ties -----------------------------------------------------------------------------------------

    def _organisation(self, identity: str, name: str, kind: str, at: tuple[float, float, str], **cells: Any) -> str:
        latitude, longitude, postcode = at
        cells = {"serves": "NONE", "postcode": postcode} | cells
        where = {"latitude": f"{latitude:.6f}", "longitude": f"{longitude:.6f}"}
        self._add("organisations", id=identity, name=name, kind=kind, **where, **cells)
        return identity

    def _places(self) -> None:
        """A secondary school, a nursery, a surgery, employers, clubs, a church and a play area."""
        self._add(
            "schools",
            id="st-oswin-academy",
            name="St Oswin's Academy",
            urn=990103,
            phase="Secondary",
            age_from=11,
            age_to=18,
            postcode="ZZ1 5SA",
            latitude="54.385500",
            longitude="-0.876000",
            opened_on="1981-09-01",
        )
        nursery = self._organisation(
            "beck-lane-nursery", "Beck Lane Nursery", "NURSERY", (54.3848, -0.8850, "ZZ1 4BL"), serves="CHILDREN"
        )
        surgery = self._organisation(
            "kelderwick-surgery",
            "Kelderwick Surgery",
            "AGENCY",
            (54.3716, -0.8842, "ZZ1 1KS"),
            agency_role="HEALTH",
            serves="BOTH",
            duty_to_cooperate="true",
        )
        employers = [
            self._organisation(identity, name, "EMPLOYER", at)
            for identity, name, at in (
                ("stonegate-stores", "Stonegate Stores", (54.3693, -0.8806, "ZZ1 1SG")),
                ("kelder-joinery", "Kelder Joinery", (54.3541, -0.8955, "ZZ1 9KJ")),
                ("viaduct-logistics", "Viaduct Logistics", (54.3529, -0.8930, "ZZ1 9VL")),
                ("riverside-cafe", "Riverside Café", (54.3680, -0.8797, "ZZ1 1RV")),
            )
        ]
        swimming = self._organisation(
            "kelderwick-swimming-club",
            "Kelderwick Swimming Club",
            "CLUB",
            (54.3834, -0.8790, "ZZ1 5SC"),
            serves="CHILDREN",
        )
        church = self._organisation(
            "st-brannoc-church", "St Brannoc's Church", "FAITH", (54.3724, -0.8770, "ZZ1 1BC"), serves="BOTH"
        )
        lunch = self._organisation(
            "tuesday-lunch-club",
            "Tuesday Lunch Club",
            "CHARITY",
            (54.3726, -0.8772, "ZZ1 1BC"),
            serves="ADULTS_AT_RISK",
        )
        self._address(
            "beck-lane-play-area",
            "Beck Lane Play Area",
            54.3852,
            -0.8840,
            kind="PLAY_AREA",
            postcode="ZZ1 4BL",
        )
        for type_, place in (
            ("HEAD_OF", "st-oswin-academy"),
            ("SAFEGUARDING_LEAD_OF", "st-oswin-academy"),
            ("CHAIR_OF", "st-oswin-academy"),
            ("HEAD_OF", nursery),
            ("HEAD_OF", surgery),
            ("HEAD_OF", swimming),
            ("SAFEGUARDING_LEAD_OF", swimming),
            ("HEAD_OF", church),
            ("SAFEGUARDING_LEAD_OF", church),
            ("HEAD_OF", lunch),
            *(("HEAD_OF", employer) for employer in employers),
        ):
            self._link(type_, self._rng.choice(self.adults), place, None, self._years_ago(1, 9))
        self._everyday(employers, nursery, surgery, (swimming, church))

    def _everyday(self, employers: list[str], nursery: str, surgery: str, clubs: tuple[str, str]) -> None:
        """School rolls, work, clubs and friends."""
        rng = self._rng
        for child, born in self.children:
            age = (TODAY - born).days / 365.25
            if 2 <= age < 4.4:
                self._link("ATTENDS", child, nursery, None, date(2025, 9, 3))
            elif 4.8 <= age < 11.5:
                school = rng.choice(("hillside-primary", "brook-primary"))
                self._link("ATTENDS", child, school, None, date(2025, 9, 3), source_id="src-education")
            elif age >= 11.8:
                self._link("ATTENDS", child, "st-oswin-academy", None, date(2025, 9, 3), source_id="src-education")
            if age > 6 and rng.random() < 0.25:
                self._link("MEMBER_OF", child, clubs[0], None, self._years_ago(0.2, 2))
        workplaces = (*employers, *employers, surgery, "apex-builders", "hillside-primary", "brook-primary")
        for adult in self.adults:
            if rng.random() < 0.6:
                self._link("WORKS_FOR", adult, rng.choice(workplaces), None, self._years_ago(0.5, 15))
            if rng.random() < 0.15:
                self._link("MEMBER_OF", adult, rng.choice(("kelderwick-gym", clubs[1])), None, self._years_ago(0.3, 4))
            friend = rng.choice(self.adults)
            if friend != adult and rng.random() < 0.5:
                self._link("FRIEND_OF", adult, friend, None, self._years_ago(0.5, 15))
        self._link(
            "LANDLORD_OF", self.adults[0], "1-abbot-street", None, self._years_ago(5, 6), source_id="src-housing"
        )
        self._link("ADJACENT_TO", "1-larkspur-way", "3-larkspur-way")

    # -- other managed offenders ---------------------------------------------------------------------------------

    def _offender(self, profile: str, category: int, sentenced: date, released: date, street: int) -> tuple[str, str]:
        """Somebody else who is managed, in a home of his own on the edge of a street."""
        self._offenders += 1
        number = 700 + 31 * self._offenders
        year = sentenced.year - 1
        family = self._rng.choice(FAMILY)
        person = self._person(
            self._years_ago(29, 66),
            "M",
            family,
            pnc_id=pnc_id(year, number * 11),
            cro_number=cro_number(year, number * 7),
            noms_number=noms_number(number * 97),
            crn=crn(number * 1013),
            visor_reference=f"SAMPLE-{number}",
        )
        lead = "POLICE" if category == 1 else "PROBATION"
        self._add(
            "offenders",
            person_id=person,
            category=category,
            level=1,
            lead_agency=lead,
            managed_from=released,
            sentenced_on=sentenced,
            released_on=released,
        )
        self._add(
            "profiles",
            person_id=person,
            profile=profile,
            targets_strangers="false",
            valid_from=sentenced,
            source_id="src-police",
        )
        name, latitude, longitude, postcode = _STREETS[street]
        home = self._address(
            f"home-{person}", f"{90 + self._offenders} {name}", latitude - 0.003, longitude - 0.003, postcode=postcode
        )
        self._link("LIVES_AT", person, home, "MAIN", released, source_id="src-police")
        offence = f"offence-{person}"
        self._add(
            "offences", id=offence, title=_TITLES[profile], kind=profile, committed_from=sentenced - timedelta(days=300)
        )
        self._link("INVOLVED_IN", person, offence, "CONVICTED", sentenced, source_id="src-court")
        if category == 1:
            self._add("orders", id=f"order-{person}", person_id=person, kind="NOTIFICATION", valid_from=sentenced)
            self._link("NOTIFIED_ADDRESS", person, home, None, released + timedelta(days=2), source_id="src-police")
        return person, home

    def _others(self) -> None:
        """Eight more: five about whom there is nothing, three about whom there is a little."""
        for profile, category, street in (
            ("GENERAL_VIOLENCE", 2, 0),
            ("CHILD_SEXUAL", 1, 1),
            ("EXPLOITATION", 2, 2),
            ("CHILD_SEXUAL", 1, 4),
            ("DOMESTIC_ABUSE", 2, 3),
        ):
            sentenced = self._years_ago(5, 9)
            self._offender(profile, category, sentenced, sentenced + timedelta(days=900), street)
        abuser, _ = self._offender("DOMESTIC_ABUSE", 2, date(2021, 5, 14), date(2023, 2, 10), 0)
        self._link("PARTNER_OF", abuser, self.adults[4], "INTIMATE", date(2026, 2, 14), source_id="src-probation")
        violent, _ = self._offender("CHILD_VIOLENCE", 2, date(2019, 9, 20), date(2022, 3, 18), 2)
        parent = next(row["from_id"] for row in self.rows["relationships"] if row["type"] == "PARENT_OF")
        self._link("PARTNER_OF", violent, parent, "INTIMATE", date(2025, 8, 2), date(2026, 4, 12))
        worshipper, _ = self._offender("CHILD_SEXUAL", 1, date(2012, 11, 9), date(2017, 5, 12), 3)
        self._link("MEMBER_OF", worshipper, "st-brannoc-church", None, date(2018, 1, 7), source_id="src-police")
        self._link(
            "FRIEND_OF",
            worshipper,
            self.adults[9],
            None,
            date(2024, 3, 1),
            source_id="src-police",
            status="REFUTED",
            detail="He was taken for another member of the church",
        )

    def build(self) -> dict[str, list[dict[str, Any]]]:
        self._tower()
        self._streets()
        self._places()
        self._others()
        return self.rows


def build_town(folder: Path) -> dict[str, int]:
    """Write the town bundle, vignettes first, to a new or empty folder; return the rows written, by file."""
    ordinary = _Builder().build()
    with BundleWriter(folder) as writer:
        for name, columns in COLUMNS.items():
            path = VIGNETTES / f"{name}.csv"
            if path.exists():
                with path.open(encoding="utf-8", newline="") as file:
                    writer.write(name, [[row.get(column) for column in columns] for row in csv.DictReader(file)])
            writer.write(name, [[row.get(column) for column in columns] for row in ordinary[name]])
        return writer.counts
