"""Days as whole numbers from 1925 on, and as bundles write them."""

from datetime import date, timedelta
from typing import Final

AS_OF: Final = date(2026, 6, 1)
"""The day on which a synthetic world ends: nothing in it is recorded later."""
_FIRST: Final = date(1925, 1, 1)
NOW: Final = (AS_OF - _FIRST).days
DAYS: Final = tuple((_FIRST + timedelta(days=day)).isoformat() for day in range(NOW + 4 * 365))
YEAR: Final = 365.25
ADULT: Final = 6575
"""How many days old somebody is on the eighteenth birthday."""
RECORDS_BEGIN: Final = (date(2023, 1, 9) - _FIRST).days
"""What began before this day is learnt on it."""
