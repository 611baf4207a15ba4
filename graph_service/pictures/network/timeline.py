"""The days on which something in a picture began or ended, so that a case can be gone through in time."""

from collections.abc import Iterable

from graph_service.model.clock import stored_day
from graph_service.model.records import Link, Record
from graph_service.pictures.values import TimelineDay
from graph_service.wording import links as words


def timeline(links: Iterable[Link], records: dict[str, Record]) -> tuple[TimelineDay, ...]:
    """Every such day, earliest first, and what changed on it. What has no date changes on none."""
    changes: dict[str, list[str]] = {}

    def note(day: str | None, sentence: str, what: str) -> None:
        if day is not None:
            changes.setdefault(day, []).append(f"{sentence}: {what}" if what else sentence)

    for link in links:
        if link.derived:
            continue
        sentence = words.sentence(link, records[link.from_id], records[link.to_id])
        begin, end = stored_day(link.valid_from), stored_day(link.valid_to)
        if words.spec_of(link).event:
            last = words.last_day(link)
            several = begin is not None and last is not None and begin != last
            note(begin, sentence, "first time" if several else "")
            if several or begin is None:
                note(last, sentence, "last time")
            continue
        note(begin, sentence, "from this day")
        note(end, sentence, "no longer")
    return tuple(TimelineDay(day, tuple(told)) for day, told in sorted(changes.items()))
