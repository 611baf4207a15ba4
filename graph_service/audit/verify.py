"""Walking the chain to see whether it is as it was written."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson

from graph_service.audit.store import GENESIS, AuditFiles, DamagedLog, Entry, ForgedHead, Head, read_entries, read_heads
from graph_service.security.keys import read_or_create_key

_UNKEYED: Final = Head(0, GENESIS, None)


@dataclass(frozen=True, slots=True)
class Verification:
    """What the walk found: how many entries hold, and the first thing that does not (None: all is well).

    `head` is the hash of the last entry that holds; `plain`: how many of them an earlier version wrote, without a key.
    """

    entries: int
    problem: str | None = None
    head: str = GENESIS
    plain: int = 0


def verify(home: Path, anchor: Path | None = None, *, written_down: tuple[int, str] | None = None) -> Verification:
    """Walk the chain of a home from its first entry to its last and compare it with all that says how far it had come.

    `anchor`: the file elsewhere, where the settings name one. `written_down`: number and hash of an entry as `audit head` once
    printed them. Raises AuditUnavailable where the log cannot be read.
    """
    files = AuditFiles(home, anchor)
    if not files.key.exists():
        return Verification(0, files.lost_key())
    # Read before the walk: the chain may grow meanwhile, but never shrinks below it.
    try:
        heads = read_heads(files, read_or_create_key(files.key))
    except ForgedHead as error:
        return Verification(0, str(error))
    return _Walk(files, heads, written_down).walk()


class _Walk:
    """One walk along the chain."""

    def __init__(self, files: AuditFiles, heads: Mapping[Path, Head], written_down: tuple[int, str] | None) -> None:
        self._files = files
        self._key = read_or_create_key(files.key)
        self._heads = heads
        self._rules = next((head for head in heads.values() if head.keyed_from is not None), _UNKEYED)
        self._wanted = [(f"the one that {path} names", head.number, head.hash) for path, head in heads.items()]
        if written_down is not None:
            self._wanted.append(("the one that was written down", *written_down))
        self._number, self._previous, self._at = 0, GENESIS, ""

    def walk(self) -> Verification:
        """What the walk finds."""
        problem = self._along()
        if problem is None:
            problem = self._end()
        plain = self._number if self._rules.keyed_from is None else min(self._number, self._rules.keyed_from - 1)
        return Verification(self._number, problem, self._previous, plain)

    def _along(self) -> str | None:
        try:
            for entry in read_entries(self._files):
                problem = self._problem(entry)
                if problem is not None:
                    return problem
                self._number, self._previous = entry.number, entry.hash
        except DamagedLog as error:
            return f"Entry {self._number + 1} cannot be read. {error}"
        return None

    def _problem(self, entry: Entry) -> str | None:
        expected = self._number + 1
        if entry.number != expected:
            return f"Entry {expected} is missing: after entry {self._number} comes {entry.number}."
        if entry.previous != self._previous:
            return f"Entry {expected} does not follow from the entry before it."
        body = _read(entry.body)
        if body is None or entry.hash != self._rules.hash_of(self._key, expected, entry.previous, entry.body):
            return f"Entry {expected} was changed after it was written, or written by somebody else."
        at = str(body.get("at", ""))
        if self._rules.keyed_from is not None and expected >= self._rules.keyed_from and at < self._at:
            return f"Entry {expected} is dated before the entry before it."
        self._at = max(at, self._at)
        for what, number, digest in self._wanted:
            if number == expected and digest != entry.hash:
                return f"Entry {expected} is not {what}."
        return None

    def _end(self) -> str | None:
        """What is wrong with a chain that holds as far as it goes."""
        furthest = max((number for _, number, _ in self._wanted), default=0)
        if self._number < furthest:
            return f"The end is missing: {furthest} entries were written, {self._number} are left."
        if self._rules.keyed_from is None and self._files.checkpoint in self._heads:
            return None
        missing = [path for path in self._files.statements if path not in self._heads]
        return f"{missing[0]} is missing, which says how far the log had come." if missing else None


def _read(body: str) -> dict[str, Any] | None:
    try:
        read = orjson.loads(body)
    except ValueError:
        return None
    return read if isinstance(read, dict) else None
