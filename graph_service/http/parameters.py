"""The parameters of a page's address: those that the page takes and no others, and the view that they name."""

import re
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from typing import Final

from starlette.datastructures import QueryParams

from graph_service.errors import InputRefused
from graph_service.model.clock import LONDON, now

VIEW: Final = ("asOf", "knownAt")
"""The parameters that name a view."""
EXACTLY: Final = "knownAtExactly"
"""What the form of a page sends beside `knownAt`: the instant it was made with, of which `knownAt` shows what a field can hold."""
_REPEATED: Final = frozenset({"expand"})
_WORD: Final = re.compile(r"[A-Za-z_]{1,40}", re.ASCII)


def must_be_taken(asked: QueryParams, *taken: str, unsaid: Collection[str] = ()) -> None:
    """Raise InputRefused where an address asks for what its page does not take, or twice for what it takes once.

    A misspelt parameter, or one of two, would be passed over otherwise, and the page show something else than its link says.
    `unsaid`: what the page takes besides, which nobody writes himself.
    """
    for name, times in Counter(name for name, _ in asked.multi_items()).items():
        if name not in taken and name not in unsaid:
            # Anything might stand there; only a plain word is said again.
            what = f"the parameter {name}" if _WORD.fullmatch(name) else "a parameter"
            raise InputRefused(f"The address has {what}, which this page does not take. It takes: {', '.join(taken)}.")
        if times > 1 and name not in _REPEATED:
            raise InputRefused(f"The address has the parameter {name} more than once. It must say it once.")


def day_of(asked: Mapping[str, str]) -> date | None:
    """The day that `asOf` names. Raises InputRefused."""
    as_of = asked.get("asOf")
    try:
        return date.fromisoformat(as_of) if as_of else None
    except ValueError:
        raise InputRefused("Give the day as 2026-06-01: what stands for asOf is no such day.") from None


def view_of(asked: Mapping[str, str]) -> tuple[date | None, datetime | None]:
    """The view that `asOf` and `knownAt` name. Raises InputRefused.

    A form of a page sends `knownAt` as its field shows it, without a zone, and the instant that was shown beside it, which
    stands as long as nobody has changed the field.

    What will be known later nobody knows: a page at an instant to come would show something else on every day until then.
    """
    known_at = asked.get("knownAt")
    try:
        instant = _meant(datetime.fromisoformat(known_at), asked.get(EXACTLY)) if known_at else None
    except (ValueError, OverflowError):
        raise InputRefused(
            "knownAt must be an instant such as 2026-06-01T09:00:00Z; without a zone it is UK time."
        ) from None
    if instant is not None and instant > now():
        raise InputRefused(
            "knownAt lies in the future. It must be an instant up to now, such as 2026-06-01T09:00:00Z; "
            "what will be true on a later day is asked for by asOf."
        )
    return day_of(asked), instant


def _meant(said: datetime, exactly: str | None) -> datetime:
    if exactly and said.tzinfo is None:
        shown = _utc(datetime.fromisoformat(exactly))
        if shown.astimezone(LONDON).replace(tzinfo=None, microsecond=0) == said:
            return shown
    return _utc(said)


def _utc(instant: datetime) -> datetime:
    return (instant if instant.tzinfo else instant.replace(tzinfo=LONDON)).astimezone(UTC)
