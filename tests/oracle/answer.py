"""Who might an offender harm: the findings at a view, and the exposures they are made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from tests.oracle.numbers import NUMBERS, Numbers
from tests.oracle.patterns import PATTERNS
from tests.oracle.seen import Seen
from tests.oracle.strength import group, strength, timing
from tests.oracle.values import Exposure, Finding, Reach, rank
from tests.oracle.words import Case, Words
from tests.oracle.world import World

OWN_CHILD_PATTERNS = frozenset(
    {
        "child_same_household",
        "child_household_stay",
        "partner_child",
        "victim_sibling",
        "extended_family_care",
        "stalking_target",
        "expected_child",
    }
)
FOLLOWS_ANYBODY = "victim_sibling"
SUPPRESSOR = "child_same_household"
SUPPRESSED = frozenset(
    {
        "child_household_stay",
        "relative_or_friend_child",
        "extended_family_care",
        "shared_building",
        "neighbour_child",
        "child_home_visit",
    }
)

Found = tuple[Reach, Exposure]


def findings(
    world: World,
    offender_id: str,
    as_of: date,
    known_at: datetime,
    cleared: bool,
    numbers: Numbers = NUMBERS,
) -> tuple[Finding, ...]:
    """Every finding about an offender, in order."""
    words = Words(Seen(world, known_at, cleared=cleared), as_of, numbers=numbers)
    return findings_of(Case(words, offender_id))


def findings_of(case: Case) -> tuple[Finding, ...]:
    """Every finding of a case, in order."""
    by_subject: dict[str, list[Found]] = {}
    for reach, exposure in exposures(case):
        by_subject.setdefault(reach.subject, []).append((reach, exposure))
    return tuple(sorted((_finding(case, found) for found in by_subject.values()), key=lambda each: _order(case, each)))


def exposures(case: Case) -> list[Found]:
    """Every exposure, with what it was made from. The same path of a pattern comes once."""
    unique: dict[tuple[str, tuple[str, ...], tuple[str, ...]], Reach] = {}
    for reach in eligible(case, (reach for pattern in PATTERNS for reach in pattern(case))):
        unique[reach.pattern, reach.walk.ids, reach.walk.nodes] = reach
    by_subject: dict[str, list[Reach]] = {}
    for reach in unique.values():
        by_subject.setdefault(reach.subject, []).append(reach)
    kept = [
        reach
        for reach in unique.values()
        if not reach.follows or any(_holds_up(other, reach) for other in by_subject[reach.subject])
    ]
    return _suppressed([(reach, _exposure(case, reach)) for reach in kept])


def _holds_up(other: Reach, reach: Reach) -> bool:
    """Whether an exposure that counts only beside another counts beside this one: 7 and a member's by 13 or 14 do so both ways."""
    return not other.follows or (other.pattern == FOLLOWS_ANYBODY) != (reach.pattern == FOLLOWS_ANYBODY)


def eligible(case: Case, reaches: Iterable[Reach]) -> Iterable[Reach]:
    """Those that no general rule forbids: no dead on the path, no record twice, nobody who may not be the subject."""
    w = case.w
    for reach in reaches:
        nodes = reach.walk.nodes
        people = [id_ for id_ in nodes if w.seen.person(id_) is not None]
        if len(set(nodes)) < len(nodes) or not all(map(w.alive, people)):
            continue
        allowed = reach.victim or reach.pattern in OWN_CHILD_PATTERNS or reach.protected
        if allowed or not w.own_child(case.o, reach.subject):
            yield reach


def _exposure(case: Case, reach: Reach) -> Exposure:
    return Exposure(
        pattern=reach.pattern,
        links=reach.walk.ids,
        nodes=reach.walk.nodes,
        strength=strength(case, reach),
        timing=timing(case, reach),
    )


def _suppressed(found: list[Found]) -> list[Found]:
    """The same exposures, those marked that sharing a home with the child makes superfluous."""
    shared: dict[str, int] = {}
    for reach, exposure in found:
        if exposure.pattern == SUPPRESSOR and exposure.timing == "CURRENT":
            shared[reach.subject] = max(shared.get(reach.subject, 0), rank(exposure.strength))
    return [
        (
            reach,
            replace(exposure, suppressed_by=SUPPRESSOR)
            if exposure.pattern in SUPPRESSED and rank(exposure.strength) <= shared.get(reach.subject, -1)
            else exposure,
        )
        for reach, exposure in found
    ]


def _finding(case: Case, found: list[Found]) -> Finding:
    live = [(reach, exposure) for reach, exposure in found if exposure.suppressed_by is None]
    protected = frozenset[str]().union(*(reach.protected for reach, _ in found))
    kind = "PERSON" if not protected else "BOTH" if len(protected) > 1 else next(iter(protected))
    return Finding(
        subject=found[0][0].subject,
        kind=kind,
        strength=max((exposure.strength for _, exposure in live), key=rank),
        groups=frozenset[str]().union(*(group(case, reach) for reach, _ in live)),
        exposures=frozenset(exposure for _, exposure in found),
    )


_CLASSES = {
    "CHILDREN": "Children at ",
    "ADULTS_AT_RISK": "Adults at risk at ",
    "BOTH": "Children and adults at risk at ",
}


def description(case: Case, finding: Finding) -> str:
    """The name of a person, or what a class is called."""
    person, place = case.w.seen.person(finding.subject), case.w.seen.place(finding.subject)
    if person is not None:
        return person.name
    return _CLASSES[finding.kind] + (place.name if place is not None else "")


def _order(case: Case, finding: Finding) -> tuple[int, int, str, str]:
    shortest = min(len(exposure.links) for exposure in finding.exposures if exposure.suppressed_by is None)
    return -rank(finding.strength), shortest, description(case, finding).casefold(), finding.subject
