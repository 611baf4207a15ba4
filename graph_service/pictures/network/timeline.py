"""The days on which something in a picture began or ended, so that a case can be gone through in time."""

from collections.abc import Iterable
from datetime import date

from graph_service.model.clock import stored_day
from graph_service.model.records import Link, Record
from graph_service.pictures.values import TimelineDay
from graph_service.wording import links as words
from graph_service.wording.clauses import sentence


def timeline(links: Iterable[Link], records: dict[str, Record]) -> tuple[TimelineDay, ...]:
    """Every such day, earliest first, and what changed on it. What has no date changes on none."""
    changes: dict[str, list[str]] = {}

    def note(day: str | None, told: str, what: str) -> None:
        if day is not None:
            changes.setdefault(day, []).append(f"{told}: {what}" if what else told)

    for link in links:
        if link.derived:
            continue
        begin, end, last = stored_day(link.valid_from), stored_day(link.valid_to), words.last_day(link)
        # An event is told as of its last day, when it has happened; anything else as of its first, when it holds.
        while_it_holds = (last or begin) if words.spec_of(link).event else (begin or last)
        if while_it_holds is None:
            continue
        told = sentence(link, records[link.from_id], records[link.to_id], date.fromisoformat(while_it_holds))
        if words.spec_of(link).event:
            several = begin is not None and last is not None and begin != last
            note(begin, told, "first time" if several else "")
            if several or begin is None:
                note(last, told, "last time")
            continue
        note(begin, told, "" if words.on_its_day(link) else "from this day")
        note(end, told, "no longer")
    return tuple(TimelineDay(day, tuple(told)) for day, told in sorted(changes.items()))
