"""How strong an exposure is, and when it holds."""

from tests.oracle.records import Link
from tests.oracle.values import NUMBER_OF, Reach, rank, weaker
from tests.oracle.words import Case


def cap_of(link: Link) -> str:
    """The most that an exposure over this link can be."""
    return "STRONG" if link.grade.best and not link.opinion else "MODERATE"


def strength(case: Case, reach: Reach) -> str:
    """Base, then steps down, then the cap."""
    downs = reach.downs
    if not reach.protected and reach.judged and case.mismatch(reach.subject, reach.judged):
        downs += 1
    if any(_announces(case, reach, link) for link in reach.walk.links):
        downs += 1
    caps = [reach.most, *(cap_of(link) for link in (*reach.walk.links, *reach.beside))]
    if reach.protected or case.w.possible_child(reach.subject):
        caps.append("MODERATE")
    return min(weaker(reach.base, downs), *caps, key=rank)


def _announces(case: Case, reach: Reach, link: Link) -> bool:
    """Whether a link is forthcoming and costs a step."""
    planned = reach.pattern == "release_address_near_victim" and link.type == "PLANNED_RESIDENCE"
    return not planned and reach.pattern != "expected_child" and link.timed and case.w.forthcoming(link)


def timing(case: Case, reach: Reach) -> str:
    """When an exposure holds."""
    if reach.pattern == "expected_child":
        return "FORTHCOMING"
    timed = [link for link in reach.walk.links if link.timed]
    if any(case.w.forthcoming(link) for link in timed):
        return "FORTHCOMING"
    return "CURRENT" if all(case.w.current(link) for link in timed) else "RECENT"


def group(case: Case, reach: Reach) -> frozenset[str]:
    """The groups at risk that an exposure stands for."""
    if reach.protected:
        return frozenset({"CHILDREN" if whom == "CHILDREN" else "KNOWN_ADULT" for whom in reach.protected})
    if reach.pattern == "staff_target":
        return frozenset({"STAFF"})
    expected = NUMBER_OF[reach.pattern] >= 29 and case.w.expected(reach.subject)
    if case.w.child(reach.subject) or expected:
        return frozenset({"CHILDREN"})
    if reach.pattern == "prison_channel" and case.w.adult(reach.subject) and case.w.in_custody(reach.subject):
        return frozenset({"PRISONERS"})
    return frozenset({"KNOWN_ADULT"})
