"""Words that papers alone need: instants, views, names of alerts. What pages say, too, is in `case_words`. Pure."""

from datetime import datetime
from typing import Final

from graph_service.case_words.terms import sentence_case
from graph_service.domain import LONDON, Alert, Link, View, from_microseconds
from graph_service.pictures import words

_ALERTS: Final = {
    "offender_cohabitation": "Offenders living together",
    "serial_partner": "Serial partner",
    "order_zone_breach": "Possible breach of an order",
    "notification_overdue": "Notification overdue",
    "intelligence_to_develop": "Intelligence to develop",
}


def instant(at: datetime) -> str:
    """An instant as it is read in the United Kingdom, such as `09:00 on 1 June 2026`."""
    local = at.astimezone(LONDON)
    return f"{local:%H:%M} on {words.day(local.date().isoformat())}"


def exact_instant(at: datetime) -> str:
    """An instant to the microsecond, in UTC: what to ask with for the same view again."""
    return at.isoformat().replace("+00:00", "Z")


def view_line(view: View) -> str:
    """Both clocks of a view in one line."""
    return f"True on {words.day(view.as_of.isoformat())} · as known at {instant(view.known_at)} (UK time)"


def recorded(link: Link) -> str:
    """When a relationship came to be known to the service."""
    at = from_microseconds(link.recorded_at)
    return "–" if link.derived else "not known" if at is None else instant(at)


def alert_name(alert: Alert) -> str:
    """What kind of alert it is."""
    return _ALERTS.get(alert.kind, sentence_case(words.plain(alert.kind)))


def alert_sentence(alert: Alert) -> str:
    """What an alert says, after its name where it does not begin with that."""
    name = alert_name(alert)
    return alert.summary if alert.summary.startswith(name) else f"{name}: {alert.summary}"
