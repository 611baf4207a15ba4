"""The world, and the district of it that is being made: its rows so far, and what later stages need to know of them."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final, NamedTuple, TypeVar

from graph_service.samples.identifiers import crn, cro_number, noms_number, pnc_id
from graph_service.samples.names import GIVEN_F, GIVEN_M, TOWN_ENDS, TOWN_STARTS
from graph_service.samples.synthetic.days import ADULT, DAYS, NOW, RECORDS_BEGIN

DISTRICT: Final = 200
"""The most offenders in one."""
_DISTRICTS_IN_TOWN: Final = 4
_AREAS: Final = tuple(first + second for first in "QVX" for second in "ABCDEFGHJKLMNPQRSTUVWXYZ")
_INWARD: Final = "ABDEFGHJLNPQRSTUWXYZ"
_TOWN_NAMES: Final = tuple(start + end for end in TOWN_ENDS for start in TOWN_STARTS)
_HISTORY_RECORDED: Final = f"{DAYS[RECORDS_BEGIN]}T09:00:00Z"
_NO_IDENTIFIERS: Final = (None,) * 8
_CORRECTED: Final = frozenset({"FRIEND_OF", "ASSOCIATE_OF", "PARTNER_OF", "WORKS_FOR", "MEMBER_OF", "RELATED_TO"})
"""Types of relationship of which a few turn out to have begun on another day, or not to be so."""

Row = Sequence[Any]
_T = TypeVar("_T")


class Chance:
    """All chance of one world: one seeded source, asked in one order."""

    def __init__(self, seed: str) -> None:
        self._rng = random.Random(seed)  # noqa: S311 - invented data, not secrets
        self.random = self._rng.random
        """A number from 0 to 1, 1 excluded."""

    def below(self, limit: int) -> int:
        """A whole number from 0 on, below the limit."""
        return int(self.random() * limit)

    def pick(self, values: Sequence[_T]) -> _T:
        """One of the values."""
        return values[int(self.random() * len(values))]

    def weighted(self, values: Sequence[_T], cumulative: Sequence[int]) -> _T:
        """One of the values, each as likely as its weight says; the weights are added up."""
        return self._rng.choices(values, cum_weights=cumulative)[0]


class World:
    """What all districts share: how many offenders there are in all, chance, numbers for ids, prisons."""

    def __init__(self, offenders: int, seed: int) -> None:
        self.offenders = offenders
        self.chance = Chance(f"{offenders}/{seed}")
        self.people, self.addresses, self.relationships, self.others = count(1), count(1), count(1), count(1)
        self.prisons = [f"prison-{number}" for number in range(1, 2 + offenders // 5000)]

    def prison_rows(self) -> list[Row]:
        """The rows of addresses of the prisons."""
        rows: list[Row] = []
        for index, prison in enumerate(self.prisons):
            at = (f"{53.9 + index * 0.01:.6f}", f"{-1.9 - index * 0.01:.6f}")
            lines = f"HMP {_TOWN_NAMES[index % len(_TOWN_NAMES)]}"
            rows.append((prison, lines, "Moorside", "ZZ9 9ZZ", 899_000_000_000 + index, *at, "PRISON", None, None))
        return rows


@dataclass(slots=True)
class Resident:
    """What later stages need to know of a person already written: days of birth and of moving in, and which home it is."""

    id: str
    born: int
    sex: str
    family: str
    home: int
    since: int


class Home(NamedTuple):
    """What later stages need to know of a dwelling."""

    id: str
    latitude: float
    longitude: float
    postcode: str


class Institutions(NamedTuple):
    """Where people learn, work and meet, by id."""

    primary: str
    nursery: str
    secondary: str
    workplaces: list[str]
    clubs: list[str]


@dataclass(slots=True)
class District:
    """The rows and the people of one district while it is made. `words_of_either`: the sources that are the word of an
    offender or a partner.
    """

    world: World
    number: int
    offenders: range
    rows: dict[str, list[Row]] = field(default_factory=dict)
    adults: list[Resident] = field(default_factory=list)
    children: list[Resident] = field(default_factory=list)
    homes: list[Home] = field(default_factory=list)
    landlord_of: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    words_of_either: list[str] = field(default_factory=list)
    offender_people: list[Resident] = field(default_factory=list)
    chance: Chance = field(init=False)
    town_number: int = field(init=False)
    part: int = field(init=False)
    latitude: float = field(init=False)
    longitude: float = field(init=False)
    outward: str = field(init=False)
    town: str = field(init=False)

    def __post_init__(self) -> None:
        town, part = divmod(self.number, _DISTRICTS_IN_TOWN)
        self.chance = self.world.chance
        self.town_number, self.part = town, part
        self.latitude = 51.0 + (town * 0.61803) % 1 * 3.6 + (part // 2) * 0.026
        self.longitude = -3.0 + (town * 0.41421) % 1 * 3.4 + (part % 2) * 0.044
        self.outward = f"{_AREAS[town % len(_AREAS)]}{1 + (self.number // len(_AREAS)) % 99}"
        self.town = _TOWN_NAMES[town % len(_TOWN_NAMES)]

    def add(self, name: str, row: Row) -> None:
        """A row of a file, its cells in the order of `writing.COLUMNS`."""
        self.rows.setdefault(name, []).append(row)

    def next_id(self, prefix: str) -> str:
        """An id that nothing else has."""
        return f"{prefix}{next(self.world.others)}"

    def postcode(self) -> str:
        """A postcode of the district."""
        chance = self.chance
        return f"{self.outward} {chance.below(9) + 1}{chance.pick(_INWARD)}{chance.pick(_INWARD)}"

    def relate(
        self,
        type_: str,
        start: str,
        end: str,
        role: str | None = None,
        since: int | None = None,
        until: int | None = None,
        detail: str | None = None,
        told_by: str | None = None,
    ) -> None:
        """One relationship; who says so (but for `told_by`), how sure it is and when it was learnt are drawn here.

        A link is learnt a few days after it begins, or when the records of the world begin. One in fifty turns out to
        have begun on another day: the first version is superseded, a corrected one stands beside it.
        """
        random_ = self.chance.random
        chance = random_()
        source = told_by or (self.chance.pick(self.sources) if chance < 0.55 else None)
        identity = f"r{next(self.world.relationships)}"
        if since is None or since < RECORDS_BEGIN:
            learnt, recorded = RECORDS_BEGIN, _HISTORY_RECORDED
        else:
            learnt = min(since + int(random_() * 12), NOW)
            recorded = f"{DAYS[learnt]}T{8 + learnt % 3:02d}:30:00Z"
        first = None if since is None else DAYS[since]
        last = None if until is None else DAYS[until]
        what = (type_, start, end, role)
        superseded = None
        if chance > 0.98 and type_ in _CORRECTED and since is not None and since > 400 and learnt < NOW - 30:
            superseded = f"{DAYS[learnt + 1 + int(random_() * (NOW - learnt - 2))]}T16:00:00Z"
            corrected = f"r{next(self.world.relationships)}"
            began = DAYS[since - 1 - int(random_() * 300)]
            row: Row = (corrected, *what, began, last, superseded, None, source, "FACT", "CONFIRMED", detail)
            self.add("relationships", row)
        assertion = status = None
        if source is not None:
            if chance < 0.03:
                assertion = "OPINION"
            elif chance < 0.04 and type_ in _CORRECTED:
                status = "REFUTED"
            elif chance < 0.12:
                status = "CONFIRMED"
        row = (identity, *what, first, last, recorded, superseded, source, assertion, status, detail)
        self.add("relationships", row)

    def add_person(
        self, born: int, sex: str, family: str, home: int, since: int, offender: int | None = None
    ) -> Resident:
        """Somebody who lives in a home since a day; `offender` is his number where he is one."""
        chance = self.chance
        given = chance.pick(GIVEN_F if sex == "F" else GIVEN_M)
        if offender is None:
            identity = f"person-{next(self.world.people)}"
            row = self._townsperson(identity, given, family, sex, born)
        else:
            identity = f"offender-{offender}"
            row = self._offender(identity, given, family, sex, born, offender)
        self.add("people", row)
        person = Resident(identity, born, sex, family, home, since)
        (self.adults if born < NOW - ADULT else self.children).append(person)
        return person

    def _townsperson(self, identity: str, given: str, family: str, sex: str, born: int) -> Row:
        chance = self.chance
        adult_at_risk = "true" if chance.random() < 0.025 and born < NOW - ADULT else None
        known_birth = DAYS[born] if chance.random() < 0.96 else None
        died = None
        if born < NOW - 60 * 365 and chance.random() < 0.03:
            died = DAYS[NOW - 1 - int(chance.random() * 700)]
        return (identity, given, family, None, known_birth, sex, died, adult_at_risk, *_NO_IDENTIFIERS)

    def _offender(self, identity: str, given: str, family: str, sex: str, born: int, number: int) -> Row:
        chance = self.chance
        year = 1985 + number % 40
        also_known_as = f"{chance.pick(GIVEN_M)} {family}" if chance.random() < 0.12 else None
        identifiers = (
            pnc_id(year, number % 10_000_000),
            cro_number(year, number % 1_000_000),
            noms_number(number),
            crn(number),
            f"SYN-{number:07d}",
        )
        return (identity, given, family, also_known_as, DAYS[born], sex, *(None,) * 4, *identifiers, None)

    def expect_child(self, born: int, family: str) -> str:
        """Somebody who is yet to be born, without name or sex, and so in no household; the id."""
        identity = f"person-{next(self.world.people)}"
        self.add("people", (identity, None, family, None, DAYS[born], None, None, None, *_NO_IDENTIFIERS))
        return identity

    def add_address(
        self,
        lines: str,
        postcode: str,
        latitude: float,
        longitude: float,
        kind: str = "DWELLING",
        building: str | None = None,
        dwellings: int | None = None,
        home: bool = True,
    ) -> str:
        """An address, by default one that somebody may live at; its id."""
        number = next(self.world.addresses)
        identity = f"address-{number}"
        at = (f"{latitude:.6f}", f"{longitude:.6f}")
        uprn = 900_000_000_000 + number
        self.add("addresses", (identity, lines, self.town, postcode, uprn, *at, kind, building, dwellings))
        if home:
            self.homes.append(Home(identity, latitude, longitude, postcode))
        return identity
