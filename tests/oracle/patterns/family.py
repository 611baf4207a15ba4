"""Patterns of kin and friends: 7, 8, 9 and 10."""

from collections.abc import Iterator

from tests.oracle.values import Reach, Walk
from tests.oracle.words import Case


def victim_sibling(case: Case) -> Iterator[Reach]:
    """7: the sibling of a prior victim, reached by another exposure too."""
    w, judged = case.w, case.opened("CHILD_SEXUAL")
    if not judged:
        return
    for v in case.victims:
        for involved, suffered in w.offences_against(case.o, v):
            for sibling in w.around(v, "SIBLING_OF"):
                if w.counts(sibling) and w.child(sibling.other(v)):
                    walk = Walk((case.o,)).along(involved).along(suffered).along(sibling)
                    yield Reach("victim_sibling", walk, "MODERATE", judged=judged, follows=True)


def relative_or_friend_child(case: Case) -> Iterator[Reach]:
    """8: a child among kin, or the child of kin or of a friend, with contact."""
    w, judged = case.w, case.opened("CHILD_SEXUAL", "CHILD_VIOLENCE")
    if not judged:
        return
    pattern = "relative_or_friend_child"
    kin = w.kin_links(case.o)
    for mine in kin:
        k = mine.other(case.o)
        if w.child(k) and w.in_contact(case.o, k):
            yield Reach(pattern, Walk((case.o,)).along(mine), "MODERATE", judged=judged)
    for mine in [*kin, *(link for link in w.around(case.o, "FRIEND_OF") if w.current(link))]:
        p = mine.other(case.o)
        for parent in w.out(p, "PARENT_OF"):
            k = parent.to_id
            if w.counts(parent) and w.child(k) and (w.in_contact(case.o, p) or w.in_contact(case.o, k)):
                yield Reach(pattern, Walk((case.o,)).along(mine).along(parent), "MODERATE", judged=judged)


def extended_family_care(case: Case) -> Iterator[Reach]:
    """9: he goes where somebody lives who cares for a child, in the family."""
    w, judged = case.w, case.opened("CHILD_SEXUAL", "CHILD_VIOLENCE")
    if not judged:
        return
    for mine in w.out(case.o, "STAYS_AT", "VISITS"):
        if not w.recent(mine) or w.seen.place(mine.to_id) is None:
            continue
        for lives in w.into(mine.to_id, "LIVES_AT"):
            g = lives.from_id
            for cares in w.out(g, "CARES_FOR") if w.current(lives) else ():
                k = cares.to_id
                kin = w.kin(g, case.o) or w.kin(g, k)
                if w.current(cares) and cares.role != "PROFESSIONAL" and kin and w.child(k):
                    walk = Walk((case.o,)).along(mine).along(lives).along(cares)
                    yield Reach("extended_family_care", walk, "MODERATE", judged=judged)


def offender_sibling_group(case: Case) -> Iterator[Reach]:
    """10: two managed siblings at liberty, and a child among the kin of the other."""
    w, judged = case.w, case.opened("CHILD_SEXUAL", "CHILD_VIOLENCE")
    if not judged or not _at_liberty(case, case.o):
        return
    for sibling in w.around(case.o, "SIBLING_OF"):
        o2 = sibling.other(case.o)
        if not w.counts(sibling) or not _at_liberty(case, o2) or not Case(w, o2).opened(*_AGAINST_CHILDREN):
            continue
        for kin in w.kin_links(o2):
            k = kin.other(o2)
            if w.child(k) and (w.in_contact(case.o, o2) or w.in_contact(case.o, k)):
                walk = Walk((case.o,)).along(sibling).along(kin)
                yield Reach("offender_sibling_group", walk, "MODERATE", judged=judged)


_AGAINST_CHILDREN = ("CHILD_SEXUAL", "CHILD_VIOLENCE")


def _at_liberty(case: Case, id_: str) -> bool:
    return case.w.managed(id_) and not case.w.in_custody(id_)
