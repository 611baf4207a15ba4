"""The log as the service uses it: many requests at once, one thread that writes, one commit for all that wait."""

import asyncio
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Final

import structlog

from graph_service.audit.events import Event, canonical
from graph_service.audit.store import AuditFiles, ChainWriter
from graph_service.errors import AuditUnavailable

_log = structlog.get_logger(__name__)
_CHECKPOINT_EVERY_S: Final = 1.0
_BATCH: Final = 256


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An entry on its way to the disk, and who waits for it: a request of an event loop, or a thread."""

    body: str
    loop: asyncio.AbstractEventLoop | None
    future: "asyncio.Future[None] | Future[None]"


class AuditLog:
    """The audit log of one home. Requests that wait at the same time share one commit."""

    def __init__(self, home: Path) -> None:
        """Open the log of a home. Raises AuditUnavailable."""
        self._writer = ChainWriter(AuditFiles(home))
        self._queue: SimpleQueue[_Waiting | None] = SimpleQueue()
        self._closed = False
        self._thread = threading.Thread(target=self._write, name="audit", daemon=True)
        self._thread.start()

    async def append(self, event: Event) -> None:
        """Write an entry; it is on the disk when this returns. Raises AuditUnavailable: answer nothing then."""
        if self._closed:
            raise AuditUnavailable("The audit log is closed, so nothing can be answered.")
        loop = asyncio.get_running_loop()
        future: asyncio.Future[None] = loop.create_future()
        self._queue.put(_Waiting(canonical(event), loop, future))
        # Shielded: a caller that gives up does not take the entry out of the batch it is in.
        await asyncio.shield(future)

    def append_and_wait(self, event: Event) -> None:
        """The same for commands, which have no event loop."""
        if self._closed:
            raise AuditUnavailable("The audit log is closed, so nothing can be answered.")
        future: Future[None] = Future()
        self._queue.put(_Waiting(canonical(event), None, future))
        future.result()

    async def is_usable(self) -> bool:
        """Whether an entry could be written now."""
        return not self._closed and await asyncio.to_thread(self._writer.accepts_entries)

    def close(self) -> None:
        """Write what waits, then the checkpoint, and close the file."""
        if not self._closed:
            self._closed = True
            self._queue.put(None)
            self._thread.join()

    def _write(self) -> None:
        checkpoint_due = time.monotonic() + _CHECKPOINT_EVERY_S
        going = True
        while going:
            first = self._queue.get()
            batch = [first] if first else []
            going = first is not None
            while going and len(batch) < _BATCH and not self._queue.empty():
                entry = self._queue.get()
                going = entry is not None
                if entry:
                    batch.append(entry)
            if batch:
                self._append(batch)
            if time.monotonic() >= checkpoint_due:
                self._checkpoint()
                checkpoint_due = time.monotonic() + _CHECKPOINT_EVERY_S
        try:
            self._writer.close()
        except AuditUnavailable as error:
            _log.error("audit_close_failed", reason=str(error))

    def _append(self, batch: Sequence[_Waiting]) -> None:
        problem: AuditUnavailable | None = None
        try:
            self._writer.append([entry.body for entry in batch])
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

    def _checkpoint(self) -> None:
        try:
            self._writer.checkpoint()
        except AuditUnavailable as error:
            _log.error("audit_checkpoint_failed", reason=str(error))


def _settle(waiting: Sequence[_Waiting], problem: AuditUnavailable | None) -> None:
    for entry in waiting:
        if entry.future.done():
            continue
        if problem is None:
            entry.future.set_result(None)
        else:
            entry.future.set_exception(type(problem)(str(problem)))
