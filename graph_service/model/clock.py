"""The two clocks, and days and instants as the store keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from graph_service.errors import InputRefused
from graph_service.model.vocabulary import (
    FIRST_DAY,
    FIRST_INSTANT,
    LAST_DAY,
    LAST_INSTANT,
)

LONDON = ZoneInfo("Europe/London")


FIRST_VIEW, LAST_VIEW = date(1900, 1, 1), date(9000, 12, 31)


"""The first and the last day that may be asked about."""


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


_MICROSECOND = timedelta(microseconds=1)


def now() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The present day in Europe/London, where the arrangements work."""
    return datetime.now(LONDON).date()


def to_microseconds(instant: datetime) -> int:
    """An aware instant as the store keeps it: microseconds since 1970, UTC."""
    return (instant - _EPOCH) // _MICROSECOND


def exact_instant(instant: datetime) -> str:
    """An aware instant as text, in UTC, to the microsecond: what asks for the same view again."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def end_of(day: date) -> datetime:
    """The instant at which a day ends where the arrangements work."""
    return datetime.combine(day + timedelta(days=1), time(), LONDON)


def from_microseconds(value: int | None) -> datetime | None:
    """The instant that the store keeps as `value`; the open ends are None."""
    if value is None or value <= FIRST_INSTANT or value >= LAST_INSTANT:
        return None
    return _EPOCH + timedelta(microseconds=value)


def stored_day(value: str | None) -> str | None:
    """A stored day as a cell shows it: the open ends are None."""
    return None if value in (None, FIRST_DAY, LAST_DAY) else value


@dataclass(frozen=True, slots=True)
class View:
    """The two clocks of a question: what was true on `as_of`, as it was known at `known_at`."""

    as_of: date
    known_at: datetime

    @classmethod
    def at(cls, as_of: date | None = None, known_at: datetime | None = None) -> View:
        """A view with the defaults filled in: today, now. An instant without a zone is refused by the caller.

        Raises InputRefused for a day that no age and no window can be counted from.
        """
        day = as_of or today()
        if not FIRST_VIEW <= day <= LAST_VIEW:
            raise InputRefused(f"The day asked about must lie between {FIRST_VIEW} and {LAST_VIEW}.")
        return cls(day, known_at or now())
