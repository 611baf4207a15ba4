"""Patterns of access to a home: 30, 31 and 32."""

from collections.abc import Iterator

from tests.oracle.patterns.households import dwellings, opened_by
from tests.oracle.records import Link
from tests.oracle.values import IN_BUILDING, Reach, Walk
from tests.oracle.words import Case

_CHILDREN = frozenset({"CHILD_SEXUAL", "CHILD_VIOLENCE"})


def household_adult(case: Case) -> Iterator[Reach]:
    """30: an adult whom he lives with, or is to, or his partner in another home."""
    w, opened = case.w, case.opened("DOMESTIC_ABUSE", "ADULT_SEXUAL")
    if not opened:
        return
    for mine in w.out(case.o, "LIVES_AT", "PLANNED_RESIDENCE"):
        if not w.planned_or_lives(mine) or not w.dwelling(mine.to_id):
            continue
        for theirs in w.into(mine.to_id, "LIVES_AT"):
            p = theirs.from_id
            together = (w.current(theirs) or w.forthcoming(theirs)) and theirs.when.overlaps(mine.when)
            if p != case.o and together and w.adult(p):
                kinds = opened & _opening(case, p, mine.to_id)
                if kinds:
                    yield Reach(
                        "household_adult",
                        Walk((case.o,)).along(mine).along(theirs),
                        "STRONG" if "DOMESTIC_ABUSE" in kinds else "MODERATE",
                        judged=frozenset() if _family(case, p) else kinds,
                        kinds=kinds,
                    )
    if "DOMESTIC_ABUSE" in opened:
        for link in w.partnerships(case.o):
            p = link.other(case.o)
            if w.current(link) and w.adult(p) and not any(map(w.dwelling, w.home_ids(case.o) & w.home_ids(p))):
                yield Reach(
                    "household_adult", Walk((case.o,)).along(link), "MODERATE", kinds=frozenset({"DOMESTIC_ABUSE"})
                )


def _family(case: Case, p: str) -> bool:
    """Whether somebody is kin of his, or is, was or is to be his partner."""
    return case.w.kin(case.o, p) or any(link.other(case.o) == p for link in case.w.partnerships(case.o))


def _opening(case: Case, p: str, address_id: str) -> frozenset[str]:
    """The kinds of profile that make living with an adult count."""
    person, place = case.w.seen.person(p), case.w.seen.place(address_id)
    kinds = set()
    if _family(case, p):
        kinds.add("DOMESTIC_ABUSE")
    sexes = {profile.sex for profile in case.profiles if profile.kind == "ADULT_SEXUAL"}
    liked = None in sexes or (person is not None and person.sex in sexes)
    if liked and place is not None and place.sort in ("DWELLING", "ROOM"):
        kinds.add("ADULT_SEXUAL")
    return frozenset(kinds)


def child_home_visit(case: Case) -> Iterator[Reach]:
    """31: he comes to a child's home, or a child to his."""
    w, opened = case.w, case.opened(*_CHILDREN)
    if not opened:
        return
    for walk, kinds in _visits(case):
        judged = opened & kinds
        if judged and w.child(walk.nodes[-1]):
            yield Reach("child_home_visit", walk, "MODERATE", judged=judged)


def _visits(case: Case) -> Iterator[tuple[Walk, frozenset[str]]]:
    """The ways that bring him and others together in a home, each with the kinds of profile for which it counts."""
    w, start = case.w, Walk((case.o,))
    own = w.home_ids(case.o)
    for mine in w.out(case.o, "VISITS", "STAYS_AT"):
        if w.recent(mine) and w.dwelling(mine.to_id) and mine.to_id not in own:
            kinds = _CHILDREN if mine.type == "VISITS" or _short(case, mine) else frozenset({"CHILD_VIOLENCE"})
            yield from ((start.along(mine).along(theirs), kinds) for _, theirs in w.residents(mine.to_id))
    for mine in w.out(case.o, "LIVES_AT"):
        if w.current(mine) and w.dwelling(mine.to_id):
            guests = (link for link in w.into(mine.to_id, "VISITS") if w.recent(link))
            yield from ((start.along(mine).along(guest), _CHILDREN) for guest in guests)
    for visit in w.around(case.o, "VISITS"):
        x = visit.other(case.o)
        if not w.recent(visit) or w.seen.person(x) is None:
            continue
        yield start.along(visit), _CHILDREN
        if visit.from_id == case.o:
            for parent in w.out(x, "PARENT_OF"):
                if w.counts(parent) and w.share_home(x, parent.to_id):
                    yield start.along(visit).along(parent), _CHILDREN


def _short(case: Case, stay: Link) -> bool:
    return stay.detail is not None and int(stay.detail) < case.w.numbers.long_stay_hours


def keyholder_access(case: Case) -> Iterator[Reach]:
    """32: he can let himself in where somebody at risk lives."""
    w, opened = case.w, case.opened("CHILD_SEXUAL", "ADULT_SEXUAL", "EXPLOITATION")
    if not opened:
        return
    own = w.home_ids(case.o)
    for walk, base in _keys(case):
        a = walk.nodes[-1]
        place = w.seen.place(a)
        flats = [each.id for each in w.seen.places() if each.building_id == a]
        if place is None or place.file != "addresses" or a in own:
            continue
        many = place.sort == "BUILDING" or flats
        if many and dwellings(case, a, len(flats)) > w.numbers.small_building_dwellings:
            continue
        inside = [walk, *(walk.to(IN_BUILDING, flat) for flat in flats if flat not in own)]
        for way in inside:
            for x, theirs in w.residents(way.nodes[-1]):
                judged = opened_by(case, opened, x)
                if judged:
                    yield Reach("keyholder_access", way.along(theirs), base, judged=judged)


def _keys(case: Case) -> Iterator[tuple[Walk, str]]:
    """The ways to addresses that he can enter, each with the strength of it."""
    w, start = case.w, Walk((case.o,))
    for link in w.out(case.o, "HOLDS_KEYS", "LANDLORD_OF"):
        if w.current(link):
            yield start.along(link), "STRONG" if link.type == "HOLDS_KEYS" else "MODERATE"
    for work in w.out(case.o, "WORKS_FOR"):
        for site in w.out(work.to_id, "WORKS_AT", "HOLDS_KEYS") if w.current(work) else ():
            if w.current(site):
                yield start.along(work).along(site), "MODERATE"
