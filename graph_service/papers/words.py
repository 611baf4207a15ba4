"""Words that papers alone need: instants, views. What pages say, too, is in `wording`. Pure."""

from datetime import datetime

from graph_service.model.clock import LONDON, View, from_microseconds
from graph_service.model.records import Link
from graph_service.wording import links as words


def instant(at: datetime) -> str:
    """An instant as it is read in the United Kingdom, such as `09:00 on 1 June 2026`."""
    local = at.astimezone(LONDON)
    return f"{local:%H:%M} on {words.day(local.date().isoformat())}"


def view_line(view: View) -> str:
    """Both clocks of a view in one line."""
    return f"True on {words.day(view.as_of.isoformat())} · as known at {instant(view.known_at)} (UK time)"


def recorded(link: Link) -> str:
    """When a relationship came to be known to the service."""
    at = from_microseconds(link.recorded_at)
    return "–" if link.derived else "not known" if at is None else instant(at)
