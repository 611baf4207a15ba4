"""The candidates for disclosure and sharing, who of them is best placed, and the fewest who protect most."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import combinations

from tests.oracle.answer import exposures
from tests.oracle.numbers import NUMBERS, Numbers
from tests.oracle.seen import Seen
from tests.oracle.telling.conflicts import Conflicts, worst
from tests.oracle.telling.proposals import Proposal, associate, holders, parents, proposals
from tests.oracle.telling.roles import AGENCIES, FOR_CLASSES, rank_of
from tests.oracle.values import rank
from tests.oracle.words import OFFENDED, Case, Words
from tests.oracle.world import World

Served = tuple[str, str, tuple[str, ...], tuple[str, ...]]
"""An exposure: subject, pattern, links and nodes of its path."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody to consider telling. `alternatives` are recipients and roles of others."""

    recipient: str
    role: str
    also_as: tuple[str, ...]
    channel: str
    standing: str
    gateways: frozenset[str]
    protects: frozenset[str]
    conflicts: frozenset[str]
    alternatives: frozenset[tuple[str, str]]
    serves: frozenset[Served]


@dataclass(frozen=True, slots=True)
class Told:
    """Everything that section 4 says of an offender. `best`: by subject, the recipient and role to consider first."""

    candidates: frozenset[Candidate]
    best: dict[str, tuple[str, str]]
    cover: frozenset[str]
    uncovered: frozenset[str]


def told(
    world: World,
    offender_id: str,
    as_of: date,
    known_at: datetime,
    cleared: bool,
    numbers: Numbers = NUMBERS,
) -> Told:
    """Whom to consider telling about an offender at a view."""
    words = Words(Seen(world, known_at, cleared=cleared), as_of, numbers=numbers)
    return Telling(Case(words, offender_id)).told()


class _Entry:
    """One candidate in the making: a recipient, and all that is proposed of it in one list."""

    def __init__(self, recipient: str, channel: str, made: list[Proposal]) -> None:
        self.recipient = recipient
        self.channel = channel
        self.made = made
        self.roles = sorted({each.role for each in made}, key=rank_of)
        self.subjects = frozenset(each.subject for each in made)
        self.standing = "CLEAR"

    def roles_for(self, subject: str) -> list[str]:
        return [role for role in self.roles if any(each.role == role and each.subject == subject for each in self.made)]


