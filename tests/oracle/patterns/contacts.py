"""Patterns of associates, contact and access: 18 to 22, 26, 27 and 33."""

from collections.abc import Iterator

from tests.oracle.values import Reach, Walk
from tests.oracle.words import OFFENDED, Case


def associate_bridge(case: Case) -> Iterator[Reach]:
    """18: an associate or co-offender has the access that he lacks."""
    opened = case.opened("CHILD_SEXUAL", "EXPLOITATION")
    if not opened:
        return
    for bridge in [*_associates(case), *_co_offenders(case)]:
        for walk in _access(case, bridge):
            judged = _child_or_at_risk(case, walk.nodes[-1]) & opened
            if judged:
                yield Reach("associate_bridge", walk, "MODERATE", judged=judged)


def _associates(case: Case) -> Iterator[Walk]:
    for link in case.w.around(case.o, "ASSOCIATE_OF"):
        if case.w.recent(link):
            yield Walk((case.o,)).along(link)


def _co_offenders(case: Case) -> Iterator[Walk]:
    w = case.w
    for mine in w.out(case.o, "INVOLVED_IN"):
        for theirs in w.into(mine.to_id, "INVOLVED_IN"):
            p = theirs.from_id
            both = mine.role in OFFENDED and theirs.role in OFFENDED
            if both and p != case.o and w.in_contact(case.o, p):
                yield Walk((case.o,)).along(mine).along(theirs)


def _access(case: Case, bridge: Walk) -> Iterator[Walk]:
    """The paths on from an associate to whom he lives with, cares for or is a parent of."""
    w, p = case.w, bridge.nodes[-1]
    for home in w.homes(p):
        yield from (bridge.along(home).along(theirs) for x, theirs in w.residents(home.to_id) if x != p)
    yield from (bridge.along(link) for link in w.out(p, "CARES_FOR", "PARENT_OF") if w.counts(link))


def _child_or_at_risk(case: Case, x: str) -> frozenset[str]:
    kinds = set()
    if case.w.child(x):
        kinds.add("CHILD_SEXUAL")
    if case.w.adult_at_risk(x):
        kinds.add("EXPLOITATION")
    return frozenset(kinds)


def babysitting_access(case: Case) -> Iterator[Reach]:
    """19: he minds a child, or a friend or associate of his does."""
    w, judged = case.w, case.opened("CHILD_SEXUAL", "CHILD_VIOLENCE")
    if not judged:
        return
    walks = [(Walk((case.o,)).along(minds), 0) for minds in w.out(case.o, "MINDS") if w.recent(minds)]
    for link in w.around(case.o, "FRIEND_OF", "ASSOCIATE_OF"):
        p = link.other(case.o)
        if w.current(link) and w.in_contact(case.o, p):
            through = Walk((case.o,)).along(link)
            walks.extend((through.along(minds), 1) for minds in w.out(p, "MINDS") if w.current(minds))
    for walk, downs in walks:
        if w.child(walk.nodes[-1]):
            offered = int(walk.links[-1].role == "OFFERED")
            yield Reach("babysitting_access", walk, "STRONG", downs=downs + offered, judged=judged)


def child_associate(case: Case) -> Iterator[Reach]:
    """20: the associate, or whom he contacts, is a child."""
    w, judged = case.w, case.opened("CHILD_SEXUAL", "GENERAL_VIOLENCE", "EXPLOITATION")
    if not judged:
        return
    for link in w.around(case.o, "ASSOCIATE_OF"):
        if w.recent(link) and w.child(link.other(case.o)):
            yield Reach("child_associate", Walk((case.o,)).along(link), "STRONG", judged=judged)
    for link in w.out(case.o, "CONTACTED"):
        spoken = link.role in ("CALL", "MESSAGE", "LETTER", "IN_PERSON")
        if spoken and w.recent(link) and w.child(link.to_id) and not _of_the_family(case, link.to_id):
            yield Reach("child_associate", Walk((case.o,)).along(link), "MODERATE", judged=judged)


def _of_the_family(case: Case, k: str) -> bool:
    """Whether contact with a child is no more than family life."""
    w = case.w
    partners = w.partners(case.o)
    step = any(link.from_id in partners and w.counts(link) for link in w.into(k, "PARENT_OF"))
    return w.kin(case.o, k) or step or bool(w.home_ids(case.o) & w.home_ids(k))


