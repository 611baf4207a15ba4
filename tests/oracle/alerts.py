"""Every alert about an offender."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import combinations

from tests.oracle.answer import exposures
from tests.oracle.breaches import breaches
from tests.oracle.clock import after_a_year_before
from tests.oracle.numbers import NUMBERS, Numbers
from tests.oracle.records import Enquiry, Link, Order
from tests.oracle.seen import Seen
from tests.oracle.values import NUMBER_OF, Alert, Walk, unique
from tests.oracle.words import Case, Words
from tests.oracle.world import World

_LEADS_OTHERS = ("CHILD_SEXUAL", "EXPLOITATION", "GENERAL_VIOLENCE")
_NOTIFY = ("NOTIFICATION", "DAPO")
_MOST_LINKS = 7
"""More badly graded links than a path and its conditions have are never tried at once."""


def alerts(
    world: World,
    offender_id: str,
    as_of: date,
    known_at: datetime,
    cleared: bool,
    numbers: Numbers = NUMBERS,
) -> frozenset[Alert]:
    """Every alert about an offender at a view."""
    seen = Seen(world, known_at, cleared=cleared)
    case = Case(Words(seen, as_of, numbers=numbers), offender_id)
    found: set[Alert] = set()
    if case.w.alive(offender_id):
        found |= set(serial_partner(case))
        found |= unique(offender_cohabitation(case))
        found |= unique(
            Alert("order_zone_breach", walk.nodes[-1], walk.links[0].id, walk.ids) for walk in breaches(case)
        )
        found |= set(notification_overdue(case))
        found |= set(disputed_ending(case))
        found |= set(enquiry_gap(case))
        found |= set(victim_without_liaison(case))
        found |= set(intelligence_to_develop(case))
    return frozenset(found)


def offender_cohabitation(case: Case) -> Iterator[Alert]:
    """17: he and a managed offender live, or are to live, together."""
    w = case.w
    if not case.opened(*_LEADS_OTHERS):
        return
    for mine in w.out(case.o, "LIVES_AT", "PLANNED_RESIDENCE"):
        if not _now_or_soon(w, mine) or w.sorts(mine.to_id) & {"PRISON", "APPROVED_PREMISES"}:
            continue
        for theirs in w.into(mine.to_id, "LIVES_AT", "PLANNED_RESIDENCE"):
            other = theirs.from_id
            together = _now_or_soon(w, theirs) and theirs.when.overlaps(mine.when) and other != case.o
            if together and w.alive(other) and w.managed(other) and Case(w, other).opened(*_LEADS_OTHERS):
                yield Alert("offender_cohabitation", other, None, (mine.id, theirs.id))


def _now_or_soon(w: Words, link: Link) -> bool:
    return w.current(link) or w.forthcoming(link)


def serial_partner(case: Case) -> Iterator[Alert]:
    """23: two or more partners who share a trait."""
    w = case.w
    if not case.opened("CHILD_SEXUAL", "DOMESTIC_ABUSE"):
        return
    had_child, at_risk, abused = set[str](), set[str](), set[str]()
    for link in w.around(case.o, "PARTNER_OF"):
        p = link.other(case.o)
        if not link.when.begun(w.as_of):
            continue
        if link.when.start is not None and _had_child(w, p, link.when.start):
            had_child.add(p)
        if w.adult_at_risk(p):
            at_risk.add(p)
        if any(_domestic(w, involved) for involved, _ in w.offences_against(case.o, p)):
            abused.add(p)
    if any(len(partners) > 1 for partners in (had_child, at_risk, abused)):
        yield Alert("serial_partner", case.o)


def _had_child(w: Words, p: str, day: date) -> bool:
    for link in w.out(p, "PARENT_OF"):
        child = w.seen.person(link.to_id)
        lived = child is not None and (child.died is None or child.died > day)
        if child is not None and lived and link.when.begun(day) and w.under_age_on(child, day):
            return True
    return False


def _domestic(w: Words, involved: Link) -> bool:
    return getattr(w.seen.record(involved.to_id), "sort", None) == "DOMESTIC_ABUSE"


def notification_overdue(case: Case) -> Iterator[Alert]:
    """An address where he lives that he has not told of in time."""
    w = case.w
    orders = [order for order in w.orders(case.o) if order.kind in _NOTIFY and order.when.contains(w.as_of)]
    if not orders or w.in_custody(case.o):
        return
    ordered_on = min((_beginning(order) for order in orders), key=lambda day: day or date.min)
    told = {link.to_id for link in w.out(case.o, "NOTIFIED_ADDRESS") if link.when.begun(w.as_of)}
    for lives in w.out(case.o, "LIVES_AT"):
        days = [day for day in (lives.when.start, ordered_on) if day is not None]
        if not w.current(lives) or lives.to_id in told or not days:
            continue
        if w.as_of >= max(days) + timedelta(days=w.numbers.notification_days):
            yield Alert("notification_overdue", lives.to_id, lives.id, (lives.id,))


def _beginning(order: Order) -> date | None:
    return order.when.start


def disputed_ending(case: Case) -> Iterator[Alert]:
    """The ending of a partnership by the word of one of the two, against what else is known."""
    if case.opened("CHILD_SEXUAL", "CHILD_VIOLENCE", "DOMESTIC_ABUSE", "ADULT_SEXUAL"):
        for link in case.w.disputed_endings(case.o):
            p = link.other(case.o)
            if case.w.alive(p):
                yield Alert("disputed_ending", p, link.id, (link.id,))


def enquiry_gap(case: Case) -> Iterator[Alert]:
    """A new or coming home of his about which an agency was not asked, or has not answered."""
    w, agencies = case.w, list[str]()
    if case.opened("CHILD_SEXUAL", "CHILD_VIOLENCE", "DOMESTIC_ABUSE"):
        agencies.append("CHILDRENS_SERVICES")
    if case.opened("DOMESTIC_ABUSE"):
        agencies.append("POLICE")
    if not w.managed(case.o):
        return
    links = [link for link in w.out(case.o, "LIVES_AT", "STAYS_AT", "PLANNED_RESIDENCE") if _new_home(case, link)]
    for agency in agencies:
        first: dict[str, Link] = {}
        for link in links:
            if not _enquired(case, link, agency):
                first.setdefault(link.to_id, link)
        for address_id, link in first.items():
            yield Alert("enquiry_gap", address_id, None, (link.id,), agency)


def _new_home(case: Case, link: Link) -> bool:
    w = case.w
    lately = w.current(link) and link.when.begun_within(w.as_of, w.numbers.forthcoming_days)
    if not w.dwelling(link.to_id):
        return False
    match link.type:
        case "PLANNED_RESIDENCE":
            return lately or w.forthcoming(link)
        case "LIVES_AT":
            return (lately and not w.in_custody(case.o)) or w.forthcoming(link)
        case _:
            long = link.detail is None or int(link.detail) >= w.numbers.long_stay_hours
            return long and lately and not w.in_custody(case.o)


def _enquired(case: Case, link: Link, agency: str) -> bool:
    """Whether an agency was asked in time about a home of his, or who else lives there, and has answered or yet may."""
    w, start = case.w, link.when.start
    place = w.seen.place(link.to_id)
    about = {link.to_id, *(x for x, _ in w.residents(link.to_id) if x != case.o)}
    if place is not None and place.building_id is not None:
        about.add(place.building_id)
    return start is not None and any(
        enquiry.about_id in about
        and enquiry.agency_role == agency
        and start - timedelta(days=w.numbers.enquiry_days) <= enquiry.requested_on <= w.as_of
        and _answered_or_new(w, enquiry)
        for enquiry in w.seen.enquiries.get(case.o, ())
    )


def _answered_or_new(w: Words, enquiry: Enquiry) -> bool:
    answered = enquiry.answered_on is not None and enquiry.answered_on <= w.as_of
    return answered or enquiry.requested_on > w.as_of - timedelta(days=w.numbers.enquiry_answer_days)


def victim_without_liaison(case: Case) -> Iterator[Alert]:
    """Somebody whom he offended against, for whom no liaison officer is there although he is out, or soon will be."""
    w = case.w
    if not _released_or_soon(case):
        return
    for v in sorted(case.victims):
        pairs = [pair for pair in w.offences_against(case.o, v) if _grave(w, pair[0])]
        if pairs and w.alive(v) and not _liaised(case, v):
            involved, suffered = min(pairs, key=lambda pair: (pair[0].id, pair[1].id))
            yield Alert("victim_without_liaison", v, None, (involved.id, suffered.id))


def _grave(w: Words, involved: Link) -> bool:
    return getattr(w.seen.record(involved.to_id), "sort", None) != "OTHER"


def _liaised(case: Case, v: str) -> bool:
    w, sentenced_on = case.w, case.w.sentenced_on(case.o)
    return any(
        link.role == "VICTIM_LIAISON" and (w.current(link) or (w.over(link) and _since(link.when.end, sentenced_on)))
        for link in w.into(v, "SUPPORTS")
    )


def _since(end: date | None, sentenced_on: date | None) -> bool:
    return sentenced_on is None or (end is not None and end >= sentenced_on)


def _released_or_soon(case: Case) -> bool:
    w, custody = case.w, case.w.in_custody(case.o)
    soon = w.as_of + timedelta(days=w.numbers.release_days)
    for row in w.seen.managements.get(case.o, ()):
        planned, released = row.release_planned_on, row.released_on
        if planned is not None and planned <= soon and (planned >= w.as_of or custody):
            return True
        if released is not None and released <= w.as_of and after_a_year_before(released, w.as_of):
            return True
    return custody and any(w.forthcoming(link) for link in w.out(case.o, "PLANNED_RESIDENCE"))


def intelligence_to_develop(case: Case) -> Iterator[Alert]:
    """Badly graded links that would make an exposure or a breach if they were good.

    Tried out: every set of badly graded links is taken for good; what then holds, and does not hold now, speaks for a
    link of the set where the others of the set all stand on its path. A link off the path speaks only where it fulfils
    a condition: where the path would not do without it. An unheeded ending speaks only where it is on the path: off it, what
    fulfils the conditions is the version that counts instead.
    """
    bad = [link.id for link in case.w.seen.links() if link.grade.bad]
    instead = {link.id for link in case.w.seen.links() if link.unheeding is not None and not link.unheeding.grade.bad}
    now = {_identity(candidate) for candidate in _candidates(case)}
    firsts: dict[str, _Candidate] = {}
    holding: dict[frozenset[str], set[tuple[str, ...]]] = {frozenset(): now}
    for size in range(1, min(len(bad), _MOST_LINKS) + 1):
        for chosen in map(frozenset, combinations(bad, size)):
            words = Words(case.w.seen, case.w.as_of, chosen, case.w.numbers)
            candidates = list(_candidates(Case(words, case.o)))
            holding[chosen] = set(map(_identity, candidates))
            for candidate in candidates:
                walked = {link.id for link in candidate[1].links if link.grade.bad}
                if _identity(candidate) in now:
                    continue
                for id_ in chosen:
                    needed = id_ not in instead and _identity(candidate) not in holding[chosen - {id_}]
                    fulfils = id_ in walked or needed
                    if (
                        chosen == walked | {id_}
                        and fulfils
                        and (id_ not in firsts or _rank(candidate) < _rank(firsts[id_]))
                    ):
                        firsts[id_] = candidate
    for id_, (_, walk) in sorted(firsts.items()):
        yield Alert("intelligence_to_develop", walk.nodes[-1], id_, walk.ids)


_Candidate = tuple[str, Walk]
"""A pattern, or order_zone_breach, and the path along which it holds."""


def _candidates(case: Case) -> Iterator[_Candidate]:
    for reach, _ in exposures(case):
        yield reach.pattern, reach.walk
    for walk in breaches(case):
        yield "order_zone_breach", walk


def _identity(candidate: _Candidate) -> tuple[str, ...]:
    """An exposure is its pattern and path; a breach its relationship and subject."""
    pattern, walk = candidate
    if pattern == "order_zone_breach":
        return pattern, walk.links[0].id, walk.nodes[-1]
    return pattern, *walk.ids, *walk.nodes


def _rank(candidate: _Candidate) -> tuple[int, int, tuple[str, ...], tuple[str, ...]]:
    pattern, walk = candidate
    return NUMBER_OF[pattern], len(walk.steps), tuple(link.id for link in walk.links), tuple(walk.nodes)
