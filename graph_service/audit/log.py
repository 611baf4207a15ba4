"""The log as the service uses it: many requests at once, one thread that writes, one commit for all that wait."""

import asyncio
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Final

import structlog

from graph_service.audit.events import Event, Note, canonical, instant
from graph_service.audit.store import AuditFiles, ChainWriter
from graph_service.errors import AuditUnavailable

_log = structlog.get_logger(__name__)
_SYNC_EVERY_S: Final = 0.25
"""How long an entry may be in the hands of the operating system alone, which only a loss of power takes from it."""
_BATCH: Final = 256


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An entry on its way to the file, and who waits for it: a request of an event loop, or a thread.

    `once`: the note that it is from; it is left out where the log has it.
    """

    at: str
    body: str
    loop: asyncio.AbstractEventLoop | None
    future: "asyncio.Future[None] | Future[None]"
    once: Note | None = None


class AuditLog:
    """The audit log of one home. Requests that wait at the same time share one commit.

    An entry that `append` has returned for outlives the death of the process. What the operating system holds of it
    reaches the disk within a quarter of a second, and at once when the log is closed. Where it does not, or cannot be said to,
    nothing is taken until it does.
    """

    def __init__(self, home: Path, anchor: Path | None = None) -> None:
        """Open the log of a home; `anchor` is one more file that says how far it has come. Raises AuditUnavailable."""
        self._writer = ChainWriter(AuditFiles(home, anchor))
        self._queue: SimpleQueue[Sequence[_Waiting] | None] = SimpleQueue()
        self._gathered: list[_Waiting] = []
        self._closed = False
        self._thread = threading.Thread(target=self._write, name="audit", daemon=True)
        self._thread.start()

    async def append(self, event: Event) -> None:
        """Write an entry; it is in the file when this returns. Raises AuditUnavailable: answer nothing then.

        One event loop at a time may use a log.
        """
        await self._append_later(instant(event.at), canonical(event))

    async def append_noted(self, note: Note) -> None:
        """Write the entry of a note, unless it was written: by another service of this home, or before this one was stopped."""
        await self._append_later(note.at, note.body, note)

    @property
    def length(self) -> int:
        """How many entries the log has, as far as this service knows."""
        return self._writer.length

    async def _append_later(self, at: str, body: str, once: Note | None = None) -> None:
        self._must_be_open()
        loop = asyncio.get_running_loop()
        future: asyncio.Future[None] = loop.create_future()
        if not self._gathered:
            # One handing-over for all that the loop does in this turn.
            loop.call_soon(self._hand_over)
        self._gathered.append(_Waiting(at, body, loop, future, once))
        await future

    def append_and_wait(self, event: Event) -> None:
        """The same for a thread that has no event loop: of commands, and of what is put on record before it is committed."""
        self._must_be_open()
        future: Future[None] = Future()
        self._queue.put((_Waiting(instant(event.at), canonical(event), None, future),))
        future.result()

    async def is_usable(self) -> bool:
        """Whether an entry could be written now."""
        return not self._closed and await asyncio.to_thread(self._writer.accepts_entries)

    def close(self) -> None:
        """Write what waits, then the checkpoint, and close the file."""
        if not self._closed:
            self._closed = True
            self._hand_over()
            self._queue.put(None)
            self._thread.join()

    def _must_be_open(self) -> None:
        if self._closed:
            raise AuditUnavailable("The audit log is closed, so nothing can be answered.")

    def _hand_over(self) -> None:
        if self._gathered:
            self._queue.put(self._gathered)
            self._gathered = []

    def _write(self) -> None:
        """The work of the thread: batch after batch, and the disk in between."""
        synced, dirty, going, failed = time.monotonic(), False, True, False
        while going:
            batch, going = self._take(timeout_s=_SYNC_EVERY_S if dirty else None)
            if batch:
                self._append(batch)
                dirty = True
            if dirty and (not going or time.monotonic() - synced >= _SYNC_EVERY_S):
                failed = not self._sync(said=failed)
                synced, dirty = time.monotonic(), failed
        try:
            self._writer.close()
        except AuditUnavailable as error:
            _log.error("audit_close_failed", reason=str(error))

    def _take(self, timeout_s: float | None) -> tuple[list[_Waiting], bool]:
        """What waits now, after waiting for the first for some time at most; False when nothing more will come."""
        batch: list[_Waiting] = []
        try:
            handed = self._queue.get(timeout=timeout_s)
            while handed is not None:
                batch += handed
                if len(batch) >= _BATCH:
                    break
                handed = self._queue.get_nowait()
        except Empty:
            return batch, True
        return batch, handed is not None

    def _append(self, batch: Sequence[_Waiting]) -> None:
        problem: AuditUnavailable | None = None
        try:
            self._writer.append([(entry.at, entry.body, entry.once) for entry in batch])
        except AuditUnavailable as error:
            problem = error
            _log.error("audit_unavailable", reason=str(error), entries=len(batch))
        except Exception as error:
            problem = AuditUnavailable("The audit log cannot be used, so nothing can be answered.")
            _log.error("audit_unavailable", reason=type(error).__name__, entries=len(batch))
        by_loop: dict[asyncio.AbstractEventLoop | None, list[_Waiting]] = {}
        for entry in batch:
            by_loop.setdefault(entry.loop, []).append(entry)
        for loop, waiting in by_loop.items():
            if loop is None:
                _settle(waiting, problem)
            elif not loop.is_closed():
                # One wake-up of the loop for the whole batch.
                loop.call_soon_threadsafe(_settle, waiting, problem)

    def _sync(self, *, said: bool) -> bool:
        """Whether the disk and the statements have all of the chain; the first of a run of failures is told."""
        try:
            self._writer.sync()
        except Exception as error:
            if not said:
                reason = str(error) if isinstance(error, AuditUnavailable) else type(error).__name__
                _log.error("audit_sync_failed", reason=reason)
            return False
        return True


def _settle(waiting: Sequence[_Waiting], problem: AuditUnavailable | None) -> None:
    for entry in waiting:
        # A caller that gave up has cancelled its future; its entry stands.
        if entry.future.done():
            continue
        if problem is None:
            entry.future.set_result(None)
        else:
            entry.future.set_exception(type(problem)(str(problem)))
