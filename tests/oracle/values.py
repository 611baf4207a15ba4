"""What the oracle answers: frozen values, to be compared as sets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.oracle.records import Link

NEAR = "NEAR"
IN_BUILDING = "IN_BUILDING"

NUMBER_OF = {
    "child_same_household": 1,
    "child_household_stay": 2,
    "partner_child": 3,
    "new_partner": 4,
    "prior_victim_proximity": 5,
    "prior_victim_contact": 6,
    "victim_sibling": 7,
    "relative_or_friend_child": 8,
    "extended_family_care": 9,
    "offender_sibling_group": 10,
    "near_child_site": 11,
    "household_child_school": 12,
    "shared_organisation": 13,
    "work_site_exposure": 14,
    "shared_building": 15,
    "neighbour_child": 16,
    "associate_bridge": 18,
    "babysitting_access": 19,
    "child_associate": 20,
    "online_contact": 21,
    "adult_at_risk_access": 22,
    "order_zone_breach": 24,
    "release_address_near_victim": 25,
    "prison_channel": 26,
    "staff_target": 27,
    "former_partner": 29,
    "household_adult": 30,
    "child_home_visit": 31,
    "keyholder_access": 32,
    "stalking_target": 33,
    "expected_child": 34,
}
"""The place in the catalogue of every pattern, and of the alert that is ranked among them."""

_RANKS = ("CONTEXT", "WEAK", "MODERATE", "STRONG")


def rank(strength: str) -> int:
    """How strong: the more, the higher."""
    return _RANKS.index(strength)


def weaker(strength: str, steps: int) -> str:
    """So many steps down, never below WEAK; CONTEXT stays."""
    return strength if strength == "CONTEXT" else _RANKS[max(1, rank(strength) - steps)]


@dataclass(frozen=True, slots=True)
class Walk:
    """A path: n steps that join n + 1 nodes. A step is a link or the name of a derived one."""

    nodes: tuple[str, ...]
    steps: tuple[Link | str, ...] = ()

    def to(self, step: Link | str, node: str) -> Walk:
        """The path with one more step."""
        return Walk((*self.nodes, node), (*self.steps, step))

    def along(self, link: Link) -> Walk:
        """The path with one more recorded link, to its other end."""
        return self.to(link, link.other(self.nodes[-1]))

    @property
    def links(self) -> tuple[Link, ...]:
        """Its recorded links."""
        return tuple(step for step in self.steps if isinstance(step, Link))

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of its links, or the names of derived ones, in walking order."""
        return tuple(step.id if isinstance(step, Link) else step for step in self.steps)


@dataclass(frozen=True, slots=True)
class Reach:
    """A pattern that holds along a path, before anything is said of its strength.

    `judged`: the kinds of profile whose preferences are judged; empty where none are. `protected`: whom a class holds;
    empty for a person. `beside`: links that are not on the path but count in the cap. `most`: the most that it can be for
    another reason. `victim`: the subject is reached as a prior victim. `follows`: it holds only for the subject of another
    exposure. `kinds`: the kinds of profile that open the row for this subject, where who is told hangs on it.
    """

    pattern: str
    walk: Walk
    base: str
    downs: int = 0
    judged: frozenset[str] = frozenset()
    protected: frozenset[str] = frozenset()
    beside: tuple[Link, ...] = ()
    most: str = "STRONG"
    kinds: frozenset[str] = frozenset()
    victim: bool = False
    follows: bool = False

    @property
    def subject(self) -> str:
        """The person or place where the path ends."""
        return self.walk.nodes[-1]


@dataclass(frozen=True, slots=True)
class Exposure:
    """One path of one pattern. `links` holds ids, and NEAR or IN_BUILDING for the derived; `nodes` has one more."""

    pattern: str
    links: tuple[str, ...]
    nodes: tuple[str, ...]
    strength: str
    timing: str
    suppressed_by: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One subject. `kind`: PERSON, or whom a class at a place holds: CHILDREN, ADULTS_AT_RISK or BOTH."""

    subject: str
    kind: str
    strength: str
    groups: frozenset[str]
    exposures: frozenset[Exposure]


@dataclass(frozen=True, slots=True)
class Alert:
    """Something about the offender. `about`: the relationship of the pair that the alert is for.

    `links` is one path that shows it; empty for serial_partner, of which the rules name none. Several paths may show
    the same alert: two alerts are equal when kind, subject, `about` and `agency` are.
    """

    kind: str
    subject: str | None
    about: str | None = None
    links: tuple[str, ...] = field(default=(), compare=False)
    agency: str | None = None

    @property
    def shown(self) -> tuple[str, str | None, tuple[str, ...]]:
        """What a reader is shown of it: kind, subject and the links of its path."""
        return self.kind, self.subject, self.links


def unique(alerts: Iterable[Alert]) -> frozenset[Alert]:
    """One alert for each pair: of equal ones that with the shortest path, then the smallest ids."""
    ordered = sorted(alerts, key=lambda alert: (len(alert.links), alert.links))
    return frozenset({alert: alert for alert in reversed(ordered)}.values())
