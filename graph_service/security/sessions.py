"""The sessions of people who signed in, kept by the service so that they can be ended.

A cookie holds a secret; the file in the home holds its SHA-256, whose session it is and until when. So a session ends by
signing out, by time, or by an administrator, for everybody who holds its cookie, and whoever reads the file cannot use it.
"""

import asyncio
import json
import secrets
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Final, TypeVar

from graph_service.errors import ComponentUnavailable, Unauthenticated
from graph_service.model.clock import now
from graph_service.security.identity import Identity, Role
from graph_service.security.keys import private_folder
from graph_service.security.tokens import LapsedIdentity

_T = TypeVar("_T")
_REMEMBERED: Final = timedelta(days=1)
"""How long after its end it is still known whose a session was, so that its use is put on record under that name."""
_TABLE: Final = """
CREATE TABLE IF NOT EXISTS session (
  key TEXT PRIMARY KEY,
  user TEXT NOT NULL,
  role TEXT NOT NULL,
  cleared INTEGER NOT NULL,
  cases TEXT,
  begun_at REAL NOT NULL,
  ends_at REAL NOT NULL,
  ended INTEGER NOT NULL DEFAULT 0
) STRICT
"""


@dataclass(frozen=True, slots=True)
class Session:
    """A session that has not ended: whose, since when and until when (UTC)."""

    user: str
    role: Role
    begun_at: datetime
    ends_at: datetime


class Sessions:
    """The sessions of one home. Processes of one home share them; any thread may ask, an event loop by `apart`."""

    def __init__(self, home: Path) -> None:
        self._file = home / "sessions" / "sessions.sqlite3"
        self._lock = threading.Lock()
        self._thread = ThreadPoolExecutor(1, "sessions")
        self._connection: sqlite3.Connection | None = None
        self._inode = 0

    async def apart(self, work: Callable[[], _T]) -> _T:
        """What work on the sessions comes to, done in their own thread: no event loop waits for the disk or another process."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def begin(self, identity: Identity) -> str:
        """Begin a session that lasts as long as the identity: the secret for its cookie. Raises ComponentUnavailable."""
        secret = secrets.token_urlsafe(32)
        begun = now()
        cases = None if identity.cases is None else json.dumps(sorted(identity.cases))
        row = (
            _key(secret),
            identity.user,
            identity.role.value,
            int(identity.cleared),
            cases,
            begun.timestamp(),
            identity.expires_at.timestamp(),
        )

        def write(file: sqlite3.Connection) -> None:
            file.execute("DELETE FROM session WHERE ends_at < ?", ((begun - _REMEMBERED).timestamp(),))
            file.execute(
                "INSERT INTO session (key, user, role, cleared, cases, begun_at, ends_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                row,
            )

        self._with_file(write)
        return secret

    def identity(self, secret: str) -> Identity:
        """Whose session a cookie's secret stands for.

        Raises Unauthenticated, LapsedIdentity where the session was good once, and ComponentUnavailable.
        """
        found = self._with_file(
            lambda file: file.execute(
                "SELECT user, role, cleared, cases, ends_at, ended FROM session WHERE key = ?", (_key(secret),)
            ).fetchone()
        )
        if found is None:
            raise Unauthenticated("There is no such session. Sign in again.")
        user, role, cleared, cases, ends_at, ended = found
        identity = Identity(
            user=user,
            role=Role(role),
            cleared=bool(cleared),
            expires_at=datetime.fromtimestamp(ends_at, UTC),
            cases=None if cases is None else frozenset(json.loads(cases)),
        )
        if ended or identity.expires_at <= now():
            raise LapsedIdentity("The session has ended. Sign in again.", identity.user, identity.role)
        return identity

    def end(self, secret: str) -> None:
        """End the session of a secret, if there is one. Raises ComponentUnavailable."""
        self._with_file(lambda file: file.execute("UPDATE session SET ended = 1 WHERE key = ?", (_key(secret),)))

    def end_of(self, user: str | None) -> int:
        """End every session of a user, or of everybody (None), and return how many there were. Raises ComponentUnavailable."""
        return self._with_file(
            lambda file: (
                file.execute(
                    "UPDATE session SET ended = 1 WHERE ended = 0 AND ends_at > ? AND (? IS NULL OR user = ?)",
                    (now().timestamp(), user, user),
                ).rowcount
            )
        )

    def open_ones(self) -> tuple[Session, ...]:
        """The sessions that have not ended, by user. Raises ComponentUnavailable."""
        rows = self._with_file(
            lambda file: file.execute(
                "SELECT user, role, begun_at, ends_at FROM session WHERE ended = 0 AND ends_at > ? ORDER BY user, begun_at",
                (now().timestamp(),),
            ).fetchall()
        )
        return tuple(Session(user, Role(role), _instant(begun), _instant(ends)) for user, role, begun, ends in rows)

    def _with_file(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        try:
            with self._lock, self._opened() as file:
                return work(file)
        except (sqlite3.Error, OSError):
            raise ComponentUnavailable("The sessions cannot be read or written.") from None

    def _opened(self) -> sqlite3.Connection:
        """The file that is at its path now: a session ended in another one would go on in this."""
        if self._connection is not None and self._inode_now() != self._inode:
            self._connection.close()
            self._connection = None
        if self._connection is None:
            private_folder(self._file.parent)
            self._connection = sqlite3.connect(self._file, timeout=2, check_same_thread=False)
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute(_TABLE)
            self._inode = self._inode_now()
        return self._connection

    def _inode_now(self) -> int:
        try:
            return self._file.stat().st_ino
        except FileNotFoundError:
            return 0


def _key(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def _instant(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
