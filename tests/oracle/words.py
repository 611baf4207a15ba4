"""The words of the rules: what counts when, who is a child, where is home, who is kin, in contact, offended against."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from math import asin, cos, radians, sin, sqrt

from tests.oracle.clock import DAY, age_on, birthday
from tests.oracle.numbers import EARTH_RADIUS_M, NUMBERS, Numbers
from tests.oracle.records import BIASED, EVENTS, KINSHIP, OFFENCE_LINKS, Link, Order, Person, Place, Profile
from tests.oracle.seen import Seen

OFFENDED = frozenset({"CONVICTED", "CAUTIONED"})
_REMOTE = frozenset({"CALL", "MESSAGE", "LETTER"})
_IN_TOUCH = frozenset({"IN_PERSON", "CALL", "MESSAGE"})


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance of two pairs of latitude and longitude."""
    (lat1, lon1), (lat2, lon2) = (tuple(map(radians, point)) for point in (one, other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(sqrt(min(1.0, half)))


class Words:
    """The words at one day of one viewer's world.

    `good`: ids of badly graded links that are to count all the same, to see what would follow if they were good.
    """

    def __init__(self, seen: Seen, as_of: date, good: frozenset[str] = frozenset(), numbers: Numbers = NUMBERS) -> None:
        self.seen = seen
        self.as_of = as_of
        self.numbers = numbers
        self._good = good

    # Links and time -----------------------------------------------------------------------------------------------

    def usable(self, link: Link) -> bool:
        """Whether a link may fulfil or prevent anything."""
        return not link.grade.bad or link.id in self._good

    def out(self, id_: str, *types: str) -> list[Link]:
        """Usable links of these types that start at a record, by id."""
        return self._chosen(self.seen.out(id_), types)

    def into(self, id_: str, *types: str) -> list[Link]:
        """Usable links of these types that end at a record, by id."""
        return self._chosen(self.seen.into(id_), types)

    def around(self, id_: str, *types: str) -> list[Link]:
        """Usable links of these types that start or end at a record."""
        return self.out(id_, *types) + self.into(id_, *types)

    def between(self, one: str, other: str, *types: str) -> list[Link]:
        """Usable links of these types between two records, in either direction."""
        return [link for link in self.around(one, *types) if link.other(one) == other]

    def _chosen(self, links: list[Link], types: tuple[str, ...]) -> list[Link]:
        chosen = (link for link in links if link.type in types and self.usable(link))
        return sorted(chosen, key=lambda link: link.id)

    def current(self, link: Link) -> bool:
        """Whether the day asked about lies in its interval."""
        return not link.undated and link.when.contains(self.as_of)

    def recent(self, link: Link) -> bool:
        """Whether it has begun, and is current or ended lately. An event without any day never is."""
        return not link.undated and link.when.recent(self.as_of, self.numbers.recent_days)

    def forthcoming(self, link: Link) -> bool:
        """Whether it begins soon."""
        return not link.undated and link.when.forthcoming(self.as_of, self.numbers.forthcoming_days)

    def counts(self, link: Link) -> bool:
        """Whether a link counts where a row says nothing else about time."""
        if link.type in OFFENCE_LINKS:
            return True
        if link.type in KINSHIP:
            return link.when.begun(self.as_of)
        return self.recent(link) if link.type in EVENTS else self.current(link)

    # People -------------------------------------------------------------------------------------------------------

    def alive(self, id_: str) -> bool:
        """Whether it is a person who has not died by the day."""
        person = self.seen.person(id_)
        return person is not None and (person.died is None or person.died > self.as_of)

    def age(self, id_: str) -> int | None:
        """Completed years, where the birth is known and past."""
        person = self.seen.person(id_)
        return None if person is None or person.born is None else age_on(person.born, self.as_of)

    def under_age_on(self, person: Person, day: date) -> bool:
        """Whether somebody of known birth was born and under 18 on a day."""
        return person.born is not None and person.born <= day < birthday(person.born, self.numbers.come_of_age)

    def possible_child(self, id_: str) -> bool:
        """Whether somebody of unknown birth attends a school or nursery."""
        person = self.seen.person(id_)
        if person is None or person.born is not None or not self.alive(id_):
            return False
        return any(self.current(link) and self.school_or_nursery(link.to_id) for link in self.out(id_, "ATTENDS"))

    def child(self, id_: str) -> bool:
        """Whether somebody is a living child, or a possible one."""
        person = self.seen.person(id_)
        if person is None or not self.alive(id_):
            return False
        return self.under_age_on(person, self.as_of) or self.possible_child(id_)

    def adult(self, id_: str) -> bool:
        """Whether somebody is born, or of unknown birth, and no child."""
        person = self.seen.person(id_)
        if person is None or self.child(id_):
            return False
        if person.born is None:
            return True
        return person.born <= self.as_of and not self.under_age_on(person, self.as_of)

    def adult_at_risk(self, id_: str) -> bool:
        """Whether somebody is an adult at risk."""
        person = self.seen.person(id_)
        return person is not None and person.at_risk and self.adult(id_)

    def own_child(self, o: str, id_: str) -> bool:
        """Whether o is a parent of this child: by birth or adoption for good, as step or foster parent while it lasts."""
        if not self.child(id_):
            return False
        for link in self.out(o, "PARENT_OF"):
            lasting = link.role not in ("STEP", "FOSTER") or self.current(link)
            if link.to_id == id_ and lasting and self.counts(link):
                return True
        return False

    def expected(self, id_: str) -> bool:
        """Whether somebody is to be born soon."""
        person = self.seen.person(id_)
        if person is None or person.born is None:
            return False
        return self.as_of < person.born <= self.as_of + self.numbers.expected_days * DAY

    def kin_links(self, id_: str) -> list[Link]:
        """Every link to kin."""
        return [link for link in self.around(id_, *sorted(KINSHIP)) if self.counts(link)]

    def kin(self, one: str, other: str) -> bool:
        """Whether two people are kin."""
        return any(link.other(one) == other for link in self.kin_links(one))

    # Places -------------------------------------------------------------------------------------------------------

    def sorts(self, place_id: str) -> frozenset[str]:
        """The kinds that an address counts as: its own and its building's."""
        place = self.seen.place(place_id)
        if place is None or place.file != "addresses":
            return frozenset()
        building = self.seen.place(place.building_id)
        return frozenset(sort for sort in (place.sort, building.sort if building else None) if sort)

    def dwelling(self, place_id: str) -> bool:
        """Whether an address is somebody's own home, by its kind and its building's."""
        place = self.seen.place(place_id)
        if place is None or place.file != "addresses" or place.sort not in ("DWELLING", "ROOM", "BUILDING", None):
            return False
        building = self.seen.place(place.building_id)
        return building is None or building.sort not in ("APPROVED_PREMISES", "PRISON")

    def school_or_nursery(self, place_id: str) -> bool:
        """Whether it is one."""
        place = self.seen.place(place_id)
        return place is not None and (place.school or place.nursery)

    def homes(self, id_: str) -> list[Link]:
        """The links that make somebody's homes. The dead have none."""
        if not self.alive(id_):
            return []
        types = ("LIVES_AT", "STAYS_AT") if self.child(id_) else ("LIVES_AT",)
        return [link for link in self.out(id_, *types) if self.current(link) and "PRISON" not in self.sorts(link.to_id)]

    def home_ids(self, id_: str) -> frozenset[str]:
        """The addresses that are somebody's homes."""
        return frozenset(link.to_id for link in self.homes(id_))

    def residents(self, place_id: str) -> list[tuple[str, Link]]:
        """Everybody at home at an address, with the links that say so."""
        links = self.into(place_id, "LIVES_AT", "STAYS_AT")
        return [(link.from_id, link) for link in links if link in self.homes(link.from_id)]

    def near(self, one: Place, other: Place, limit_m: float) -> bool:
        """Whether two places are the same, or no further apart than the limit."""
        if one.id == other.id:
            return True
        return one.at is not None and other.at is not None and metres(one.at, other.at) <= limit_m

    # Two people ---------------------------------------------------------------------------------------------------

    def in_contact(self, one: str, other: str) -> bool:
        """Whether two people are in contact."""
        if any(self.recent(link) for link in self.between(one, other, "CONTACTED", "VISITS", "MINDS")):
            return True
        if self.home_ids(one) & self.home_ids(other):
            return True
        return self._comes_home(one, other) or self._comes_home(other, one)

    def _comes_home(self, guest: str, host: str) -> bool:
        homes = self.home_ids(host)
        return any(self.recent(link) and link.to_id in homes for link in self.out(guest, "STAYS_AT", "VISITS"))

    def share_home(self, one: str, other: str) -> bool:
        """Whether two people share a current home."""
        return bool(self.home_ids(one) & self.home_ids(other))

    # Partners, and what comes after a parting ---------------------------------------------------------------------

    def partnerships(self, o: str) -> list[Link]:
        """Somebody's partnerships as they count in the rows: an ending that is not heeded as the version before it."""
        links = [link for link in [*self.seen.out(o), *self.seen.into(o)] if link.type == "PARTNER_OF"]
        heeded = (
            link.unheeding
            if link.unheeded_ending and link.unheeding is not None and link.id not in self._good
            else link
            for link in sorted(links, key=lambda link: link.id)
        )
        return [link for link in heeded if self.usable(link)]

    def partners(self, o: str) -> frozenset[str]:
        """Current and recent partners."""
        return frozenset(link.other(o) for link in self.partnerships(o) if self.recent(link))

    def partnered(self, o: str, p: str) -> bool:
        """Whether a partnership of the two is current or forthcoming."""
        return any(self._lasting(link) for link in self.partnerships(o) if link.other(o) == p)

    def ended(self, o: str, link: Link) -> bool:
        """Whether a partnership has ended, and the two have not begun anew."""
        return self.over(link) and not self.partnered(o, link.other(o))

    def _lasting(self, link: Link) -> bool:
        return self.current(link) or self.forthcoming(link)

    def over(self, link: Link) -> bool:
        """Whether a link has ended by the day."""
        return link.when.end is not None and link.when.end <= self.as_of

    def beyond(self, link: Link, ending: date | None) -> bool:
        """Whether a link is current or recent, and began with the ending or lasted beyond it."""
        if ending is None or not self.recent(link):
            return False
        start, end = link.when.start, link.when.end
        return (start is not None and start >= ending) or end is None or end > ending + DAY

    def approaches(self, o: str, partnership: Link) -> list[Link]:
        """How o has sought out a former partner since the ending."""
        p, ending = partnership.other(o), partnership.when.end
        homes = self.home_ids(p)
        return [
            link
            for link in self.out(o, "CONTACTED", "VISITS", "THREATENED", "STAYS_AT", "SEEN_AT", "FIXATED_ON")
            if (link.to_id == p or (link.to_id in homes and link.type in ("VISITS", "STAYS_AT", "SEEN_AT")))
            and (self.recent(link) if link.type == "FIXATED_ON" else self.beyond(link, ending))
        ]

    def only_parents_talking(self, o: str, p: str, approaches: list[Link]) -> bool:
        """Whether all the approaches are such as parents of one child may need."""
        remote = all(link.type == "CONTACTED" and link.role in _REMOTE for link in approaches)
        return remote and any(self.child(k) for k in self._children(o) & self._children(p))

    def _children(self, id_: str) -> frozenset[str]:
        return frozenset(link.to_id for link in self.out(id_, "PARENT_OF") if self.counts(link))

    def in_touch_since(self, o: str, partnership: Link) -> bool:
        """Whether a former partner has been in touch with o since the ending."""
        p = partnership.other(o)
        return any(
            link.to_id == o and link.role in _IN_TOUCH and self.beyond(link, partnership.when.end)
            for link in self.out(p, "CONTACTED")
        )

    def disputed_endings(self, o: str) -> list[Link]:
        """Partnerships, whatever their grade, that are over by the word of one of the two, against what else is known."""
        return [
            link
            for link in sorted([*self.seen.out(o), *self.seen.into(o)], key=lambda link: link.id)
            if link.type == "PARTNER_OF" and link.interest in BIASED and self.over(link) and self._disputed(o, link)
        ]

    def _disputed(self, o: str, link: Link) -> bool:
        p = link.other(o)
        if any(self._lasting(other) for other in self.between(o, p, "PARTNER_OF")):
            return False
        met = [
            *(other for other in self.between(o, p, "CONTACTED") if other.role in _IN_TOUCH),
            *self.between(o, p, "VISITS"),
            *self._at_home_of(o, p),
            *self._at_home_of(p, o),
        ]
        return self.share_home(o, p) or any(self.beyond(other, link.when.end) for other in met)

    def _at_home_of(self, guest: str, host: str) -> list[Link]:
        homes = self.home_ids(host)
        return [link for link in self.out(guest, "VISITS", "STAYS_AT", "SEEN_AT", "LIVES_AT") if link.to_id in homes]

    def offences_against(self, o: str, v: str) -> list[tuple[Link, Link]]:
        """How o offended against v: the pairs of links that meet in one offence."""
        barred = v in self.barred(o)
        pairs: list[tuple[Link, Link]] = []
        for involved in self.out(o, "INVOLVED_IN"):
            if involved.role in OFFENDED or (barred and involved.role != "ACQUITTED"):
                pairs.extend((involved, link) for link in self.into(involved.to_id, "VICTIM_OF") if link.from_id == v)
        return pairs

    def barred(self, o: str) -> frozenset[str]:
        """Whom the orders in force name in a condition of no contact."""
        return frozenset(
            condition.subject_id
            for order in self.orders(o)
            if order.when.contains(self.as_of)
            for condition in order.conditions
            if condition.kind == "NO_CONTACT" and condition.subject_id is not None
        )

    def prior_victims(self, o: str) -> frozenset[str]:
        """Whom o offended against."""
        met = {link.from_id for mine in self.out(o, "INVOLVED_IN") for link in self.into(mine.to_id, "VICTIM_OF")}
        return frozenset(v for v in met if v != o and self.offences_against(o, v))

    # How somebody is managed --------------------------------------------------------------------------------------

    def orders(self, o: str) -> list[Order]:
        """The orders that bind somebody."""
        return self.seen.orders.get(o, [])

    def in_custody(self, id_: str) -> bool:
        """Whether somebody is in a prison."""
        return any(
            self.current(link) and "PRISON" in self.sorts(link.to_id) for link in self.out(id_, "LIVES_AT", "STAYS_AT")
        )

    def managed(self, id_: str) -> bool:
        """Whether somebody is a managed offender."""
        return any(row.when.contains(self.as_of) for row in self.seen.managements.get(id_, ()))

    def planned_or_lives(self, link: Link) -> bool:
        """Whether a link puts somebody in a home as 1 asks: living there now or soon, or a plan of now or soon."""
        if link.type == "LIVES_AT":
            return self.current(link) or self.forthcoming(link)
        begun = self.current(link) and link.when.begun_within(self.as_of, self.numbers.forthcoming_days)
        return link.type == "PLANNED_RESIDENCE" and (self.forthcoming(link) or begun)

    def sentenced_on(self, id_: str) -> date | None:
        """The day of the latest sentence."""
        days = [row.sentenced_on for row in self.seen.managements.get(id_, ()) if row.sentenced_on is not None]
        return max(days, default=None)

    def profiles(self, id_: str) -> list[Profile]:
        """The profiles that open a gate."""
        rows = self.seen.profiles.get(id_, ())
        return [row for row in rows if row.when.contains(self.as_of) and not row.grade.bad]


class Case:
    """The words with one offender in mind."""

    def __init__(self, words: Words, o: str) -> None:
        self.w = words
        self.o = o

    @cached_property
    def profiles(self) -> list[Profile]:
        """His profiles that open a gate."""
        return self.w.profiles(self.o)

    @cached_property
    def victims(self) -> frozenset[str]:
        """His prior victims."""
        return self.w.prior_victims(self.o)

    @cached_property
    def homes(self) -> list[Link]:
        """The links that make his homes."""
        return self.w.homes(self.o)

    @cached_property
    def disputed(self) -> frozenset[str]:
        """His partnerships whose ending is disputed."""
        return frozenset(link.id for link in self.w.disputed_endings(self.o))

    def opened(self, *kinds: str) -> frozenset[str]:
        """Those of the kinds of profile that he has."""
        return frozenset(profile.kind for profile in self.profiles) & frozenset(kinds)

    def mismatch(self, id_: str, kinds: frozenset[str]) -> bool:
        """Whether none of his profiles of these kinds matches somebody in sex and age."""
        person, age = self.w.seen.person(id_), self.w.age(id_)
        sex = person.sex if person is not None else None
        return not any(_matches(profile, sex, age) for profile in self.profiles if profile.kind in kinds)


def _matches(profile: Profile, sex: str | None, age: int | None) -> bool:
    if profile.sex is not None and sex is not None and profile.sex != sex:
        return False
    if age is None:
        return True
    return (profile.age_from is None or profile.age_from <= age) and (profile.age_to is None or age <= profile.age_to)
