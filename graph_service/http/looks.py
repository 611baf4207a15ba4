"""When each reader last looked at a case, in a small file of the home: what has changed since can be asked for then."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from graph_service.audit.events import instant
from graph_service.errors import ComponentUnavailable
from graph_service.security.keys import private_folder

_ONE_LOOK: Final = timedelta(minutes=30)
"""Pages opened within this time after another belong to one look."""
_TABLE: Final = """
CREATE TABLE IF NOT EXISTS look (
  user TEXT NOT NULL,
  offender_id TEXT NOT NULL,
  last_at TEXT NOT NULL,
  before_at TEXT,
  PRIMARY KEY (user, offender_id)
) STRICT
"""


class Looks:
    """Who last looked at which case, of one home; several processes may use it at once. Of each two instants are kept."""

    def __init__(self, home: Path) -> None:
        self._file = home / "looks" / "looks.sqlite3"

    async def note(self, user: str, offender_id: str, at: datetime) -> None:
        """Note that somebody looks at a case. Raises ComponentUnavailable."""
        await asyncio.to_thread(self._note, user, offender_id, at)

    async def before(self, user: str, offender_id: str) -> datetime | None:
        """When somebody looked at a case before the look that goes on now; None where never. Raises ComponentUnavailable."""
        return await asyncio.to_thread(self._before, user, offender_id)

    def _note(self, user: str, offender_id: str, at: datetime) -> None:
        try:
            with closing(self._open()) as file, file:
                file.execute("BEGIN IMMEDIATE")
                known = file.execute(
                    "SELECT last_at FROM look WHERE user = ? AND offender_id = ?", (user, offender_id)
                ).fetchone()
                now = instant(at)
                if known is None:
                    file.execute("INSERT INTO look VALUES (?, ?, ?, NULL)", (user, offender_id, now))
                elif known[0] < instant(at - _ONE_LOOK):
                    file.execute(
                        "UPDATE look SET before_at = last_at, last_at = ? WHERE user = ? AND offender_id = ?",
                        (now, user, offender_id),
                    )
                else:
                    file.execute(
                        "UPDATE look SET last_at = max(last_at, ?) WHERE user = ? AND offender_id = ?",
                        (now, user, offender_id),
                    )
        except sqlite3.Error:
            raise ComponentUnavailable("When this case was last looked at cannot be noted.") from None

    def _before(self, user: str, offender_id: str) -> datetime | None:
        try:
            with closing(self._open()) as file:
                found = file.execute(
                    "SELECT before_at FROM look WHERE user = ? AND offender_id = ?", (user, offender_id)
                ).fetchone()
        except sqlite3.Error:
            raise ComponentUnavailable("When this case was last looked at cannot be read.") from None
        return None if found is None or found[0] is None else datetime.fromisoformat(found[0])

    def _open(self) -> sqlite3.Connection:
        private_folder(self._file.parent)
        file = sqlite3.connect(self._file, timeout=10, isolation_level=None)
        file.execute(_TABLE)
        return file