class Telling:
    """Section 4 for one offender."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.conflicts = Conflicts(case)
        self.found = exposures(case)

    def told(self) -> Told:
        """All of it."""
        entries = self.entries
        cover, uncovered = self._cover()
        return Told(
            candidates=frozenset(self._candidate(entry) for entry in entries),
            best={
                subject: (first[0].recipient, first[1])
                for subject in self._at_risk
                if (first := self._best(subject)) is not None
            },
            cover=frozenset(entry.recipient for entry in cover),
            uncovered=uncovered,
        )

    @cached_property
    def entries(self) -> list[_Entry]:
        """Every candidate."""
        made = proposals(self.case, self.found)
        made = [*made, *self._stand_ins(made)]
        return self._entries(made)

    def _entries(self, made: Iterable[Proposal]) -> list[_Entry]:
        lists: dict[tuple[str, str], list[Proposal]] = {}
        for each in made:
            lists.setdefault((each.recipient, each.role if self._sharing(each) else ""), []).append(each)
        entries = []
        for (recipient, sharing), own in lists.items():
            entry = _Entry(recipient, "SHARING" if sharing else "DISCLOSURE", own)
            entry.standing = worst([self.conflicts.standing(role, recipient, entry.subjects) for role in entry.roles])
            entries.append(entry)
        return entries

    def _sharing(self, each: Proposal) -> bool:
        place = self.case.w.seen.place(each.recipient)
        duty = place is not None and place.duty_to_cooperate
        return each.role in AGENCIES or (each.role == "SOCIAL_LANDLORD" and duty)

    # Who stands in for somebody blocked ---------------------------------------------------------------------------

    def _stand_ins(self, made: list[Proposal]) -> list[Proposal]:
        subjects = {entry.recipient: entry.subjects for entry in self._entries(made) if entry.channel == "DISCLOSURE"}

        def blocked(each: Proposal) -> bool:
            return self.conflicts.standing(each.role, each.recipient, subjects[each.recipient]) == "BLOCKED"

        return [*self._chairs(made, blocked), *self._other_parents(made, blocked)]

    def _chairs(self, made: list[Proposal], blocked: Callable[[Proposal], bool]) -> Iterable[Proposal]:
        for each in made:
            if each.role == "HEAD_TEACHER" and each.at is not None and blocked(each):
                for chair in holders(self.case, each.at, "CHAIR_OF"):
                    yield Proposal(chair, "GOVERNORS_CHAIR", each.reach, each.exposure, each.at)

    def _other_parents(self, made: list[Proposal], blocked: Callable[[Proposal], bool]) -> Iterable[Proposal]:
        for k in sorted({each.subject for each in made if not each.reach.protected}):
            expected = self.case.w.expected(k)
            if not expected and not self.case.w.child(k):
                continue
            own = [
                each
                for each in made
                if each.subject == k
                and (each.role == "PARENT" or (expected and each.role in ("PARTNER", "EX_PARTNER")))
            ]
            if not own or not all(map(blocked, own)):
                continue
            told = {each.recipient for each in own}
            for p in parents(self.case, k):
                for each in own if p not in told else ():
                    if p != associate(each.reach):
                        yield Proposal(p, "OTHER_PARENT", each.reach, each.exposure)

    # What is said of each -----------------------------------------------------------------------------------------

    def _candidate(self, entry: _Entry) -> Candidate:
        alternatives = frozenset[tuple[str, str]]()
        if entry.standing != "CLEAR":
            alternatives = frozenset(
                (other.recipient, other.roles[0])
                for other in self.entries
                if other.standing == "CLEAR" and other.subjects & entry.subjects
            )
        return Candidate(
            recipient=entry.recipient,
            role=entry.roles[0],
            also_as=tuple(entry.roles[1:]),
            channel=entry.channel,
            standing=entry.standing,
            gateways=self._gateways(entry),
            protects=entry.subjects,
            conflicts=frozenset[str]().union(
                *(self.conflicts.kinds(role, entry.recipient, entry.subjects) for role in entry.roles)
            ),
            alternatives=alternatives,
            serves=frozenset(
                (each.subject, each.exposure.pattern, each.exposure.links, each.exposure.nodes) for each in entry.made
            ),
        )

    def _gateways(self, entry: _Entry) -> frozenset[str]:
        case, roles = self.case, set(entry.roles)
        gateways = set()
        sexual = bool(case.opened("CHILD_SEXUAL"))
        if entry.channel == "SHARING":
            gateways.add("DUTY_TO_COOPERATE")
        else:
            gateways.add("COMMON_LAW")
            if sexual and self._convicted and any(self._of_children(each) for each in entry.made):
                gateways.add("PRESUMPTION_TO_DISCLOSE")
        if roles & {"PARTNER", "EX_PARTNER"} and case.opened("DOMESTIC_ABUSE"):
            gateways.add("DVDS_RIGHT_TO_KNOW")
        if "PARENT" in roles and sexual:
            gateways.add("CSODS")
        if "PRIOR_VICTIM" in roles:
            gateways.add("VICTIM_CONTACT_SCHEME")
        if roles & {"ADULT_SOCIAL_CARE", "CARE_PROVIDER"}:
            gateways.add("CARE_ACT")
        if "STAFF_MEMBER" in roles:
            gateways.add("EMPLOYER_DUTY")
        return frozenset(gateways)

    @cached_property
    def _convicted(self) -> bool:
        """Whether he was convicted or cautioned of a sexual offence against a child."""
        w = self.case.w
        return any(
            link.role in OFFENDED and getattr(w.seen.record(link.to_id), "sort", None) == "CHILD_SEXUAL"
            for link in w.out(self.case.o, "INVOLVED_IN")
        )

    def _of_children(self, each: Proposal) -> bool:
        return "CHILDREN" in each.reach.protected or (not each.reach.protected and self.case.w.child(each.subject))

    # Who is best placed -------------------------------------------------------------------------------------------

    @cached_property
    def _at_risk(self) -> dict[str, bool]:
        """The subjects with a strong or moderate exposure that nothing suppresses; whether each is a class."""
        return {
            reach.subject: bool(reach.protected)
            for reach, exposure in self.found
            if exposure.suppressed_by is None and rank(exposure.strength) >= rank("MODERATE")
        }

    def _place(self, entry: _Entry, role: str, subject: str) -> int | None:
        """The place of a role in the order of Best placed; in person below ten. None: no place for a class."""
        if self._at_risk[subject]:
            return FOR_CLASSES.index(role) + _CLASS if role in FOR_CLASSES else None
        return self._in_person(entry.recipient, role, subject)

    def _in_person(self, recipient: str, role: str, subject: str) -> int:
        w = self.case.w
        if role == "PARENT" and w.share_home(recipient, subject):
            return 0
        if recipient == subject:
            return 1
        if role == "KIN_CARER":
            return 2
        if role == "PARENT":
            return 3
        if role in ("PARTNER", "EX_PARTNER") and recipient in parents(self.case, subject):
            return 4
        return 5 if role == "OTHER_PARENT" else _OTHER + rank_of(role)

    def _places(self, entry: _Entry, subject: str) -> list[tuple[int, int, str]]:
        placed = ((self._place(entry, role, subject), rank_of(role), role) for role in entry.roles_for(subject))
        return sorted((place, order, role) for place, order, role in placed if place is not None)

    def _best(self, subject: str) -> tuple[_Entry, str] | None:
        ways = []
        for entry in self.entries:
            if entry.standing == "BLOCKED" or subject not in entry.subjects:
                continue
            for place, _, role in self._places(entry, subject)[:1]:
                tier = 0 if place < _OTHER or place >= _CLASS else 2 if role in AGENCIES else 1
                ways.append(((tier, entry.standing != "CLEAR", place, entry.recipient), entry, role))
        if not ways:
            return None
        _, first, as_role = min(ways, key=lambda way: way[0])
        return first, as_role

    # The fewest who protect most ----------------------------------------------------------------------------------

    def _cover(self) -> tuple[list[_Entry], frozenset[str]]:
        usable = [entry for entry in self.entries if entry.channel == "DISCLOSURE" and entry.standing != "BLOCKED"]
        reachable = frozenset[str]().union(*(entry.subjects for entry in usable))
        for size in range(len(usable) + 1):
            covers = [
                list(chosen)
                for chosen in combinations(usable, size)
                if frozenset[str]().union(*(entry.subjects for entry in chosen)) == reachable
            ]
            if covers:
                return min(covers, key=self._price), frozenset(self._at_risk) - reachable
        raise AssertionError("All together protect whoever can be protected.")

    def _price(self, cover: list[_Entry]) -> tuple[int, int, list[int], list[str]]:
        places = [min(place for subject in entry.subjects for place in self._first(entry, subject)) for entry in cover]
        return (
            sum(place >= _OTHER for place in places),
            sum(entry.standing == "ASSESS" for entry in cover),
            sorted(places),
            sorted(entry.recipient for entry in cover),
        )

    def _first(self, entry: _Entry, subject: str) -> list[int]:
        return [place for place, _, _ in self._places(entry, subject)[:1]] or [_CLASS + len(FOR_CLASSES)]


_OTHER = 10
_CLASS = 100
