"""Patterns of partners, present and past: 3, 4, 29 and 34."""

from collections.abc import Iterator

from tests.oracle.clock import after_a_year_before, on_or_after_a_year_before
from tests.oracle.records import Link
from tests.oracle.values import Reach, Walk
from tests.oracle.words import Case

_OF_CHILDREN = ("CHILD_SEXUAL", "CHILD_VIOLENCE", "DOMESTIC_ABUSE")


def partner_child(case: Case) -> Iterator[Reach]:
    """3: the child of a partner."""
    w, judged = case.w, case.opened(*_OF_CHILDREN)
    if not judged:
        return
    for mine, most in _counted(case):
        for parent in w.out(mine.other(case.o), "PARENT_OF"):
            if w.counts(parent) and w.child(parent.to_id):
                walk = Walk((case.o,)).along(mine).along(parent)
                yield Reach("partner_child", walk, "STRONG", judged=judged, most=most)


def _counted(case: Case) -> Iterator[tuple[Link, str]]:
    """Partnerships that count in 3 and 34, each with the most that an exposure over it can be."""
    w = case.w
    disputed = case.disputed
    for link in w.partnerships(case.o):
        if w.recent(link) or w.forthcoming(link):
            yield link, "STRONG"
        elif w.ended(case.o, link):
            approaches = w.approaches(case.o, link)
            sought = approaches and not w.only_parents_talking(case.o, link.other(case.o), approaches)
            if sought or link.id in disputed:
                yield link, "MODERATE"


def new_partner(case: Case) -> Iterator[Reach]:
    """4: a partner of less than a year."""
    w, judged = case.w, case.opened("DOMESTIC_ABUSE", "ADULT_SEXUAL")
    if not judged:
        return
    for mine in w.partnerships(case.o):
        start = mine.when.start
        new = start is not None and on_or_after_a_year_before(start, w.as_of)
        if new and w.current(mine) and not w.child(mine.other(case.o)):
            yield Reach("new_partner", Walk((case.o,)).along(mine), "STRONG", judged=judged)


def former_partner(case: Case) -> Iterator[Reach]:
    """29: a partner of less than a year ago, or one who is still sought out, or is in touch."""
    w = case.w
    if not case.opened("DOMESTIC_ABUSE", "ADULT_SEXUAL"):
        return
    for mine in w.partnerships(case.o):
        p = mine.other(case.o)
        if not w.ended(case.o, mine) or w.child(p):
            continue
        approaches = w.approaches(case.o, mine)
        lately = mine.when.end is not None and after_a_year_before(mine.when.end, w.as_of)
        walk = Walk((case.o,)).along(mine)
        if approaches and not w.only_parents_talking(case.o, p, approaches):
            yield Reach("former_partner", walk, "STRONG")
        elif approaches or lately or w.in_touch_since(case.o, mine) or mine.id in case.disputed:
            yield Reach("former_partner", walk, "MODERATE")


def expected_child(case: Case) -> Iterator[Reach]:
    """34: a child is expected, his own or of somebody whom he is with or lives with."""
    w = case.w
    if not case.opened(*_OF_CHILDREN):
        return
    start = Walk((case.o,))
    for link in _parenthoods(case, case.o):
        yield Reach("expected_child", start.along(link), "STRONG")
    for mine, most in _counted(case):
        for link in _parenthoods(case, mine.other(case.o)):
            yield Reach("expected_child", start.along(mine).along(link), "STRONG", most=most)
    for mine in w.out(case.o, "LIVES_AT", "PLANNED_RESIDENCE"):
        if not w.planned_or_lives(mine) or "PRISON" in w.sorts(mine.to_id):
            continue
        for p, theirs in w.residents(mine.to_id):
            for link in _parenthoods(case, p) if theirs.when.overlaps(mine.when) else ():
                yield Reach("expected_child", start.along(mine).along(theirs).along(link), "STRONG")


def _parenthoods(case: Case, parent: str) -> Iterator[Link]:
    """Of what expected children somebody is a parent."""
    for link in case.w.out(parent, "PARENT_OF"):
        if link.role in ("BIRTH", None) and case.w.expected(link.to_id):
            yield link
