"""Patterns of homes: 1, 2, 12, 15 and 16."""

from collections.abc import Iterator

from tests.oracle.records import Link
from tests.oracle.strength import cap_of
from tests.oracle.values import IN_BUILDING, Reach, Walk, rank
from tests.oracle.words import Case


def child_same_household(case: Case) -> Iterator[Reach]:
    """1: he and a child live, or are to live, at one address at the same time."""
    w, judged = case.w, case.opened("CHILD_SEXUAL", "CHILD_VIOLENCE", "DOMESTIC_ABUSE")
    if not judged:
        return
    for mine in w.out(case.o, "LIVES_AT", "PLANNED_RESIDENCE"):
        if not w.planned_or_lives(mine) or "PRISON" in w.sorts(mine.to_id):
            continue
        for theirs in w.into(mine.to_id, "LIVES_AT", "STAYS_AT"):
            now_or_soon = w.current(theirs) or w.forthcoming(theirs)
            if now_or_soon and theirs.when.overlaps(mine.when) and w.child(theirs.from_id):
                walk = Walk((case.o,)).along(mine).along(theirs)
                yield Reach("child_same_household", walk, "STRONG", judged=judged)


def child_household_stay(case: Case) -> Iterator[Reach]:
    """2: he stays overnight at a child's home."""
    w, judged = case.w, case.opened("CHILD_SEXUAL")
    if not judged:
        return
    for mine in w.out(case.o, "STAYS_AT"):
        hours = None if mine.detail is None else int(mine.detail)
        if not w.recent(mine) or (hours is not None and hours < w.numbers.long_stay_hours):
            continue
        for k, theirs in w.residents(mine.to_id):
            if w.child(k):
                walk = Walk((case.o,)).along(mine).along(theirs)
                yield Reach("child_household_stay", walk, "STRONG", downs=int(hours is None), judged=judged)


def household_child_school(case: Case) -> Iterator[Reach]:
    """12: a child who lives with him goes to a school or nursery: its other pupils."""
    w = case.w
    if not case.opened("CHILD_SEXUAL"):
        return
    for mine in w.out(case.o, "LIVES_AT"):
        if not w.current(mine) or "PRISON" in w.sorts(mine.to_id):
            continue
        for theirs in w.into(mine.to_id, "LIVES_AT", "STAYS_AT"):
            k = theirs.from_id
            if not w.current(theirs) or not w.child(k) or k == case.o:
                continue
            for pupil in w.out(k, "ATTENDS"):
                if w.current(pupil) and w.school_or_nursery(pupil.to_id):
                    walk = Walk((case.o,)).along(mine).along(theirs).along(pupil)
                    yield Reach("household_child_school", walk, "MODERATE", protected=frozenset({"CHILDREN"}))


def shared_building(case: Case) -> Iterator[Reach]:
    """15: he and somebody at risk live in one building."""
    w, opened = case.w, case.opened("CHILD_SEXUAL", "EXPLOITATION", "ADULT_SEXUAL")
    if not opened:
        return
    for mine in case.homes:
        building_id = _building(case, mine.to_id)
        if building_id is None:
            continue
        to_building = Walk((case.o,)).along(mine).to(IN_BUILDING, building_id)
        flats = [place.id for place in w.seen.places() if place.building_id == building_id]
        residents = [resident for flat in flats for resident in w.residents(flat)]
        if dwellings(case, building_id, len(flats)) > w.numbers.small_building_dwellings:
            residents += w.residents(building_id)
            if "CHILD_SEXUAL" in opened and any(w.child(x) and x != case.o for x, _ in residents):
                yield Reach("shared_building", to_building, "CONTEXT", protected=frozenset({"CHILDREN"}))
            continue
        for x, theirs in residents:
            judged = opened_by(case, opened, x)
            if judged and theirs.to_id != mine.to_id:
                walk = to_building.to(IN_BUILDING, theirs.to_id).along(theirs)
                yield Reach("shared_building", walk, "STRONG", judged=judged)


def _building(case: Case, address_id: str) -> str | None:
    """The building that an address is part of, where it is seen."""
    place = case.w.seen.place(address_id)
    building = case.w.seen.place(place.building_id) if place is not None else None
    return None if building is None else building.id


def dwellings(case: Case, building_id: str, recorded: int) -> int:
    """How many dwellings a building has: as it says, else as many as are recorded."""
    building = case.w.seen.place(building_id)
    return recorded if building is None or building.dwellings is None else building.dwellings


def opened_by(case: Case, opened: frozenset[str], x: str) -> frozenset[str]:
    """The kinds of profile that make sharing a building with x, or being able to enter x's home, count."""
    w, kinds = case.w, set()
    if w.child(x):
        kinds.add("CHILD_SEXUAL")
    if w.adult_at_risk(x):
        kinds.add("EXPLOITATION")
    person = w.seen.person(x)
    preferred = {profile.sex for profile in case.profiles if profile.kind == "ADULT_SEXUAL"} - {None}
    if person is not None and w.adult(x) and person.sex in preferred:
        kinds.add("ADULT_SEXUAL")
    return opened & kinds


def neighbour_child(case: Case) -> Iterator[Reach]:
    """16: a child next door whom he approached, or minds."""
    w, judged = case.w, case.opened("CHILD_SEXUAL")
    if not judged:
        return
    for mine in case.homes:
        for beside in w.around(mine.to_id, "ADJACENT_TO"):
            if not w.current(beside):
                continue
            for k, theirs in w.residents(beside.other(mine.to_id)):
                approaches = [link for link in w.out(case.o, "CONTACTED", "MINDS") if _approach(case, link, k)]
                if approaches and w.child(k):
                    best = max(approaches, key=lambda link: rank(cap_of(link)))
                    walk = Walk((case.o,)).along(mine).along(beside).along(theirs)
                    yield Reach("neighbour_child", walk, "STRONG", judged=judged, beside=(best,))


def _approach(case: Case, link: Link, k: str) -> bool:
    return link.to_id == k and case.w.recent(link) and (link.type == "MINDS" or link.role == "APPROACH")
