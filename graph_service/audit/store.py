"""The file that holds the chain: one SQLite database in the home, written in batches, never changed.

Entry n keeps the text of its event and the hash of entry n − 1; its own hash is
SHA-256 of `n`, that hash and the text, one a line. Changing, removing or inserting an entry breaks every hash after it.
Cutting the end off would not, so a checkpoint beside the file says, signed, how far the chain had come.
"""

import contextlib
import fcntl
import hashlib
import hmac
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import orjson

from graph_service.errors import AuditUnavailable
from graph_service.security.keys import private_folder, read_or_create_key

GENESIS: Final = "0" * 64
"""Stands where the first entry names the one before it."""

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS entries (
    number INTEGER PRIMARY KEY,
    body TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE TRIGGER IF NOT EXISTS entries_are_never_changed BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER IF NOT EXISTS entries_are_never_deleted BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER IF NOT EXISTS entries_follow_each_other BEFORE INSERT ON entries
WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM entries)
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
"""
# One statement a batch, not one an entry: each call into SQLite hands the interpreter over to another thread.
_INSERT: Final = """
INSERT INTO entries (number, body, previous, hash)
SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(?) ORDER BY key
"""


@dataclass(frozen=True, slots=True)
class AuditFiles:
    """Where a home keeps its log, the checkpoint and the key that signs the checkpoint."""

    home: Path

    @property
    def log(self) -> Path:
        """The SQLite database."""
        return self.home / "audit" / "audit.sqlite3"

    @property
    def checkpoint(self) -> Path:
        """The signed statement of how far the chain had come."""
        return self.home / "audit" / "checkpoint.json"

    @property
    def key(self) -> Path:
        """The key of that signature."""
        return self.home / "keys" / "audit.key"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the chain as it stands in the file."""

    number: int
    body: str
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far the chain had come: at least `number` entries, the last of them with this hash."""

    number: int
    hash: str

    def signature(self, key: bytes) -> str:
        """What only the holder of the key can write under it."""
        return hmac.new(key, f"{self.number}\n{self.hash}".encode(), hashlib.sha256).hexdigest()


def link(number: int, previous: str, body: str) -> str:
    """The hash of an entry."""
    return hashlib.sha256(f"{number}\n{previous}\n{body}".encode()).hexdigest()


class ChainWriter:
    """Appends to the chain. One thread uses it; other processes of the same home may append at the same time."""

    def __init__(self, files: AuditFiles) -> None:
        """Open the log, making it on first use. Raises AuditUnavailable where it cannot be, or has lost entries."""
        self._files = files
        private_folder(files.log.parent)
        self._key = read_or_create_key(files.key)
        known = read_checkpoint(files, self._key)
        if known and not files.log.exists():
            raise AuditUnavailable(
                f"The audit log {files.log} is missing although it had {known.number} entries. Put it back; "
                f"only if it is lost for good, move {files.checkpoint} to safe keeping and start again."
            )
        with _refusing():
            _make_private(files.log)
            self._connection = sqlite3.connect(files.log, timeout=5, isolation_level=None, check_same_thread=False)
            self._connection.execute("PRAGMA journal_mode = WAL")
            # NORMAL: a commit is in the hands of the operating system when it returns, so an entry outlives this
            # process; `sync` takes it to the disk, so that it outlives a loss of power. One commit to the disk for each
            # batch (FULL) costs up to five milliseconds of every answer where others use the disk.
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._connection.executescript(_SCHEMA)
            # Reading makes sure that the write-ahead log is there.
            self._connection.execute("SELECT max(number) FROM entries").fetchone()
            self._inodes = self._inodes_now()
            self._head = known or Checkpoint(0, GENESIS)
            if known and self._hash_of(known.number) != known.hash:
                raise AuditUnavailable(
                    f"The audit log {files.log} lacks entries that were written to it (see `audit verify`). Put the "
                    f"whole log back; only if it is lost for good, move {files.log.parent} to safe keeping and start "
                    "again."
                )

    def _hash_of(self, number: int) -> str | None:
        row = self._connection.execute("SELECT hash FROM entries WHERE number = ?", (number,)).fetchone()
        return None if row is None else row[0]

    @property
    def head(self) -> Checkpoint:
        """The last entry this writer appended."""
        return self._head

    def accepts_entries(self) -> bool:
        """Whether an entry could be appended now; looks by a connection of its own, so any thread may ask."""
        if not self._is_in_place():
            return False
        try:
            with closing(
                sqlite3.connect(f"{self._files.log.as_uri()}?mode=rw", uri=True, timeout=1, isolation_level=None)
            ) as connection:
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("SELECT max(number) FROM entries").fetchone()
                connection.execute("ROLLBACK")
        except sqlite3.Error:
            return False
        return True

    def _is_in_place(self) -> bool:
        """Whether the files that were opened are still those at their paths: what is written elsewhere is lost."""
        try:
            return self._inodes_now() == self._inodes
        except OSError:
            return False

    def _inodes_now(self) -> tuple[int, int]:
        return self._files.log.stat().st_ino, self._wal.stat().st_ino

    def append(self, bodies: Sequence[str]) -> None:
        """Append entries with these texts, durably, all or none. Raises AuditUnavailable."""
        with _refusing():
            if not self._is_in_place():
                raise AuditUnavailable(
                    "The audit log was moved or replaced while the service ran, so nothing can be answered."
                )
            execute = self._connection.execute
            execute("BEGIN IMMEDIATE")
            try:
                row = execute("SELECT number, hash FROM entries ORDER BY number DESC LIMIT 1").fetchone()
                number, previous = row or (0, GENESIS)
                if number < self._head.number:
                    raise AuditUnavailable("The audit log has lost entries, so nothing can be answered.")
                rows = []
                for body in bodies:
                    number += 1
                    digest = link(number, previous, body)
                    rows.append((number, body, previous, digest))
                    previous = digest
                execute(_INSERT, (orjson.dumps(rows).decode(),))
                execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    execute("ROLLBACK")
                raise
        self._head = Checkpoint(number, previous)

    def sync(self) -> None:
        """Take to the disk what was appended, and say, signed, how far the chain has come.

        The checkpoint never steps back behind what another process has said, nor ahead of the disk.
        """
        if self._head.number:
            with _refusing():
                with self._wal.open("rb") as file:
                    os.fsync(file.fileno())
                _write_checkpoint(self._files, self._key, self._head)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    @property
    def _wal(self) -> Path:
        """SQLite's write-ahead log. Unlike the database itself it carries no locks that closing it would drop."""
        return self._files.log.with_name(f"{self._files.log.name}-wal")


