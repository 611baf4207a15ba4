"""Patterns of classes at a place: 11, 13 and 14."""

from collections.abc import Iterator

from tests.oracle.records import Link, Place
from tests.oracle.values import NEAR, Reach, Walk
from tests.oracle.words import Case

_CHILDREN, _AT_RISK = "CHILDREN", "ADULTS_AT_RISK"


def near_child_site(case: Case) -> Iterator[Reach]:
    """11: he lives near a school, nursery or play area, and targets strangers or that place."""
    w = case.w
    if not case.opened("CHILD_SEXUAL"):
        return
    strangers = any(profile.targets_strangers for profile in case.profiles if profile.kind == "CHILD_SEXUAL")
    for mine in w.out(case.o, "LIVES_AT"):
        here = w.seen.place(mine.to_id)
        if here is None or not w.current(mine):
            continue
        for site in w.seen.places():
            if not _for_children(case, site) or not w.near(here, site, w.numbers.near_site_m):
                continue
            targeted = _targeted(case, site)
            if targeted or strangers:
                walk = Walk((case.o,)).along(mine)
                walk = walk if here.id == site.id else walk.to(NEAR, site.id)
                base = "MODERATE" if targeted else "CONTEXT"
                yield Reach("near_child_site", walk, base, protected=frozenset({_CHILDREN}))


def _for_children(case: Case, place: Place) -> bool:
    if place.school:
        return place.open.contains(case.w.as_of)
    return place.nursery or "PLAY_AREA" in case.w.sorts(place.id)


def _targeted(case: Case, site: Place) -> bool:
    w = case.w
    for seen in w.out(case.o, "SEEN_AT"):
        where = w.seen.place(seen.to_id)
        if where is not None and w.recent(seen) and w.near(where, site, w.numbers.seen_near_m):
            return True
    return False


def shared_organisation(case: Case) -> Iterator[Reach]:
    """13: he belongs to an organisation for, or with, children or adults at risk."""
    w, opened = case.w, case.opened("CHILD_SEXUAL", "EXPLOITATION")
    for mine in w.out(case.o, "MEMBER_OF", "VOLUNTEERS_AT", "ATTENDS"):
        place = w.seen.place(mine.to_id)
        if place is None or place.school or not w.current(mine):
            continue
        opens: dict[str, frozenset[str]] = {}
        children, at_risk = _serves(place)
        members = [link.from_id for link in _members(case, place)]
        if "CHILD_SEXUAL" in opened and (children or any(map(w.child, members))):
            opens[_CHILDREN] = frozenset({"CHILD_SEXUAL"})
        if "EXPLOITATION" in opened and (at_risk or any(map(w.adult_at_risk, members))):
            opens[_AT_RISK] = frozenset({"EXPLOITATION"})
        yield from _class_and_members(case, "shared_organisation", "MODERATE", Walk((case.o,)).along(mine), opens)


def work_site_exposure(case: Case) -> Iterator[Reach]:
    """14: his work takes him where children or adults at risk are."""
    w, opened = case.w, case.opened("CHILD_SEXUAL", "EXPLOITATION", "ADULT_SEXUAL")
    walks = []
    for mine in w.out(case.o, "WORKS_FOR", "VOLUNTEERS_AT"):
        if not w.current(mine):
            continue
        walk = Walk((case.o,)).along(mine)
        walks.append(walk)
        if mine.type == "WORKS_FOR":
            walks.extend(walk.along(site) for site in w.out(mine.to_id, "WORKS_AT") if w.current(site))
    for walk in walks:
        place = w.seen.place(walk.nodes[-1])
        if place is None or place.file == "addresses":
            continue
        opens: dict[str, frozenset[str]] = {}
        children, at_risk = _serves(place)
        if "CHILD_SEXUAL" in opened and (place.school or place.nursery or children):
            opens[_CHILDREN] = frozenset({"CHILD_SEXUAL"})
        adults = opened & {"EXPLOITATION", "ADULT_SEXUAL"}
        if adults and (place.sort == "CARE_PROVIDER" or at_risk):
            opens[_AT_RISK] = adults
        yield from _class_and_members(case, "work_site_exposure", "STRONG", walk, opens)


def _serves(place: Place) -> tuple[bool, bool]:
    """Whether a place serves children, and adults at risk."""
    return place.serves in ("CHILDREN", "BOTH"), place.serves in ("ADULTS_AT_RISK", "BOTH")


def _members(case: Case, place: Place) -> list[Link]:
    """The links of living members and attenders other than he."""
    w = case.w
    links = w.into(place.id, "MEMBER_OF", "ATTENDS")
    return [link for link in links if w.current(link) and w.alive(link.from_id) and link.from_id != case.o]


def _class_and_members(
    case: Case, pattern: str, base: str, walk: Walk, opens: dict[str, frozenset[str]]
) -> Iterator[Reach]:
    """The class at the end of a path, and its recorded members, who count where another exposure reaches them.

    `opens`: whom the class holds, each with the kinds of profile that make it count.
    """
    if not opens:
        return
    yield Reach(pattern, walk, base, protected=frozenset(opens))
    w, place = case.w, case.w.seen.place(walk.nodes[-1])
    for link in _members(case, place) if place is not None else ():
        judged = frozenset[str]()
        if w.child(link.from_id):
            judged |= opens.get(_CHILDREN, frozenset())
        if w.adult_at_risk(link.from_id):
            judged |= opens.get(_AT_RISK, frozenset())
        if judged:
            yield Reach(pattern, walk.along(link), base, judged=judged, follows=True)
