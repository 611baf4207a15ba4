"""The file that holds the chain: one SQLite database in the home, written in batches, never changed.

Entry n keeps the text of its event and the hash of entry n − 1; its own hash is the HMAC-SHA-256, under a key that lies
outside the folder, of `entry`, `n`, that hash and the text, one a line. So nobody without the key changes, removes, inserts or
appends an entry unseen. Cutting the end off would be, so a checkpoint beside the file and an anchor outside its folder say,
signed, how far the chain had come.

Logs of earlier versions begin with entries whose hash is the plain SHA-256 of `n`, the hash before and the text. The first
opening by this version notes in checkpoint and anchor from which number on entries are keyed; the first keyed one holds the hash
of the last plain one, so none of these is changed unseen from then on.
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

from graph_service.audit.events import Note
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
    """Where a home keeps its log, the statements of how far it had come, and their key; `elsewhere` is one more of these."""

    home: Path
    elsewhere: Path | None = None

    @property
    def log(self) -> Path:
        """The SQLite database."""
        return self.home / "audit" / "audit.sqlite3"

    @property
    def checkpoint(self) -> Path:
        """The signed statement of how far the chain had come."""
        return self.home / "audit" / "checkpoint.json"

    @property
    def anchor(self) -> Path:
        """The same statement outside the folder of the log."""
        return self.home / "keys" / "audit-anchor.json"

    @property
    def statements(self) -> tuple[Path, ...]:
        """Every file that says how far the chain had come."""
        own = (self.checkpoint, self.anchor)
        return own if self.elsewhere is None else (*own, self.elsewhere)

    @property
    def key(self) -> Path:
        """The key of entries and statements."""
        return self.home / "keys" / "audit.key"

    def lost_key(self) -> str | None:
        """What is wrong where there is a log, or a statement of one, without its key; else None."""
        # The files first: whoever makes a log at this moment makes its key before them.
        there = [path for path in (self.log, *self.statements) if path.exists()]
        return f"The key {self.key} is missing, but {there[0]} is there." if there and not self.key.exists() else None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the chain as it stands in the file."""

    number: int
    body: str
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """How far the chain had come: at least `number` entries, the last of them with this hash.

    `keyed_from`: the number of the first keyed entry; None as long as an earlier version alone has written the log.
    """

    number: int
    hash: str
    keyed_from: int | None = 1

    def signature(self, key: bytes) -> str:
        """What only the holder of the key can write under it."""
        said = f"{self.number}\n{self.hash}"
        return _keyed(key, said if self.keyed_from is None else f"head\n{said}\n{self.keyed_from}")

    def hash_of(self, key: bytes, number: int, previous: str, body: str) -> str:
        """The hash of an entry with this number, the hash before it, and this text."""
        said = f"{number}\n{previous}\n{body}"
        if self.keyed_from is None or number < self.keyed_from:
            return hashlib.sha256(said.encode()).hexdigest()
        return _keyed(key, f"entry\n{said}")


def _keyed(key: bytes, text: str) -> str:
    return hmac.digest(key, text.encode(), "sha256").hex()


