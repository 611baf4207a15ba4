"""How often one user may ask: so that nobody fills the audit log, without which nobody is answered."""

import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

_MOST_USERS: Final = 10_000


@dataclass(slots=True)
class _Allowance:
    left: float
    at: float
    refused: bool = False


class Rates:
    """Lets each user ask so often a minute, in this process: evenly or all at once."""

    def __init__(self, per_minute: int) -> None:
        self._most = float(per_minute)
        self._users: OrderedDict[str, _Allowance] = OrderedDict()

    def take(self, user: str) -> bool:
        """Whether the user may ask once more now; that counts as asking."""
        now = time.monotonic()
        found = self._users.pop(user, None)
        allowance = found or _Allowance(self._most, now)
        self._users[user] = allowance
        if len(self._users) > _MOST_USERS:
            self._users.popitem(last=False)
        allowance.left = min(self._most, allowance.left + (now - allowance.at) * self._most / 60)
        allowance.at = now
        if allowance.left < 1:
            return False
        allowance.left -= 1
        allowance.refused = False
        return True

    def is_first_refusal(self, user: str) -> bool:
        """Whether a refused user was not refused the last time: each run of refusals is put on record once."""
        allowance = self._users[user]
        first = not allowance.refused
        allowance.refused = True
        return first
