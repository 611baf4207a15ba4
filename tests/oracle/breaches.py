"""24, order_zone_breach: what the conditions of an offender's orders bar, and he does."""

from collections.abc import Iterator

from tests.oracle.records import Condition, Link, Order
from tests.oracle.values import Walk
from tests.oracle.words import Case, metres

_AT_ADDRESSES = ("LIVES_AT", "STAYS_AT", "VISITS", "SEEN_AT", "PLANNED_RESIDENCE")


def breaches(case: Case) -> Iterator[Walk]:
    """The paths to the places and people concerned. The first link is the relationship that breaches."""
    w = case.w
    if not w.alive(case.o):
        return
    for order in w.orders(case.o):
        for condition in order.conditions:
            if condition.kind == "CONFINED_AREA":
                continue
            for walk in _walks(case, order, condition):
                subject = walk.nodes[-1]
                dead = w.seen.person(subject) is not None and not w.alive(subject)
                if order.when.overlaps(walk.links[0].when) and not dead:
                    yield walk
    yield from (Walk((case.o,)).along(link) for link in _at_large(case))


def _at_large(case: Case) -> Iterator[Link]:
    """Links that put him outside every area to which his orders confine him on a day of the link."""
    w = case.w
    for link in w.out(case.o, "LIVES_AT", "STAYS_AT", "VISITS", "SEEN_AT"):
        place = w.seen.place(link.to_id)
        if place is None or place.file != "addresses" or place.at is None or "PRISON" in w.sorts(place.id):
            continue
        areas = [
            condition
            for order in w.orders(case.o)
            for condition in order.conditions
            if condition.kind == "CONFINED_AREA" and _has_area(condition) and order.when.overlaps(link.when)
        ]
        if areas and w.recent(link) and not any(_inside(case, area, place.id) for area in areas):
            yield link


def _has_area(condition: Condition) -> bool:
    return condition.at is not None and condition.radius_m is not None


def _walks(case: Case, order: Order, condition: Condition) -> Iterator[Walk]:
    match condition.kind:
        case "EXCLUDED_AREA":
            links = [link for link in _timely(case, *_AT_ADDRESSES) if _inside(case, condition, link.to_id)]
        case "EXCLUDED_PLACE":
            links = [
                link
                for link in _timely(case, *_AT_ADDRESSES, "ATTENDS", "WORKS_FOR")
                if link.to_id == condition.subject_id and case.w.seen.place(link.to_id) is not None
            ]
        case "NO_CONTACT":
            links = [link for link in _timely(case, "CONTACTED", "VISITS") if link.to_id == condition.subject_id]
            links = [link for link in links if case.w.seen.person(link.to_id) is not None]
        case "NO_CHILD_CONTACT":
            links = [
                link
                for link in _timely(case, "CONTACTED", "MINDS")
                if _barred_child(case, condition, link.to_id) and not case.w.own_child(case.o, link.to_id)
            ]
        case "NO_CHILD_HOUSEHOLD":
            yield from _households(case, order, condition)
            return
        case _:
            return
    yield from (Walk((case.o,)).along(link) for link in links)


def _timely(case: Case, *types: str) -> Iterator[Link]:
    """His links of these types that are current, recent or forthcoming."""
    for link in case.w.out(case.o, *types):
        if _now_lately_or_soon(case, link):
            yield link


def _now_lately_or_soon(case: Case, link: Link) -> bool:
    return case.w.recent(link) or case.w.forthcoming(link)


def _inside(case: Case, condition: Condition, place_id: str) -> bool:
    place = case.w.seen.place(place_id)
    if place is None or place.at is None or condition.at is None or condition.radius_m is None:
        return False
    return metres(place.at, condition.at) <= condition.radius_m


def _barred_child(case: Case, condition: Condition, id_: str) -> bool:
    """Whether somebody is a child such as the condition speaks of; an unknown sex or age counts."""
    w, person = case.w, case.w.seen.person(id_)
    if person is None or not w.child(id_) or id_ == case.o:
        return False
    limit = w.numbers.come_of_age if condition.age_limit is None else condition.age_limit
    age = w.age(id_)
    young = age is None or age < limit
    return young and (condition.sex is None or person.sex is None or person.sex == condition.sex)


def _households(case: Case, order: Order, condition: Condition) -> Iterator[Walk]:
    w = case.w
    for mine in _timely(case, "LIVES_AT", "STAYS_AT", "PLANNED_RESIDENCE"):
        if "PRISON" in w.sorts(mine.to_id):
            continue
        for theirs in w.into(mine.to_id, "LIVES_AT", "STAYS_AT"):
            home = (
                _now_lately_or_soon(case, theirs)
                and theirs.when.overlaps(mine.when)
                and theirs.when.overlaps(order.when)
            )
            if home and _barred_child(case, condition, theirs.from_id):
                yield Walk((case.o,)).along(mine).along(theirs)
