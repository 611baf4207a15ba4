"""Days and half-open intervals of days."""

from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


def birthday(born: date, age: int) -> date:
    """The day on which somebody turns `age`; whoever is born on 29 February does so on 1 March."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def age_on(born: date, day: date) -> int | None:
    """Completed years on `day`; None before the birth."""
    if day < born:
        return None
    years = day.year - born.year
    return years if birthday(born, years) <= day else years - 1


def on_or_after_a_year_before(one: date, day: date) -> bool:
    """Whether `one` is the same day a year before `day`, or later."""
    return (one.year, one.month, one.day) >= (day.year - 1, day.month, day.day)


def after_a_year_before(one: date, day: date) -> bool:
    """Whether `one` is later than the same day a year before `day`, which for 29 February lies before 1 March."""
    return (one.year, one.month, one.day) > (day.year - 1, day.month, day.day)


@dataclass(frozen=True, slots=True)
class Interval:
    """`[start, end)`; None is open."""

    start: date | None = None
    end: date | None = None

    def begun(self, day: date) -> bool:
        """Whether it began on or before `day`."""
        return self.start is None or self.start <= day

    def contains(self, day: date) -> bool:
        """Whether `day` lies in it."""
        return self.begun(day) and (self.end is None or day < self.end)

    def recent(self, day: date, days: int) -> bool:
        """Whether it has begun, and goes on or ended less than `days` before `day`."""
        return self.begun(day) and (self.end is None or self.end > day - days * DAY)

    def forthcoming(self, day: date, days: int) -> bool:
        """Whether it begins after `day`, at most `days` later."""
        return self.start is not None and day < self.start <= day + days * DAY

    def begun_within(self, day: date, days: int) -> bool:
        """Whether it began at most `days` before `day`."""
        return self.start is not None and day - days * DAY <= self.start <= day

    def overlaps(self, other: "Interval") -> bool:
        """Whether there is a day in both."""
        return _before(self.start, other.end) and _before(other.start, self.end)


def _before(start: date | None, end: date | None) -> bool:
    return start is None or end is None or start < end