def _make_private(log: Path) -> None:
    """Make the file before SQLite does, so that no other user can read it even for a moment.

    A file that is there already is left alone: opening and closing it here would drop the locks that SQLite holds on
    it for this process, and the next process to leave would take the write-ahead log away from under it.
    """
    with contextlib.suppress(FileExistsError):
        os.close(os.open(log, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def read_entries(files: AuditFiles, *, up_to: int | None = None) -> Iterator[Entry]:
    """The entries in order, the first `up_to` only if given. Raises AuditUnavailable where the file is unreadable."""
    with _refusing():
        if not files.log.exists():
            return
        with closing(sqlite3.connect(f"{files.log.as_uri()}?mode=ro", uri=True, timeout=5)) as connection:
            rows = connection.execute(
                "SELECT number, body, previous, hash FROM entries WHERE ? IS NULL OR number <= ? ORDER BY number",
                (up_to, up_to),
            )
            for number, body, previous, digest in rows:
                yield Entry(number, body, previous, digest)


def read_checkpoint(files: AuditFiles, key: bytes) -> Checkpoint | None:
    """The checkpoint of the home, if it has one. Raises ForgedCheckpoint where its signature does not hold."""
    try:
        text = files.checkpoint.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise AuditUnavailable(f"The checkpoint of the audit log cannot be read: {error.strerror}.") from None
    try:
        said = orjson.loads(text)
        known = Checkpoint(int(said["number"]), str(said["hash"]))
        if hmac.compare_digest(str(said["signature"]), known.signature(key)):
            return known
    except (KeyError, TypeError, ValueError):
        pass
    raise ForgedCheckpoint("The checkpoint of the audit log was not written by this service.")


class ForgedCheckpoint(AuditUnavailable):
    """The checkpoint's signature does not hold."""


def _write_checkpoint(files: AuditFiles, key: bytes, reached: Checkpoint) -> None:
    with os.fdopen(os.open(files.checkpoint.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        known = read_checkpoint(files, key)
        if known and known.number >= reached.number:
            return
        draft = files.checkpoint.with_suffix(".draft")
        text = orjson.dumps({"number": reached.number, "hash": reached.hash, "signature": reached.signature(key)})
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(text)
        draft.replace(files.checkpoint)


@contextmanager
def _refusing() -> Iterator[None]:
    """Turn what SQLite and the disk say into one public sentence."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        reason = getattr(error, "sqlite_errorname", None) or type(error).__name__
        raise AuditUnavailable(f"The audit log cannot be used ({reason}), so nothing can be answered.") from None
