"""Synthetic bundles of realistic shape and any size.

A world is made of towns; a town of four districts; a district of up to two hundred offenders among some twelve people
for each of them: households with children, flats in buildings, a primary school and a nursery, workplaces, clubs,
landlords, kin, friends, partners past and present. Districts are made one after another and written as they are made,
so that memory stays small; the same number and seed always give the same files.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any, Final, TypeVar

from graph_service.errors import InputRefused
from graph_service.samples.identifiers import crn, cro_number, noms_number, pnc_id
from graph_service.samples.names import FAMILY, GIVEN_F, GIVEN_M, STREET_KINDS, STREETS, TOWN_ENDS, TOWN_STARTS
from graph_service.samples.writing import BundleWriter

MOST_OFFENDERS: Final = 1_000_000
AS_OF: Final = date(2026, 6, 1)
"""The day on which a synthetic world ends: nothing in it is recorded later."""

_DISTRICT: Final = 200
_DISTRICTS_IN_TOWN: Final = 4
_HOUSEHOLDS_PER_OFFENDER: Final = 4.8
_FIRST: Final = date(1925, 1, 1)
_NOW: Final = (AS_OF - _FIRST).days
_DAYS: Final = tuple((_FIRST + timedelta(days=day)).isoformat() for day in range(_NOW + 4 * 365))
_YEAR: Final = 365.25
_AREAS: Final = tuple(first + second for first in "QVX" for second in "ABCDEFGHJKLMNPQRSTUVWXYZ")
_INWARD: Final = "ABDEFGHJLNPQRSTUWXYZ"
_TOWN_NAMES: Final = tuple(start + end for end in TOWN_ENDS for start in TOWN_STARTS)
_HISTORY_RECORDED: Final = "2023-01-09T09:00:00Z"
_NO_IDENTIFIERS: Final = (None,) * 8
_RECORDS_BEGIN: Final = (date(2023, 1, 9) - _FIRST).days

Row = Sequence[Any]
Progress = Callable[[int, int], None]
_T = TypeVar("_T")


@dataclass(slots=True)
class _Person:
    """What later steps need to know of a person already written."""

    id: str
    born: int
    sex: str
    family: str
    home: int
    since: int


@dataclass(slots=True)
class _District:
    """The rows and the people of one district while it is made."""

    number: int
    offenders: range
    latitude: float
    longitude: float
    outward: str
    town: str
    rows: dict[str, list[Row]] = field(default_factory=dict)
    adults: list[_Person] = field(default_factory=list)
    children: list[_Person] = field(default_factory=list)
    homes: list[tuple[str, float, float, str]] = field(default_factory=list)
    landlord_of: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    offender_people: list[_Person] = field(default_factory=list)

    def add(self, name: str, row: Row) -> None:
        self.rows.setdefault(name, []).append(row)


_PROFILES: Final = (
    ("CHILD_SEXUAL", 65),
    ("DOMESTIC_ABUSE", 12),
    ("ADULT_SEXUAL", 10),
    ("GENERAL_VIOLENCE", 8),
    ("CHILD_VIOLENCE", 3),
    ("EXPLOITATION", 2),
)
"""Of a hundred offenders. Three in four are in category 1, as registered sexual offenders were in 2023 and 2024."""
_CATEGORY_3, _CATEGORY_4 = 0.016, 0.012
"""Shares of those who are in no category 1: 4 and 3 in a thousand of all."""
_LEVEL_1: Final = 0.988
"""Of those in any category but 3, who are all managed at level 2 or 3: 98.4 % of all, as in the joint inspection of 2022."""
_PROFILE_NAMES: Final = tuple(name for name, _ in _PROFILES)
_PROFILE_WEIGHTS: Final = tuple(accumulate(weight for _, weight in _PROFILES))
_TITLES: Final = {
    "CHILD_SEXUAL": ("Sexual assault of a child", "Sexual activity with a child", "Meeting a child after grooming"),
    "DOMESTIC_ABUSE": ("Controlling or coercive behaviour", "Assault of a partner", "Stalking of a former partner"),
    "GENERAL_VIOLENCE": ("Wounding with intent", "Robbery", "Assault occasioning actual bodily harm"),
    "ADULT_SEXUAL": ("Rape of an adult", "Sexual assault of an adult"),
    "CHILD_VIOLENCE": ("Cruelty to a child", "Assault of a child"),
    "EXPLOITATION": ("Fraud against an adult at risk", "Theft from an adult at risk", "Holding a person in servitude"),
    "OTHER": ("Burglary of a dwelling", "Possession with intent to supply", "Theft"),
}
_GRADES: Final = (
    (("1", "A"), 46),
    (("1", "B"), 14),
    (("1", "C"), 5),
    (("2", "A"), 5),
    (("2", "B"), 12),
    (("2", "C"), 6),
    (("2", "D"), 3),
    (("3", "D"), 6),
    (("3", "E"), 3),
)
_GRADE_MARKS: Final = tuple(marks for marks, _ in _GRADES)
_GRADE_WEIGHTS: Final = tuple(accumulate(weight for _, weight in _GRADES))
_WORKPLACES: Final = (
    "Joinery",
    "Logistics",
    "Foods",
    "Motors",
    "Stores",
    "Cleaning",
    "Construction",
    "Print",
    "Catering",
)
_CLUBS: Final = (
    ("CLUB", "Swimming Club", "CHILDREN"),
    ("CLUB", "Football Club", "BOTH"),
    ("CLUB", "Gym", "NONE"),
    ("FAITH", "Chapel", "NONE"),
    ("FAITH", "Community Church", "BOTH"),
    ("CHARITY", "Lunch Club", "ADULTS_AT_RISK"),
    ("CHARITY", "Scouts and Guides", "CHILDREN"),
    ("CLUB", "Snooker Club", "NONE"),
)
_AGENCIES: Final = (
    ("CHILDRENS_SERVICES", "children's services", "CHILDREN"),
    ("ADULT_SOCIAL_CARE", "adult social care", "ADULTS_AT_RISK"),
    ("HOUSING_AUTHORITY", "housing team", "NONE"),
    ("YOUTH_JUSTICE", "youth justice service", "CHILDREN"),
    ("POLICE", "police", "NONE"),
    ("PROBATION", "probation office", "NONE"),
    ("HEALTH", "community health", "NONE"),
)


def _other_category(draw: float) -> int:
    """The category of somebody who is no registered sexual offender."""
    if draw < _CATEGORY_3:
        return 3
    return 4 if draw < _CATEGORY_3 + _CATEGORY_4 else 2


class _Maker:
    """Makes one world; all chance comes from one seeded source, in one order."""

    def __init__(self, offenders: int, seed: int) -> None:
        self._total = offenders
        self._rng = random.Random(f"{offenders}/{seed}")  # noqa: S311 - invented data, not secrets
        self._random = self._rng.random
        self._person = self._address = self._relationship = self._other = 0
        self._prisons = [f"prison-{number}" for number in range(1, 2 + offenders // 5000)]

    # -- small things --------------------------------------------------------------------------------------------

    def _below(self, count: int) -> int:
        return int(self._random() * count)

    def _pick(self, values: Sequence[_T]) -> _T:
        return values[int(self._random() * len(values))]

    def _next(self, prefix: str) -> str:
        self._other += 1
        return f"{prefix}{self._other}"

    def _postcode(self, district: _District) -> str:
        return f"{district.outward} {self._below(9) + 1}{self._pick(_INWARD)}{self._pick(_INWARD)}"

    def _relate(
        self,
        district: _District,
        type_: str,
        start: str,
        end: str,
        role: str | None = None,
        since: int | None = None,
        until: int | None = None,
        detail: str | None = None,
    ) -> None:
        """One relationship; who says so, how sure it is and when it was learnt are drawn here.

        A link is learnt a few days after it begins, or when the records of the world begin. One in fifty turns out to
        have begun on another day: the first version is superseded, a corrected one stands beside it.
        """
        random_ = self._random
        chance = random_()
        source = self._pick(district.sources) if chance < 0.55 else None
        self._relationship += 1
        identity = f"r{self._relationship}"
        if since is None or since < _RECORDS_BEGIN:
            learnt, recorded = _RECORDS_BEGIN, _HISTORY_RECORDED
        else:
            learnt = min(since + int(random_() * 12), _NOW)
            recorded = f"{_DAYS[learnt]}T{8 + learnt % 3:02d}:30:00Z"
        first = None if since is None else _DAYS[since]
        last = None if until is None else _DAYS[until]
        superseded = None
        if chance > 0.98 and type_ in _CORRECTED and since is not None and since > 400 and learnt < _NOW - 30:
            superseded = f"{_DAYS[learnt + 1 + int(random_() * (_NOW - learnt - 2))]}T16:00:00Z"
            self._relationship += 1
            district.add(
                "relationships",
                (
                    f"r{self._relationship}",
                    type_,
                    start,
                    end,
                    role,
                    _DAYS[since - 1 - int(random_() * 300)],
                    last,
                    superseded,
                    None,
                    source,
                    "FACT",
                    "CONFIRMED",
                    detail,
                ),
            )
        assertion = status = None
        if source is not None:
            if chance < 0.03:
                assertion = "OPINION"
            elif chance < 0.04 and type_ in _CORRECTED:
                status = "REFUTED"
            elif chance < 0.12:
                status = "CONFIRMED"
        district.add(
            "relationships",
            (identity, type_, start, end, role, first, last, recorded, superseded, source, assertion, status, detail),
        )

    def _new_person(
        self, district: _District, born: int, sex: str, family: str, home: int, since: int, offender: int | None = None
    ) -> _Person:
        random_ = self._random
        given = self._pick(GIVEN_F if sex == "F" else GIVEN_M)
        if offender is None:
            self._person += 1
            identity = f"person-{self._person}"
            adult_at_risk = "true" if random_() < 0.025 and born < _NOW - 6575 else None
            known_birth: str | None = _DAYS[born] if random_() < 0.96 else None
            died = None
            if born < _NOW - 60 * 365 and random_() < 0.03:
                died = _DAYS[_NOW - 1 - int(random_() * 700)]
            row: Row = (identity, given, family, None, known_birth, sex, died, adult_at_risk, *_NO_IDENTIFIERS)
        else:
            identity = f"offender-{offender}"
            year = 1985 + offender % 40
            also = f"{self._pick(GIVEN_M)} {family}" if random_() < 0.12 else None
            row = (
                identity,
                given,
                family,
                also,
                _DAYS[born],
                sex,
                None,
                None,
                None,
                None,
                pnc_id(year, offender % 10_000_000),
                cro_number(year, offender % 1_000_000),
                noms_number(offender),
                crn(offender),
                f"SYN-{offender:07d}",
                None,
            )
        district.add("people", row)
        person = _Person(identity, born, sex, family, home, since)
        (district.adults if born < _NOW - 6575 else district.children).append(person)
        return person

    # -- the parts of a district ---------------------------------------------------------------------------------

    def _homes(self, district: _District, households: int) -> None:
        """Streets of houses with the neighbours beside each other, blocks of flats, houses let by the room."""
        random_ = self._random
        while len(district.homes) < households:
            street = f"{self._pick(STREETS)} {self._pick(STREET_KINDS)}"
            latitude = district.latitude + (random_() - 0.5) * 0.024
            longitude = district.longitude + (random_() - 0.5) * 0.040
            postcode = self._postcode(district)
            draw = random_()
            if draw < 0.62:
                previous = None
                for house in range(1, 6 + self._below(20)):
                    latitude += 0.00009
                    longitude += 0.00011
                    address = self._address_row(district, f"{house} {street}", postcode, latitude, longitude)
                    if previous is not None and random_() < 0.25:
                        self._relate(district, "ADJACENT_TO", previous, address)
                    previous = address
                    if random_() < 0.05:
                        district.landlord_of.append(address)
            else:
                rooms = draw > 0.9
                flats = (
                    4 + self._below(4) if rooms else 4 + self._below(16) if random_() < 0.85 else 24 + self._below(60)
                )
                name = f"{self._below(150) + 1} {street}" if rooms else f"{self._pick(STREETS)} House\n{street}"
                building = self._address_row(
                    district, name, postcode, latitude, longitude, "BUILDING", dwellings=flats, home=False
                )
                district.landlord_of.append(building)
                previous = None
                for flat in range(1, flats + 1):
                    label = f"{'Room' if rooms else 'Flat'} {flat}, {name}"
                    kind = "ROOM" if rooms else "DWELLING"
                    address = self._address_row(district, label, postcode, latitude, longitude, kind, building)
                    if previous is not None and random_() < 0.3:
                        self._relate(district, "ADJACENT_TO", previous, address)
                    previous = address

    def _address_row(
        self,
        district: _District,
        lines: str,
        postcode: str,
        latitude: float,
        longitude: float,
        kind: str = "DWELLING",
        building: str | None = None,
        dwellings: int | None = None,
        home: bool = True,
    ) -> str:
        self._address += 1
        identity = f"address-{self._address}"
        district.add(
            "addresses",
            (
                identity,
                lines,
                district.town,
                postcode,
                900_000_000_000 + self._address,
                f"{latitude:.6f}",
                f"{longitude:.6f}",
                kind,
                building,
                dwellings,
            ),
        )
        if home:
            district.homes.append((identity, latitude, longitude, postcode))
        return identity

    def _household(self, district: _District, home: int, offender: int | None) -> None:
        """One home and who lives there: kin, partners, children; children who stay with the other parent."""
        random_ = self._random
        address = district.homes[home][0]
        draw = random_() + (0.0 if offender is None else -0.12)
        adults, children = 1, 0
        if draw >= 0.29:
            adults = 2 if draw < 0.44 or draw >= 0.64 else 1
            children = 0 if draw < 0.44 else 1 + self._below(3)
        if draw > 0.96:
            adults, children = 2 + self._below(2), 0
        family = self._pick(FAMILY)
        age = (24 if children else 19) + random_() * (28 if children else 52)
        born = _NOW - int(age * _YEAR)
        since = max(born + 6600, _NOW - int(random_() * 6000) - 40)
        sex = "M" if random_() < (0.95 if offender is not None else 0.45) else "F"
        first = self._new_person(district, born, sex, family, home, since, offender)
        if offender is not None:
            district.offender_people.append(first)
        else:
            self._lives(district, first, address)
        second: _Person | None = None
        for _ in range(1, adults):
            other_sex = ("F" if sex == "M" else "M") if random_() < 0.94 else sex
            other_born = min(_NOW - 6600, born + int((random_() - 0.5) * 3000))
            name = family if random_() < 0.55 else self._pick(FAMILY)
            second = self._new_person(district, other_born, other_sex, name, home, since)
            self._lives(district, second, address)
        if second is not None and (children or draw <= 0.96):
            role = "SPOUSE" if second.family == family else "COHABITING"
            began = since - int(random_() * 1500) if since > 8000 else since
            self._relate(district, "PARTNER_OF", first.id, second.id, role, began)
        self._children(district, children, age, first, second)

    def _children(self, district: _District, count: int, age: float, first: _Person, second: _Person | None) -> None:
        """The children of a home, and a parent who lives elsewhere."""
        random_ = self._random
        home, since, family = first.home, first.since, first.family
        address = district.homes[home][0]
        young: list[_Person] = []
        for _ in range(count):
            oldest = max(1, min(18.4, age - 19))
            child_born = _NOW - 1 - int(random_() * oldest * _YEAR)
            child = self._new_person(district, child_born, self._pick("FM"), family, home, max(child_born, since))
            self._lives(district, child, address)
            parents = (first,) if second is None else (first, second)
            step = len(parents) == 2 and random_() < 0.2
            for parent in parents:
                if parent is first or not step:
                    self._relate(district, "PARENT_OF", parent.id, child.id, "BIRTH", child_born)
                elif random_() < 0.5:
                    self._relate(district, "PARENT_OF", parent.id, child.id, "STEP", max(child_born, since))
            for sibling in young:
                self._relate(district, "SIBLING_OF", sibling.id, child.id, None, max(child_born, sibling.born))
            young.append(child)
            if (second is None or step) and random_() < 0.6:
                self._absent_parent(district, child, first, second is None)

    def _absent_parent(self, district: _District, child: _Person, first: _Person, was_partner: bool) -> None:
        absent = self._pick(district.adults)
        if absent.home == first.home or absent.born + 6000 >= child.born:
            return
        self._relate(district, "PARENT_OF", absent.id, child.id, "BIRTH", child.born)
        if self._random() < 0.5:
            there = district.homes[absent.home][0]
            began = max(child.born, first.since, absent.since)
            self._relate(district, "STAYS_AT", child.id, there, None, began, None, str(24 + self._below(30)))
        if was_partner:
            ended = min(child.born + int(self._random() * 2000) + 30, _NOW - 1)
            self._relate(district, "PARTNER_OF", absent.id, first.id, "COHABITING", child.born - 300, ended)

    def _lives(self, district: _District, person: _Person, address: str) -> None:
        """Where a person lives and, for some, lived before; the two never overlap."""
        begins = person.since
        if begins > person.born + 400 and self._random() < 0.15:
            earlier = self._pick(district.homes)[0]
            before = max(person.born, begins - 200 - int(self._random() * 2500))
            if earlier != address:
                self._relate(district, "LIVES_AT", person.id, earlier, "MAIN", before, begins)
        self._relate(district, "LIVES_AT", person.id, address, "MAIN", begins)

    def _institutions(self, district: _District, first_in_town: bool) -> tuple[str, str, str, list[str], list[str]]:
        """Schools, a nursery, workplaces and clubs with their heads; agencies once in a town."""
        adults = district.adults
        town = district.number // _DISTRICTS_IN_TOWN
        primary, nursery, secondary = (f"primary-{district.number}", f"nursery-{district.number}", f"secondary-{town}")
        self._school(district, primary, f"{self._pick(STREETS)} Primary School", 100_000 + district.number, (4, 11))
        if first_in_town:
            self._school(district, secondary, f"{district.town} Academy", 500_000 + town, (11, 18))
            for role, name, serves in _AGENCIES:
                row = (f"agency-{role.lower().replace('_', '-')}-{town}", f"{district.town} {name}", "AGENCY")
                self._organisation(district, row, serves, role, "true")
        self._organisation(district, (nursery, f"{self._pick(STREETS)} Nursery", "NURSERY"), "CHILDREN")
        self._relate(district, "HEAD_OF", self._pick(adults).id, nursery, None, _NOW - 800)
        share = len(district.offenders) / _DISTRICT
        works: list[str] = []
        for _ in range(max(2, int(40 * share))):
            identity = self._next("employer-")
            name = f"{self._pick(FAMILY)} {self._pick(_WORKPLACES)}"
            self._organisation(district, (identity, name, "EMPLOYER"), "NONE")
            works.append(identity)
            if self._random() < 0.6:
                self._relate(district, "HEAD_OF", self._pick(adults).id, identity, None, _NOW - 2000)
            if self._random() < 0.2:
                site = self._pick((primary, nursery, *works[:-1], primary))
                began = _NOW - 120 + self._below(120)
                self._relate(district, "WORKS_AT", identity, site, None, began, began + 30 + self._below(90))
        clubs: list[str] = []
        for _ in range(max(2, int(14 * share))):
            kind, name, serves = self._pick(_CLUBS)
            identity = self._next("club-")
            self._organisation(district, (identity, f"{self._pick(STREETS)} {name}", kind), serves)
            clubs.append(identity)
            self._relate(district, "HEAD_OF", self._pick(adults).id, identity, None, _NOW - 1500)
            if serves != "NONE":
                self._relate(district, "SAFEGUARDING_LEAD_OF", self._pick(adults).id, identity, None, _NOW - 700)
        for number in range(max(1, int(3 * share))):
            identity = self._next("care-")
            name = f"{self._pick(STREETS)} {'Care' if number else 'Supported Living'}"
            self._organisation(district, (identity, name, "CARE_PROVIDER"), "ADULTS_AT_RISK")
            self._relate(district, "HEAD_OF", self._pick(adults).id, identity, None, _NOW - 1000)
            for _ in range(6):
                self._relate(district, "SUPPORTS", identity, self._pick(adults).id, None, _NOW - 900)
        housing = self._next("housing-")
        name = f"{self._pick(STREETS)} Homes"
        self._organisation(district, (housing, name, "HOUSING_PROVIDER"), "NONE", None, self._pick(("true", "false")))
        for address in district.landlord_of:
            landlord = housing if self._random() < 0.4 else self._pick(adults).id
            self._relate(district, "LANDLORD_OF", landlord, address, None, _NOW - 900 - self._below(3000))
        self._play_areas(district, share)
        return primary, nursery, secondary, works, clubs

    def _play_areas(self, district: _District, share: float) -> None:
        for _ in range(max(1, int(4 * share))):
            _, latitude, longitude, postcode = self._pick(district.homes)
            name = f"{self._pick(STREETS)} Play Area"
            self._address_row(district, name, postcode, latitude + 0.0008, longitude - 0.0006, "PLAY_AREA", home=False)

    def _school(self, district: _District, identity: str, name: str, urn: int, ages: tuple[int, int]) -> None:
        _, latitude, longitude, postcode = self._pick(district.homes)
        phase = "Primary" if ages[1] == 11 else "Secondary"
        district.add(
            "schools",
            (
                identity,
                name,
                urn,
                phase,
                *ages,
                postcode,
                f"{latitude + 0.001:.6f}",
                f"{longitude + 0.001:.6f}",
                "1975-09-01",
                None,
            ),
        )
        for type_ in ("HEAD_OF", "SAFEGUARDING_LEAD_OF", "CHAIR_OF"):
            self._relate(district, type_, self._pick(district.adults).id, identity, None, _NOW - 600)

    def _organisation(
        self,
        district: _District,
        row: tuple[str, str, str],
        serves: str,
        role: str | None = None,
        duty: str | None = None,
    ) -> None:
        _, latitude, longitude, postcode = self._pick(district.homes)
        at = (postcode, f"{latitude - 0.0007:.6f}", f"{longitude + 0.0009:.6f}")
        district.add("organisations", (*row, role, serves, duty, *at))

    def _daily_life(
        self, district: _District, primary: str, nursery: str, secondary: str, works: list[str], clubs: list[str]
    ) -> None:
        """Schools, work, clubs, friends, kin and calls of everybody."""
        self._childhood(district, primary, nursery, secondary, clubs)
        for adult in district.adults:
            self._working_life(district, adult, works, clubs)
            self._acquaintance(district, adult)

    def _childhood(self, district: _District, primary: str, nursery: str, secondary: str, clubs: list[str]) -> None:
        random_ = self._random
        adults, children = district.adults, district.children
        for child in children:
            age = (_NOW - child.born) / _YEAR
            if age < 4.2:
                if age > 1 and random_() < 0.6:
                    self._relate(district, "ATTENDS", child.id, nursery, None, child.born + 366)
            elif age < 11.5:
                self._relate(district, "ATTENDS", child.id, primary, None, child.born + 1530)
            else:
                self._relate(district, "ATTENDS", child.id, primary, None, child.born + 1530, child.born + 4190)
                self._relate(district, "ATTENDS", child.id, secondary, None, child.born + 4190)
            if age > 4.2 and random_() < 0.4:
                self._relate(district, "MEMBER_OF", child.id, self._pick(clubs), None, child.born + 1500)
            if age > 4.2 and random_() < 0.35:
                friend = self._pick(children)
                if friend is not child and friend.born + 1500 < _NOW:
                    since = max(child.born, friend.born) + 1500
                    self._relate(district, "FRIEND_OF", child.id, friend.id, None, since)
            if random_() < 0.35:
                kin = self._pick(adults)
                if kin.home != child.home:
                    role = self._pick(("GRANDPARENT", "AUNT_UNCLE", "COUSIN"))
                    self._relate(district, "RELATED_TO", kin.id, child.id, role, child.born)
                    if random_() < 0.2:
                        self._relate(district, "CARES_FOR", kin.id, child.id, "KINSHIP", child.born + 200)
            if random_() < 0.12:
                minder = self._pick(adults)
                if minder.home != child.home:
                    began = max(child.born, _NOW - int(random_() * 500))
                    self._relate(district, "MINDS", minder.id, child.id, "ACTUAL", began)

    def _working_life(self, district: _District, adult: _Person, works: list[str], clubs: list[str]) -> None:
        random_ = self._random
        began = adult.born + 6600
        span = _NOW - began
        if span > 400:
            if random_() < 0.5 and span < 47 * 365:
                self._relate(
                    district, "WORKS_FOR", adult.id, self._pick(works), None, began + int(random_() * span * 0.9)
                )
            if random_() < 0.1:
                start = began + int(random_() * span * 0.4)
                end = min(start + 30 + int(random_() * span * 0.5), _NOW - 1)
                self._relate(district, "WORKS_FOR", adult.id, self._pick(works), None, start, end)
        if random_() < 0.25:
            self._relate(district, "MEMBER_OF", adult.id, self._pick(clubs), None, began)
        if random_() < 0.06:
            self._relate(district, "VOLUNTEERS_AT", adult.id, self._pick(clubs), None, began)

    def _acquaintance(self, district: _District, adult: _Person) -> None:
        random_ = self._random
        other = self._pick(district.adults)
        if other.home != adult.home and random_() < 0.6:
            start = max(adult.born, other.born) + 6600
            end = None if random_() < 0.75 else min(start + 100 + self._below(3000), _NOW)
            if start < _NOW - 1 and (end is None or end > start):
                self._relate(district, "FRIEND_OF", adult.id, other.id, None, start, end)
        other = self._pick(district.adults)
        if other.home != adult.home:
            draw = random_()
            if draw < 0.15:
                self._relate(district, "SIBLING_OF", adult.id, other.id, None, max(adult.born, other.born))
            elif draw < 0.25 and other.born > adult.born + 7000:
                self._relate(district, "PARENT_OF", adult.id, other.id, "BIRTH", other.born)
            elif draw < 0.4:
                role = self._pick(("COUSIN", "IN_LAW", "AUNT_UNCLE"))
                self._relate(district, "RELATED_TO", adult.id, other.id, role, max(adult.born, other.born))
            if draw > 0.75:
                start = _NOW - 1 - self._below(900)
                role = self._pick(("CALL", "MESSAGE", "IN_PERSON", "CALL"))
                end = min(start + 1 + self._below(60), _NOW)
                self._relate(district, "CONTACTED", adult.id, other.id, role, start, end)
        if random_() < 0.12:
            visited = self._pick(district.homes)[0]
            start = _NOW - 1 - self._below(700)
            self._relate(district, "VISITS", adult.id, visited, None, start, min(start + 1 + self._below(40), _NOW))

    def _case(self, district: _District, number: int, person: _Person) -> None:
        """The file of one offender: offences and victims, custody, orders, profile, assessments, people around him."""
        random_ = self._random
        identity, home = person.id, district.homes[person.home][0]
        profile = self._rng.choices(_PROFILE_NAMES, cum_weights=_PROFILE_WEIGHTS)[0]
        age_days = _NOW - person.born
        sentenced = _NOW - 200 - int(random_() * min(age_days - 6700, 5000)) if age_days > 7000 else _NOW - 150
        custody = 0 if random_() < 0.3 else 180 + int(random_() * 1800)
        inside = custody and random_() < 0.08
        released = min(sentenced + custody, _NOW - 20)
        if inside:
            released = _NOW + 10 + self._below(400)
        sexual = profile in {"CHILD_SEXUAL", "ADULT_SEXUAL"}
        category = 1 if sexual else _other_category(random_())
        level = 1 if category != 3 and random_() < _LEVEL_1 else 2 if random_() < 0.85 else 3
        lead = "POLICE" if sexual else "PROBATION"
        managed_to = _DAYS[_NOW - self._below(300)] if random_() < 0.06 else None
        start = sentenced if managed_to else min(released, _NOW)
        district.add(
            "offenders",
            (
                identity,
                category,
                level,
                lead,
                _DAYS[min(start, _NOW - 320) if managed_to else start],
                managed_to,
                _DAYS[sentenced],
                None if inside else _DAYS[released],
                _DAYS[released] if inside else None,
            ),
        )
        self._profile(district, identity, profile, sentenced)
        if random_() < 0.28:
            self._profile(district, identity, self._pick(_PROFILE_NAMES), sentenced + 1)
        for offset, tool in enumerate(("OASys", "ARMS" if sexual else "SARA", "OASys")):
            group = "CHILDREN" if profile.startswith("CHILD") else "KNOWN_ADULT"
            risk = self._pick(("LOW", "MEDIUM", "MEDIUM", "HIGH", "HIGH", "VERY_HIGH"))
            # Less than what lies between two assessments: the same tool is not used twice on a day.
            day = _DAYS[_NOW - 30 - offset * 120 - self._below(110)]
            district.add("assessments", (identity, tool, day, group, risk, "false", f"{district.town} {lead.lower()}"))
        self._offences(district, number, person, profile, sentenced)
        self._orders(district, person, profile, sentenced, released, home)
        self._residences(district, person, home, sentenced, custody, released, bool(inside))
        self._associations(district, number, person, sentenced, released)

    def _profile(self, district: _District, identity: str, profile: str, since: int) -> None:
        sex, low, high = None, None, None
        if profile == "CHILD_SEXUAL":
            sex = self._pick(("F", "F", "M", None))
            if self._random() < 0.7:
                low = 3 + self._below(11)
                high = low + 2 + self._below(5)
        elif profile in {"DOMESTIC_ABUSE", "ADULT_SEXUAL"}:
            sex = self._pick(("F", "F", "F", None))
        strangers = "true" if self._random() < 0.08 else "false"
        source = self._pick(district.sources) if self._random() < 0.2 else None
        district.add("profiles", (identity, profile, sex, low, high, strangers, _DAYS[since], None, source))

    def _offences(self, district: _District, number: int, person: _Person, profile: str, sentenced: int) -> None:
        random_ = self._random
        pool = district.children if profile.startswith("CHILD") and district.children else district.adults
        for index in range(1 + self._below(3)):
            kind = profile if index == 0 or random_() < 0.5 else "OTHER"
            committed = max(person.born + 5200, sentenced - 300 - self._below(900))
            identity = f"offence-{number}-{index + 1}"
            until = _DAYS[committed + self._below(200)] if random_() < 0.4 else None
            district.add("offences", (identity, self._pick(_TITLES[kind]), kind, _DAYS[committed], until))
            role = "CONVICTED" if index == 0 else self._pick(("CONVICTED", "CONVICTED", "CAUTIONED", "SUSPECTED"))
            self._relate(district, "INVOLVED_IN", person.id, identity, role, committed)
            if kind != "OTHER":
                for _ in range(1 + (random_() < 0.25)):
                    victim = self._pick(pool)
                    if victim.id != person.id:
                        self._relate(district, "VICTIM_OF", victim.id, identity, None, max(committed, victim.born))
            if random_() < 0.25:
                self._relate(district, "WITNESS_TO", self._pick(district.adults).id, identity, None, committed)
            if random_() < 0.08 and self._total > 1:
                other = self._below(self._total)
                if other != number:
                    self._relate(district, "INVOLVED_IN", f"offender-{other}", identity, "CONVICTED", committed)

    def _orders(
        self, district: _District, person: _Person, profile: str, sentenced: int, released: int, home: str
    ) -> None:
        random_ = self._random
        identity = person.id
        if profile in {"CHILD_SEXUAL", "ADULT_SEXUAL"}:
            self._order(district, identity, "NOTIFICATION", sentenced, None)
            if released < _NOW and random_() < 0.97:
                notified = max(person.since, released) + 1
                self._relate(district, "NOTIFIED_ADDRESS", identity, home, None, min(notified, _NOW))
            if profile == "CHILD_SEXUAL" and random_() < 0.45:
                order = self._order(district, identity, "SHPO", sentenced, sentenced + 3652)
                limit = self._pick((16, 18, 18))
                self._condition(district, order, "NO_CHILD_HOUSEHOLD", limit)
                self._condition(district, order, "NO_CHILD_CONTACT", limit)
        elif profile == "DOMESTIC_ABUSE":
            order = self._order(district, identity, "RESTRAINING", sentenced, sentenced + 1826)
            self._condition(district, order, "NO_CONTACT", None, self._pick(district.adults).id)
        if random_() < 0.4 and _NOW - 600 < released < _NOW:
            order = self._order(district, identity, "LICENCE", released, released + 900)
            self._condition(district, order, "TELL_OF_RELATIONSHIP", None)
            self._condition(district, order, "RESIDENCE", None, home)
            if random_() < 0.3:
                self._condition(district, order, "WORK_APPROVAL", None)

    def _order(self, district: _District, person: str, kind: str, since: int, until: int | None) -> str:
        identity = self._next("order-")
        last = None if until is None or until >= len(_DAYS) else _DAYS[until]
        district.add("orders", (identity, person, kind, _DAYS[since], last))
        return identity

    def _condition(
        self, district: _District, order: str, kind: str, age_limit: int | None, subject: str | None = None
    ) -> None:
        identity = self._next("condition-")
        district.add("conditions", (identity, order, kind, subject, age_limit, None, None, None, None, None))

    def _residences(
        self, district: _District, person: _Person, home: str, sentenced: int, custody: int, released: int, inside: bool
    ) -> None:
        """Where he has lived: earlier homes, custody, home again; nothing overlaps."""
        random_ = self._random
        earlier = self._pick(district.homes)[0]
        if sentenced > person.born + 7000:
            self._relate(district, "LIVES_AT", person.id, earlier, "MAIN", sentenced - 400, sentenced)
        if custody:
            until = None if inside else released
            if released > sentenced:
                self._relate(district, "LIVES_AT", person.id, self._pick(self._prisons), "MAIN", sentenced, until)
        if inside:
            self._relate(district, "PLANNED_RESIDENCE", person.id, home, None, released)
            return
        begin = min(max(person.since, released, sentenced), _NOW - 1)
        if begin > released + 60 and begin > sentenced + 60:
            middle = self._pick(district.homes)[0]
            self._relate(district, "LIVES_AT", person.id, middle, "MAIN", max(released, sentenced), begin)
        self._relate(district, "LIVES_AT", person.id, home, "MAIN", begin)
        if random_() < 0.5:
            hours = str(4 + self._below(30)) if random_() < 0.7 else None
            day = _NOW - 10 - self._below(300)
            end = None if random_() < 0.5 else day + 1 + self._below(10)
            self._relate(district, "STAYS_AT", person.id, self._pick(district.homes)[0], None, day, end, hours)
        for _ in range(self._below(4)):
            day = _NOW - 1 - self._below(400)
            self._relate(district, "SEEN_AT", person.id, self._pick(district.homes)[0], None, day, day + 1)

    def _associations(self, district: _District, number: int, person: _Person, sentenced: int, released: int) -> None:
        """Partners, associates near and far, those he visits and calls, his accounts."""
        random_ = self._random
        adults, identity = district.adults, person.id
        for index in range(self._below(3)):
            other = self._pick(adults)
            if other.home != person.home and other.id != identity:
                start = _NOW - 20 - self._below(500) if index == 0 else max(sentenced - 900 - self._below(2000), 9000)
                end = None if index == 0 else min(start + 60 + self._below(1500), _NOW - 1)
                if end is None or end > start:
                    self._relate(district, "PARTNER_OF", identity, other.id, "INTIMATE", start, end)
        for _ in range(1 + self._below(3)):
            start = max(sentenced, _NOW - 30 - self._below(2500))
            end = None if random_() < 0.6 else min(start + 60 + self._below(700), _NOW)
            role = self._pick(("PRISON", "GANG", "BUSINESS", "CO_ACCUSED", "OTHER"))
            if random_() < 0.6 and self._total > 1:
                far = self._below(self._total)
                far_id = f"offender-{far if far != number else (far + 1) % self._total}"
            else:
                far_id = self._pick(adults).id
            if far_id != identity and (end is None or end > start):
                self._relate(district, "ASSOCIATE_OF", identity, far_id, role, start, end)
        self._contacts(district, person)
        self._accounts(district, number, person, max(released - 10, sentenced))
        if random_() < 0.2:
            day = _DAYS[_NOW - 1 - self._below(300)]
            decision = self._pick(("APPROVED", "REFUSED", "DEFERRED", "DONE"))
            reasons = "Considered at the panel; reasons are minuted."
            row = (f"decision-{number}", identity, self._pick(adults).id, None, decision, day, "Panel chair", reasons)
            district.add("disclosures", (*row, None, None))

    def _contacts(self, district: _District, person: _Person) -> None:
        """Those he visits, calls, threatens, minds or owes."""
        random_ = self._random
        adults, identity = district.adults, person.id
        people = (adults, adults, district.children or adults)
        for _ in range(1 + self._below(5)):
            other = self._pick(self._pick(people))
            if other.id == identity:
                continue
            start = max(_NOW - 1 - self._below(500), other.born)
            end = min(start + 1 + self._below(50), _NOW)
            draw = random_()
            if end <= start:
                continue
            if draw < 0.6:
                role = self._pick(("CALL", "MESSAGE", "IN_PERSON", "LETTER", "APPROACH", "INTERMEDIARY"))
                self._relate(
                    district, "CONTACTED", identity, other.id, role, start, end, f"{1 + self._below(40)} times"
                )
            elif draw < 0.95:
                self._relate(district, "VISITS", identity, other.id, None, start, end)
            elif other.born < _NOW - 6575:
                self._relate(district, "THREATENED", identity, other.id, None, start, end)
        if random_() < 0.06 and district.children:
            child = self._pick(district.children)
            role = self._pick(("OFFERED", "ACTUAL"))
            self._relate(district, "MINDS", identity, child.id, role, max(child.born, _NOW - 1 - self._below(200)))
        if random_() < 0.05:
            other = self._pick(adults)
            if other.id != identity:
                self._relate(district, "FINANCIALLY_TIED_TO", identity, other.id, None, _NOW - 200)

    def _accounts(self, district: _District, number: int, person: _Person, since: int) -> None:
        phone, social = f"account-{number}-1", f"account-{number}-2"
        district.add("accounts", (phone, "PHONE", f"07700 {900000 + self._below(1000)}"))
        district.add("accounts", (social, "SOCIAL", f"user{number}x{self._below(99)}"))
        for account in (phone, social):
            self._relate(district, "USES", person.id, account, None, since)
        if self._random() < 0.5:
            email = f"account-{number}-3"
            district.add("accounts", (email, "EMAIL", f"user{number}@example.com"))
            self._relate(district, "USES", person.id, email, None, since)
        for _ in range(self._below(4)):
            far = self._below(self._total)
            if far != number:
                start = _NOW - 1 - self._below(300)
                to, end = f"account-{far}-{1 + self._below(2)}", min(start + 1 + self._below(30), _NOW)
                self._relate(district, "MESSAGED", self._pick((phone, social)), to, None, start, end)

    # -- districts and the world ---------------------------------------------------------------------------------

    def world(self) -> dict[str, list[Row]]:
        """What is there once for all districts: prisons."""
        rows: list[Row] = []
        for index, prison in enumerate(self._prisons):
            at = (f"{53.9 + index * 0.01:.6f}", f"{-1.9 - index * 0.01:.6f}")
            lines = f"HMP {_TOWN_NAMES[index % len(_TOWN_NAMES)]}"
            rows.append((prison, lines, "Moorside", "ZZ9 9ZZ", 899_000_000_000 + index, *at, "PRISON", None, None))
        return {"addresses": rows}

    def district(self, number: int, offenders: range) -> dict[str, list[Row]]:
        """All rows of one district."""
        town, part = divmod(number, _DISTRICTS_IN_TOWN)
        district = _District(
            number,
            offenders,
            latitude=51.0 + (town * 0.61803) % 1 * 3.6 + (part // 2) * 0.026,
            longitude=-3.0 + (town * 0.41421) % 1 * 3.4 + (part % 2) * 0.044,
            outward=f"{_AREAS[town % len(_AREAS)]}{1 + (number // len(_AREAS)) % 99}",
            town=_TOWN_NAMES[town % len(_TOWN_NAMES)],
        )
        for _ in range(max(4, int(len(offenders) * 0.3))):
            identity = self._next("source-")
            mark = self._rng.choices(_GRADE_MARKS, cum_weights=_GRADE_WEIGHTS)[0]
            weak = mark[0] == "3"
            handling = "C" if self._random() < (0.5 if weak else 0.03) else "P"
            kind = "ANONYMOUS_REPORT" if weak else self._pick(("CASE_FILE", "REGISTER", "OFFICER_REPORT"))
            day = _DAYS[_NOW - 1 - self._below(900)]
            told = kind == "OFFICER_REPORT" and self._random() < 0.5
            interest = self._pick(("OFFENDER", "PARTNER", "FAMILY", "THIRD_PARTY")) if told else None
            reference = f"Report {identity[7:]}"
            row = (identity, f"{district.town} police", kind, reference, day, *mark, handling, None, interest)
            district.add("sources", row)
            district.sources.append(identity)
        households = max(5, int(len(offenders) * _HOUSEHOLDS_PER_OFFENDER))
        self._homes(district, households)
        for home in range(households):
            first = -(-home * len(offenders) // households)
            holds = first * households // len(offenders) == home and first < len(offenders)
            self._household(district, home, offenders[first] if holds else None)
        self._daily_life(district, *self._institutions(district, part == 0))
        for offender, person in zip(offenders, district.offender_people, strict=True):
            self._case(district, offender, person)
        return district.rows


_CORRECTED: Final = frozenset({"FRIEND_OF", "ASSOCIATE_OF", "PARTNER_OF", "WORKS_FOR", "MEMBER_OF", "RELATED_TO"})


def generate(folder: Path, offenders: int, seed: int, progress: Progress | None = None) -> dict[str, int]:
    """Write a synthetic bundle and return the rows written, by file (without its ending).

    The folder must be new or empty; `offenders` is from 1 to 1,000,000. `progress(done, total)` is called with the
    offenders made so far. Raises InputRefused where these do not hold.
    """
    if not 1 <= offenders <= MOST_OFFENDERS:
        raise InputRefused(f"{offenders:,} offenders cannot be made; expected a number from 1 to {MOST_OFFENDERS:,}.")
    maker = _Maker(offenders, seed)
    with BundleWriter(folder) as writer:
        for name, rows in maker.world().items():
            writer.write(name, rows)
        for number, first in enumerate(range(0, offenders, _DISTRICT)):
            these = range(first, min(first + _DISTRICT, offenders))
            for name, rows in maker.district(number, these).items():
                writer.write(name, rows)
            if progress is not None:
                progress(these.stop, offenders)
        return writer.counts
