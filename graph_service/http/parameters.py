"""The parameters of a page's address: those that the page takes and no others, and the view that they name."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Final

from graph_service.domain import LONDON, now
from graph_service.errors import InputRefused

VIEW: Final = ("asOf", "knownAt")
"""The parameters that name a view."""
_WORD: Final = re.compile(r"[A-Za-z_]{1,40}", re.ASCII)


def must_be_taken(asked: Iterable[str], *taken: str) -> None:
    """Raise InputRefused where an address asks for what its page does not take.

    A misspelt parameter would be passed over otherwise, and the page show something else than its link says.
    """
    for name in asked:
        if name not in taken:
            # Anything might stand there; only a plain word is said again.
            what = f"the parameter {name}" if _WORD.fullmatch(name) else "a parameter"
            raise InputRefused(f"The address has {what}, which this page does not take. It takes: {', '.join(taken)}.")


def day_of(asked: Mapping[str, str]) -> date | None:
    """The day that `asOf` names. Raises InputRefused."""
    as_of = asked.get("asOf")
    try:
        return date.fromisoformat(as_of) if as_of else None
    except ValueError:
        raise InputRefused("asOf must be a date such as 2026-06-01.") from None


def view_of(asked: Mapping[str, str]) -> tuple[date | None, datetime | None]:
    """The view that `asOf` and `knownAt` name; a form of a page sends instants without a zone. Raises InputRefused.

    What will be known later nobody knows: a page at an instant to come would show something else on every day until then.
    """
    known_at = asked.get("knownAt")
    try:
        instant = _utc(datetime.fromisoformat(known_at)) if known_at else None
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


def _utc(instant: datetime) -> datetime:
    return (instant if instant.tzinfo else instant.replace(tzinfo=LONDON)).astimezone(UTC)
