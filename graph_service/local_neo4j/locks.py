"""Locks between processes, on files; the system releases them when their holder dies, however it dies."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph_service.errors import ComponentUnavailable

_POLL_S = 0.05


class FileLock:
    """One open lock file. Several in one process exclude each other as those of several processes do."""

    def __init__(self, path: Path, *, create: bool = True) -> None:
        if create:
            path.parent.mkdir(parents=True, exist_ok=True)
        # Not inherited by programs that are started meanwhile: they would keep the lock.
        self._file = os.open(path, os.O_RDWR | os.O_CLOEXEC | (os.O_CREAT if create else 0), 0o600)

    def try_exclusive(self) -> bool:
        """Take the lock alone, if nobody else has it in any way."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def wait_exclusive(self) -> None:
        """Take the lock alone, however long the others keep it."""
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def wait_shared(self) -> None:
        """Take the lock together with others who share it."""
        fcntl.flock(self._file, fcntl.LOCK_SH)

    def release(self) -> None:
        """Give the lock back and keep the file open."""
        fcntl.flock(self._file, fcntl.LOCK_UN)

    def close(self) -> None:
        """Give the lock back."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


@contextmanager
def exclusive(path: Path, *, timeout_s: float | None = None, otherwise: str = "") -> Iterator[None]:
    """Hold a lock for a block; when it is not free in time, `otherwise` is the sentence of the error."""
    lock = FileLock(path)
    try:
        until = None if timeout_s is None else time.monotonic() + timeout_s
        while not lock.try_exclusive():
            if until is not None and time.monotonic() > until:
                raise ComponentUnavailable(otherwise)
            time.sleep(_POLL_S)
        yield
    finally:
        lock.close()


def is_locked_by_another(path: Path) -> bool:
    """Whether a program such as Neo4j holds a record lock on a file, the kind that Java takes."""
    try:
        with path.open("r+b") as file:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False  # no file yet, or a file system without locks: Neo4j will say
    return False
