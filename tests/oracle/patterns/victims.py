"""Patterns of prior victims: 5, 6 and 25."""

from collections.abc import Iterator

from tests.oracle.clock import DAY
from tests.oracle.records import Link
from tests.oracle.values import NEAR, Reach, Walk
from tests.oracle.words import Case


def prior_victim_proximity(case: Case) -> Iterator[Reach]:
    """5: he lives or works near where a prior victim lives, works or learns."""
    w = case.w
    for mine in w.out(case.o, "LIVES_AT", "WORKS_FOR"):
        if not w.current(mine):
            continue
        for v in sorted(case.victims):
            theirs = [link for link in w.out(v, "LIVES_AT", "WORKS_FOR", "ATTENDS") if w.current(link)]
            for walk in _near(case, mine, theirs):
                yield Reach("prior_victim_proximity", walk, "STRONG", victim=True)


def release_address_near_victim(case: Case) -> Iterator[Reach]:
    """25: he is to live near a prior victim's home, or where the victim works or learns."""
    w = case.w
    for mine in w.out(case.o, "PLANNED_RESIDENCE"):
        if not (w.current(mine) or w.forthcoming(mine)):
            continue
        downs = int("APPROVED_PREMISES" in w.sorts(mine.to_id))
        for v in sorted(case.victims):
            elsewhere = [link for link in w.out(v, "WORKS_FOR", "ATTENDS") if w.current(link)]
            for walk in _near(case, mine, [*w.homes(v), *elsewhere]):
                yield Reach("release_address_near_victim", walk, "STRONG", downs=downs, victim=True)


def _near(case: Case, mine: Link, theirs: list[Link]) -> Iterator[Walk]:
    """The paths over his place and a victim's place near it; at one and the same place no derived link is needed."""
    w, here = case.w, case.w.seen.place(mine.to_id)
    for link in theirs:
        there = w.seen.place(link.to_id)
        if here is None or there is None or not w.near(here, there, w.numbers.near_victim_m):
            continue
        walk = Walk((case.o,)).along(mine)
        yield (walk if here.id == there.id else walk.to(NEAR, there.id)).along(link)


def prior_victim_contact(case: Case) -> Iterator[Reach]:
    """6: he reaches a prior victim, himself or through somebody."""
    w = case.w
    if not case.opened("DOMESTIC_ABUSE", "CHILD_SEXUAL"):
        return
    for mine in w.out(case.o, "CONTACTED", "VISITS"):
        if not _since_sentence(case, mine):
            continue
        walk = Walk((case.o,)).along(mine)
        if mine.to_id in case.victims:
            yield Reach("prior_victim_contact", walk, "STRONG", downs=int(_mediated(mine)), victim=True)
        for onward in w.out(mine.to_id, "CONTACTED") if _mediated(mine) else ():
            if onward.to_id in case.victims and _since_sentence(case, onward):
                yield Reach("prior_victim_contact", walk.along(onward), "STRONG", downs=1, victim=True)


def _mediated(link: Link) -> bool:
    return link.role == "INTERMEDIARY"


def _since_sentence(case: Case, link: Link) -> bool:
    sentenced_on, end = case.w.sentenced_on(case.o), link.when.end
    since = sentenced_on is None or end is None or end > sentenced_on + DAY
    return case.w.recent(link) and since