class ChainWriter:
    """Appends to the chain. One thread uses it; other processes of the same home may append at the same time."""

    def __init__(self, files: AuditFiles) -> None:
        """Open the log, making it on first use. Raises AuditUnavailable where it cannot be, or is not as it was left."""
        self._files = files
        lost = files.lost_key()
        if lost is not None:
            raise AuditUnavailable(
                f"{lost} Put the key back; only if it is lost for good, move {files.log.parent} and every file that says "
                "how far the log had come to safe keeping and start again."
            )
        for path in (files.log, *files.statements):
            private_folder(path.parent)
        self._key = read_or_create_key(files.key)
        heads = read_heads(files, self._key)
        known = max(heads.values(), key=lambda head: head.number, default=None)
        if known and known.number and not files.log.exists():
            raise AuditUnavailable(
                f"The audit log {files.log} is missing although it had {known.number} entries. Put it back; "
                f"only if it is lost for good, move {_listed(heads)} to safe keeping and start again."
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
            with self._locked():
                self._head = self._beginning()
        self._said = self._head
        self._is_said = True

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """A transaction of which no other process is in the midst; it is rolled back where the block raises."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def _beginning(self) -> Head:
        """The head to go on from, having made sure that the log holds what its statements say, and that they are there."""
        heads = read_heads(self._files, self._key)
        number, digest, _ = _last(self._connection)
        for path, head in heads.items():
            if head.number and _hash_of(self._connection, head.number) != head.hash:
                raise AuditUnavailable(
                    f"The audit log {self._files.log} lacks entries that {path} says were written to it (see `audit "
                    f"verify`). Put the whole log back; only if it is lost for good, move {self._files.log.parent} and "
                    f"{_listed(heads)} to safe keeping and start again."
                )
        keyed = [head for head in heads.values() if head.keyed_from is not None]
        furthest = max(keyed or heads.values(), key=lambda head: head.number, default=None)
        if furthest is not None:
            _must_go_on(self._connection, self._key, furthest)
        if not keyed or furthest is None:
            if number and not heads:
                raise AuditUnavailable(
                    f"The audit log {self._files.log} has entries, but nothing says how far it had come: "
                    f"{self._files.checkpoint} and {self._files.anchor} are missing. Put them back."
                )
            # A log that is new, or that an earlier version wrote: from here on entries are keyed.
            begun = Head(number, digest, number + 1)
            for path in self._files.statements:
                _write_head(path, self._key, begun)
            return begun
        for path in (self._files.checkpoint, self._files.anchor):
            if path not in heads:
                raise AuditUnavailable(
                    f"{path}, which says how far the audit log had come, is missing. Put it back, once you know why; a copy "
                    f"of {next(iter(heads))} will do."
                )
        for path in self._files.statements:
            # One elsewhere may be new to the settings; if it was lost, `audit verify` has said so.
            _write_head(path, self._key, furthest)
        return furthest

    def accepts_entries(self) -> bool:
        """Whether an entry could be appended now; looks by a connection of its own, so any thread may ask."""
        head = self._head
        if not self._is_said or not self._is_in_place():
            return False
        try:
            with closing(
                sqlite3.connect(f"{self._files.log.as_uri()}?mode=rw", uri=True, timeout=1, isolation_level=None)
            ) as connection:
                connection.execute("BEGIN IMMEDIATE")
                _must_go_on(connection, self._key, head)
                connection.execute("ROLLBACK")
        except (sqlite3.Error, AuditUnavailable):
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

    @property
    def length(self) -> int:
        """How many entries the chain had when it was last written to."""
        return self._head.number

    def append(self, entries: Sequence[tuple[str, str, Note | None]]) -> None:
        """Append entries with these times and texts, durably, all or none; but none from a note that the chain has already.

        Raises AuditUnavailable.
        """
        head = self._head
        if not self._is_said:
            raise AuditUnavailable("It cannot be said how far the audit log has come, so nothing can be answered.")
        with _refusing():
            if not self._is_in_place():
                raise AuditUnavailable(
                    "The audit log was moved or replaced while the service ran, so nothing can be answered."
                )
            with self._locked():
                number, previous, last_at = _must_go_on(self._connection, self._key, head)
                rows = []
                for at, text, note in entries:
                    if note is not None and self._has(note):
                        continue
                    body = text if at >= last_at else _dated(text, last_at)
                    number, last_at = number + 1, max(at, last_at)
                    digest = head.hash_of(self._key, number, previous, body)
                    rows.append((number, body, previous, digest))
                    previous = digest
                self._connection.execute(_INSERT, (orjson.dumps(rows).decode(),))
        self._head = Head(number, previous, head.keyed_from)

    def _has(self, note: Note) -> bool:
        """Whether the entry of a note has been written."""
        found = self._connection.execute(
            "SELECT 1 FROM entries WHERE number > ? AND body ->> '$.details.write' = ? LIMIT 1", (note.since, note.key)
        )
        return found.fetchone() is not None

    def sync(self) -> None:
        """Take to the disk what was appended, and say, signed, how far the chain has come.

        What is said never steps back behind what another process has said, nor ahead of the disk. Each file is written whatever
        comes of the others, those outside the folder of the log first: who can write that folder alone holds up none of these.
        Raises AuditUnavailable where one cannot be written; until all of them are, no entry is taken.
        """
        head, is_said = self._head, False
        if not head.number:
            return
        try:
            with _refusing(), self._wal.open("rb") as file:
                os.fsync(file.fileno())
            problems = []
            for path in reversed(self._files.statements):
                try:
                    with _refusing():
                        _write_head(path, self._key, head, self._said)
                except AuditUnavailable as problem:
                    problems.append(problem)
            if problems:
                raise problems[0]
            self._said, is_said = head, True
        finally:
            self._is_said = is_said

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    @property
    def _wal(self) -> Path:
        """SQLite's write-ahead log. Unlike the database itself it carries no locks that closing it would drop."""
        return self._files.log.with_name(f"{self._files.log.name}-wal")


def _last(connection: sqlite3.Connection) -> tuple[int, str, str]:
    """Number, hash and time of the last entry."""
    found = connection.execute(
        "SELECT number, hash, body ->> 'at' FROM entries ORDER BY number DESC LIMIT 1"
    ).fetchone()
    return found or (0, GENESIS, "")


def _hash_of(connection: sqlite3.Connection, number: int) -> str | None:
    row = connection.execute("SELECT hash FROM entries WHERE number = ?", (number,)).fetchone()
    return None if row is None else row[0]


def _must_go_on(connection: sqlite3.Connection, key: bytes, head: Head) -> tuple[int, str, str]:
    """Number, hash and time of the last entry.

    Raises AuditUnavailable where the log has lost what was written up to a head, or ends with what no service wrote.
    """
    last = number, digest, _ = _last(connection)
    if (number, digest) == (head.number, head.hash):
        return last
    if number < head.number or (head.number and _hash_of(connection, head.number) != head.hash):
        raise AuditUnavailable("The audit log has lost entries, so nothing can be answered.")
    body, previous = connection.execute("SELECT body, previous FROM entries WHERE number = ?", (number,)).fetchone()
    if head.hash_of(key, number, previous, body) != digest:
        raise AuditUnavailable("The audit log ends with an entry of somebody else, so nothing can be answered.")
    return last


def _make_private(log: Path) -> None:
    """Make the file before SQLite does, so that no other user can read it even for a moment.

    A file that is there already is left alone: opening and closing it here would drop the locks that SQLite holds on
    it for this process, and the next process to leave would take the write-ahead log away from under it.
    """
    with contextlib.suppress(FileExistsError):
        os.close(os.open(log, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def _dated(text: str, at: str) -> str:
    """An entry whose clock stands behind that of the entry before it: dated alike, with what its clock said beside."""
    body = orjson.loads(text)
    return orjson.dumps(body | {"at": at, "clock": body["at"]}, option=orjson.OPT_SORT_KEYS).decode()


def read_entries(files: AuditFiles, *, up_to: int | None = None) -> Iterator[Entry]:
    """The entries in order, the first `up_to` only if given.

    Raises DamagedLog where the file is no log any more, and AuditUnavailable where it cannot be read.
    """
    with _refusing():
        if not files.log.exists():
            return
        with closing(sqlite3.connect(f"{files.log.as_uri()}?mode=ro", uri=True, timeout=5)) as connection:
            # Text that is no UTF-8 would end the reading without saying where.
            connection.text_factory = lambda raw: raw.decode(errors="replace")
            rows = connection.execute(
                "SELECT number, body, previous, hash FROM entries WHERE ? IS NULL OR number <= ? ORDER BY number",
                (up_to, up_to),
            )
            for number, *texts in rows:
                yield Entry(number, *map(str, texts))


def read_heads(files: AuditFiles, key: bytes) -> dict[Path, Head]:
    """What is said of how far the chain had come, by file. Raises ForgedHead where a signature does not hold."""
    found = {path: _read_head(path, key) for path in files.statements}
    return {path: head for path, head in found.items() if head is not None}


def _read_head(path: Path, key: bytes) -> Head | None:
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise AuditUnavailable(f"{path} cannot be read: {error.strerror}.") from None
    try:
        said = orjson.loads(text)
        keyed_from = said.get("keyedFrom")
        head = Head(int(said["number"]), str(said["hash"]), None if keyed_from is None else int(keyed_from))
        if hmac.compare_digest(str(said["signature"]).encode(), head.signature(key).encode()):
            return head
    except (KeyError, TypeError, ValueError, AttributeError):
        pass
    raise ForgedHead(f"{path}, which says how far the audit log had come, was not written by this service.")


class ForgedHead(AuditUnavailable):
    """The signature under what is said of how far the chain had come does not hold."""


class DamagedLog(AuditUnavailable):
    """The file is no log any more; the sentence says what SQLite calls it."""


def _write_head(path: Path, key: bytes, reached: Head, said: Head | None = None) -> None:
    """Say how far the chain has come, unless that is said already.

    `said`: what this process knows to stand there. Raises AuditUnavailable where that is no longer so, and OSError.
    """
    # No link is followed: it might lead out of the folder, to what whoever made it cannot write.
    with os.fdopen(os.open(path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        known = _read_head(path, key)
        if said is not None and (known is None or known.number < said.number):
            what = "is missing" if known is None else "was put back to what it said before"
            raise AuditUnavailable(f"{path}, which says how far the audit log had come, {what}.")
        if known and known.number >= reached.number and known.keyed_from is not None:
            return
        draft = path.with_suffix(".draft")
        content = {"number": reached.number, "hash": reached.hash, "keyedFrom": reached.keyed_from}
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
        with os.fdopen(os.open(draft, flags, 0o600), "wb") as file:
            file.write(orjson.dumps(content | {"signature": reached.signature(key)}))
        draft.replace(path)


def _listed(heads: dict[Path, Head]) -> str:
    return " and ".join(map(str, heads))


_DAMAGE: Final = ("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_ERROR", "SQLITE_FORMAT", "SQLITE_IOERR_SHORT_READ")
"""How the names of the errors begin by which SQLite says that a file, or the table in it, is not what it was."""


@contextmanager
def _refusing() -> Iterator[None]:
    """Turn what SQLite and the disk say into one public sentence."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        reason = getattr(error, "sqlite_errorname", None) or type(error).__name__
        kind = DamagedLog if reason.startswith(_DAMAGE) else AuditUnavailable
        raise kind(f"The audit log cannot be used ({reason}), so nothing can be answered.") from None