def online_contact(case: Case) -> Iterator[Reach]:
    """21: an account of his and an account of a child or prior victim exchange messages."""
    w, opened = case.w, case.opened("CHILD_SEXUAL", "DOMESTIC_ABUSE")
    if not opened:
        return
    for mine in w.out(case.o, "USES"):
        for message in w.around(mine.to_id, "MESSAGED") if w.recent(mine) else ():
            if not w.recent(message):
                continue
            for theirs in w.into(message.other(mine.to_id), "USES"):
                x = theirs.from_id
                judged = opened & {"CHILD_SEXUAL"} if w.child(x) else frozenset[str]()
                if w.recent(theirs) and (judged or x in case.victims):
                    walk = Walk((case.o,)).along(mine).along(message).along(theirs)
                    yield _child_or_victim(case, "online_contact", walk, judged)


def _child_or_victim(case: Case, pattern: str, walk: Walk, judged: frozenset[str]) -> Reach:
    """A reach that is not judged by preference where the subject is a prior victim."""
    victim = walk.nodes[-1] in case.victims
    return Reach(pattern, walk, "STRONG", judged=frozenset() if victim else judged, victim=victim)


def adult_at_risk_access(case: Case) -> Iterator[Reach]:
    """22: he has access to an adult at risk, or through one to another who is kin."""
    w, judged = case.w, case.opened("EXPLOITATION", "ADULT_SEXUAL", "GENERAL_VIOLENCE")
    if not judged:
        return
    partners = w.partners(case.o)
    for walk in _ways_to_adults(case):
        p = walk.nodes[-1]
        if not w.adult_at_risk(p) or p in partners:
            continue
        yield Reach("adult_at_risk_access", walk, "STRONG", judged=judged)
        for kin in w.kin_links(p):
            if w.adult_at_risk(kin.other(p)):
                yield Reach("adult_at_risk_access", walk.along(kin), "STRONG", downs=1, judged=judged)


def _ways_to_adults(case: Case) -> Iterator[Walk]:
    w, start = case.w, Walk((case.o,))
    for link in [*w.out(case.o, "VISITS", "CARES_FOR", "CONTACTED"), *w.around(case.o, "FRIEND_OF")]:
        if w.counts(link) and (link.type != "CONTACTED" or link.role == "IN_PERSON"):
            yield start.along(link)
    for mine in case.homes:
        yield from (start.along(mine).along(theirs) for _, theirs in w.residents(mine.to_id))


def prison_channel(case: Case) -> Iterator[Reach]:
    """26: from prison, visits, calls or letters to or from a child or prior victim."""
    w, opened = case.w, case.opened("CHILD_SEXUAL", "DOMESTIC_ABUSE", "EXPLOITATION")
    if not opened or not w.in_custody(case.o):
        return
    for link in w.around(case.o, "CONTACTED"):
        x = link.other(case.o)
        if link.role not in ("PRISON_VISIT", "CALL", "LETTER") or not w.recent(link):
            continue
        child = w.child(x) and not w.kin(case.o, x)
        judged = opened & {"CHILD_SEXUAL"} if child else frozenset[str]()
        if judged or x in case.victims:
            yield _child_or_victim(case, "prison_channel", Walk((case.o,)).along(link), judged)


def staff_target(case: Case) -> Iterator[Reach]:
    """27: he threatens, is fixated on or writes to somebody who is staff."""
    w = case.w
    writes = case.opened("GENERAL_VIOLENCE", "DOMESTIC_ABUSE", "ADULT_SEXUAL")
    for link in w.out(case.o, "THREATENED", "FIXATED_ON", "CONTACTED"):
        if not _staff(case, link.to_id) or not w.recent(link):
            continue
        walk = Walk((case.o,)).along(link)
        if link.type != "CONTACTED":
            yield Reach("staff_target", walk, "STRONG")
        elif writes and link.role in ("MESSAGE", "LETTER", "APPROACH"):
            yield Reach("staff_target", walk, "STRONG", downs=1)


def stalking_target(case: Case) -> Iterator[Reach]:
    """33: he threatens or is fixated on somebody who is no staff."""
    w = case.w
    for link in w.out(case.o, "THREATENED", "FIXATED_ON"):
        x = link.to_id
        if w.recent(link) and not _staff(case, x) and (w.child(x) or w.adult(x)):
            yield Reach("stalking_target", Walk((case.o,)).along(link), "STRONG")


def _staff(case: Case, x: str) -> bool:
    person = case.w.seen.person(x)
    return person is not None and person.staff
