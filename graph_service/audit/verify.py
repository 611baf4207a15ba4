"""Walking the chain to see whether it is as it was written."""

from dataclasses import dataclass
from pathlib import Path

import orjson

from graph_service.audit.store import GENESIS, AuditFiles, ForgedCheckpoint, link, read_checkpoint, read_entries
from graph_service.security.keys import read_or_create_key


@dataclass(frozen=True, slots=True)
class Verification:
    """What the walk found: how many entries hold, and the first thing that does not (None: all is well)."""

    entries: int
    problem: str | None = None


def verify(home: Path) -> Verification:
    """Walk the chain of a home from its first entry to its last and compare it with the checkpoint.

    Raises AuditUnavailable where the log cannot be read.
    """
    files = AuditFiles(home)
    if not files.log.exists() and not files.checkpoint.exists():
        return Verification(0)
    # Read before the walk: the chain may grow meanwhile, but never shrinks below it.
    try:
        checkpoint = read_checkpoint(files, read_or_create_key(files.key))
    except ForgedCheckpoint as error:
        return Verification(0, str(error))
    number, previous = 0, GENESIS
    for entry in read_entries(files):
        expected = number + 1
        if entry.number != expected:
            return Verification(number, f"Entry {expected} is missing: after entry {number} comes {entry.number}.")
        if entry.previous != previous:
            return Verification(number, f"Entry {expected} does not follow from the entry before it.")
        if entry.hash != link(expected, previous, entry.body) or not _is_object(entry.body):
            return Verification(number, f"Entry {expected} was changed after it was written.")
        number, previous = expected, entry.hash
        if checkpoint and number == checkpoint.number and entry.hash != checkpoint.hash:
            return Verification(number - 1, f"Entry {number} is not the one that the checkpoint names.")
    if checkpoint and number < checkpoint.number:
        return Verification(number, f"The end is missing: {checkpoint.number} entries were written, {number} are left.")
    return Verification(number)


def _is_object(body: str) -> bool:
    try:
        return isinstance(orjson.loads(body), dict)
    except ValueError:
        return False
